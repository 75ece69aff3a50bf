import { borrowForm } from '../../cards/prompts/borrow-form.ts';
import type { ActionEvent, FormEvent } from '../../chat/event.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import type { Handling } from '../feature.ts';
import { openAnswer } from './answer.ts';
import type { Community } from './community.ts';
import type { PromptsDeps } from './deps.ts';
import { freePrompt } from './library.ts';
import { addOwnPrompt, findCommunity, findCommunityOf } from './store/communities.ts';
import { lockUpdate } from './store/updates.ts';
import type { Update } from './update.ts';

/** A note that came from elsewhere brings its question along: to answer it oneself, or to have it asked here. */

/** [Borrow this question] */
export async function borrow(deps: PromptsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { words } = handling;
  const update = await shownHere(event, event.values.note, handling);
  if (!update) return note(words('update.gone'));
  const community = await ownCommunity(event, handling);
  if (!community) return answerIt(deps, { update, event }, handling);
  return form(borrowForm(words, { note: update.id, question: update.question ?? '', place: community.name }));
}

export async function keepBorrowed(deps: PromptsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const update = await shownHere(event, event.state, handling);
  if (!update) return note(words('update.gone'));
  const community = await ownCommunity(event, handling);
  if (event.inputs.how !== 'ask' || !community) return answerIt(deps, { update, event }, handling);
  await addOwnPrompt(trx, community.id, { text: update.question ?? '', person: event.person.id, now });
  return note(words('borrow.asking', { place: community.name }));
}

/** A note that is shown where the button was pressed: whoever acts there has read its question. */
async function shownHere(
  event: ActionEvent | FormEvent,
  id: string | undefined,
  { trx }: Handling,
): Promise<Update | undefined> {
  const update = await lockUpdate(trx, id);
  if (update?.state !== 'posted') return undefined;
  const home = await findCommunity(trx, update.community_id ?? undefined);
  const places = [home?.conversation_id, ...update.shown_in.map((place) => place.id)];
  return places.some((place) => place === event.conversation?.id) ? update : undefined;
}

/** The running community here, where this person has set it up. */
async function ownCommunity(event: ActionEvent | FormEvent, { trx }: Handling): Promise<Community | undefined> {
  const community = event.conversation && (await findCommunityOf(trx, event.conversation.id));
  return community && !community.stopped_at && community.created_by === event.person.id ? community : undefined;
}

function answerIt(
  deps: PromptsDeps,
  { update, event }: { update: Update; event: ActionEvent | FormEvent },
  handling: Handling,
): Promise<Reply> {
  return openAnswer(deps, { state: `prompt:${update.prompt_id ?? freePrompt.id}`, person: event.person.id }, handling);
}
