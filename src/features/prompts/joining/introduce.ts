import { joinedMessage } from '../../../cards/joining/cards.ts';
import { wordsFor } from '../../../cards/words.ts';
import { findName } from '../../../people/store.ts';
import type { DeliveryId } from '../../../storage/tables/delivery.ts';
import type { Handling } from '../../feature.ts';
import type { Community } from '../community.ts';
import type { PromptsDeps } from '../deps.ts';
import { askToGreet, endGreeting } from '../greet.ts';
import { findInvitation, type Newcomer, saveNewcomer } from './store.ts';

/** A line under the invitation says who has joined and what they can be asked about; a greeter hears of it. */

type Moment = Pick<Handling, 'trx' | 'now'>;

/** The line that stands there from now on, new or changed. */
export async function introduce(
  deps: PromptsDeps,
  newcomer: Newcomer,
  community: Community,
  moment: Moment,
): Promise<DeliveryId> {
  const { trx, now } = moment;
  const { person_id: person, offer, line_id } = newcomer;
  const message = joinedMessage(wordsFor('en'), { name: await findName(trx, person), offer: offer ?? '' });
  if (line_id) {
    await deps.outbox.update(trx, line_id, message);
    return line_id;
  }
  const under = await placeUnder(newcomer, moment);
  const to = { conversation: community.conversation_id };
  const line = await deps.outbox.post(trx, { to, message, ...under, priority: 'answer' }, now);
  await saveNewcomer(trx, newcomer, { offer, line_id: line });
  await askToGreet(deps, { about: { newcomer: person }, community }, moment);
  return line;
}

/** In the thread of the invitation by which they came. */
export async function placeUnder({ invitation_id }: Newcomer, { trx }: Pick<Moment, 'trx'>) {
  const invitation = await findInvitation(trx, invitation_id);
  if (!invitation) return {};
  const { message_id, delivery_id } = invitation;
  return message_id ? { thread: message_id } : { threadOf: delivery_id };
}

/** They would rather not be shown; nobody is asked to greet them any more. */
export async function takeLineBack(deps: PromptsDeps, newcomer: Newcomer, { trx }: Pick<Moment, 'trx'>): Promise<null> {
  const { line_id } = newcomer;
  if (line_id) await deps.outbox.remove(trx, line_id, wordsFor('en')('joining.lineGone'));
  await endGreeting(deps, trx, { newcomer: newcomer.person_id });
  return null;
}
