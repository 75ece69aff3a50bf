import { isBlank, lengthOf } from '../../../base/text.ts';
import { offerForm } from '../../../cards/joining/cards.ts';
import type { Words } from '../../../cards/words.ts';
import type { ActionEvent, FormEvent } from '../../../chat/event.ts';
import type { PersonId } from '../../../chat/ids.ts';
import { form, note, type Reply } from '../../../chat/reply.ts';
import type { Handling } from '../../feature.ts';
import type { PromptsDeps } from '../deps.ts';
import { findCommunity } from '../store/communities.ts';
import { longestOffer } from './card.ts';
import { showNext } from './hello.ts';
import { introduce, takeLineBack } from './introduce.ts';
import { newcomerOf, saveNewcomer } from './store.ts';

/** "People can ask me about...": optional, and shown to others only where they choose so. */

/** [People can ask me about...], [Change] */
export async function openOffer(event: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  const newcomer = await newcomerOf(trx, event.person.id);
  const community = newcomer && (await findCommunity(trx, newcomer.community_id));
  if (!community) return note(words('core.goneAction'));
  const { offer, line_id } = newcomer;
  const shown = offer === null ? undefined : line_id !== null;
  return form(offerForm(words, { place: community.name, offer: offer ?? '', limit: longestOffer, shown }));
}

export async function keepOffer(deps: PromptsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const newcomer = await newcomerOf(trx, event.person.id);
  const community = newcomer && (await findCommunity(trx, newcomer.community_id));
  if (!community) return note(words('core.goneForm'));
  const { offer: typed = '', shown = '' } = event.inputs;
  const offer = tidyOffer(typed);
  const complaint = complainAbout(words, offer);
  const isChosen = shown === 'place' || shown === 'nobody';
  if (complaint || !isChosen) {
    const again = { place: community.name, offer, limit: longestOffer, ...(isChosen && { shown: shown === 'place' }) };
    return form(offerForm(words, again), {
      ...(complaint && { offer: complaint }),
      ...(!isChosen && { shown: words('field.audience') }),
    });
  }
  const kept = { ...newcomer, offer };
  const line =
    shown === 'place' ? await introduce(deps, kept, community, handling) : await takeLineBack(deps, newcomer, handling);
  return showNext(deps, newcomer, { offer, offer_said: true, line_id: line }, handling);
}

/** Changed in the settings: who sees it stays as it was; emptied, it is taken back. */
export async function changeOffer(
  deps: PromptsDeps,
  person: PersonId,
  offer: string,
  handling: Handling,
): Promise<void> {
  const newcomer = await newcomerOf(handling.trx, person);
  const community = newcomer && (await findCommunity(handling.trx, newcomer.community_id));
  if (!community || offer === (newcomer.offer ?? '')) return;
  if (offer === '') {
    const line_id = await takeLineBack(deps, newcomer, handling);
    return saveNewcomer(handling.trx, newcomer, { offer: null, line_id });
  }
  await saveNewcomer(handling.trx, newcomer, { offer });
  if (newcomer.line_id) await introduce(deps, { ...newcomer, offer }, community, handling);
}

export function tidyOffer(typed: string): string {
  return typed.trim().replaceAll(/\s+/g, ' ');
}

export function complainAbout(words: Words, offer: string): string | undefined {
  if (isBlank(offer)) return words('field.empty');
  const length = lengthOf(offer);
  return length > longestOffer ? words('joining.offerTooLong', { length, limit: longestOffer }) : undefined;
}

/** [Not now], [Take it back] */
export async function withoutOffer(deps: PromptsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const newcomer = await newcomerOf(trx, event.person.id);
  if (!newcomer) return note(words('core.goneAction'));
  const line_id = await takeLineBack(deps, newcomer, handling);
  return showNext(deps, newcomer, { offer: null, offer_said: true, line_id }, handling);
}
