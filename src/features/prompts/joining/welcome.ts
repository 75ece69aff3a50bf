import { newId } from '../../../base/ids.ts';
import { isBlank, lengthOf } from '../../../base/text.ts';
import { answeredCard, welcomeForm, welcomeMessage } from '../../../cards/prompts/greeting-cards.ts';
import { wordsFor } from '../../../cards/words.ts';
import type { ActionEvent, FormEvent } from '../../../chat/event.ts';
import type { PersonId } from '../../../chat/ids.ts';
import { form, note, type Reply } from '../../../chat/reply.ts';
import { findName } from '../../../people/store.ts';
import { nextBatch } from '../../../scheduling/batches.ts';
import { nextSuitable } from '../../../scheduling/calendar.ts';
import { loadCalendar } from '../../../scheduling/store.ts';
import type { Handling } from '../../feature.ts';
import type { Community } from '../community.ts';
import { type PromptsDeps, threadAddress } from '../deps.ts';
import { ownGreeting, settle, standingGreeting } from '../greet.ts';
import { fieldLimits } from '../library.ts';
import { findCommunity } from '../store/communities.ts';
import { placeUnder } from './introduce.ts';
import {
  invitingPost,
  keepReply,
  lockNewcomer,
  type Newcomer,
  saveNewcomer,
  takeAnswered,
  takeReplies,
} from './store.ts';

/** A greeter writes to somebody who has joined, in the thread; they hear of it with their next batch. */

const limit = fieldLimits.long;
const batchSize = 50;

interface Welcoming {
  readonly newcomer: Newcomer;
  readonly community: Community;
}

/** What a greeter who was told of it may still do. */
async function welcoming(id: string | undefined, person: PersonId, { trx }: Handling): Promise<Welcoming | undefined> {
  const greeting = id ? await standingGreeting(trx, { values: { newcomer: id } }) : undefined;
  if (!greeting || !('newcomer' in greeting.about)) return undefined;
  const newcomer = await lockNewcomer(trx, greeting.about.newcomer);
  const isAsked = await ownGreeting(trx, greeting.about, person);
  return newcomer && isAsked ? { newcomer, community: greeting.community } : undefined;
}

/** [Write a sentence] */
export async function openWelcome(event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const found = await welcoming(event.values.newcomer, event.person.id, handling);
  if (!found) return note(words('joining.greetGone'));
  const { newcomer, community } = found;
  const name = await findName(trx, newcomer.person_id);
  return form(welcomeForm(words, { newcomer: newcomer.person_id, name, place: community.name, limit }));
}

export async function welcome(deps: PromptsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const found = await welcoming(event.state, event.person.id, handling);
  if (!found) return note(words('joining.greetGone'));
  const { newcomer, community } = found;
  const text = (event.inputs.text ?? '').trim();
  const length = lengthOf(text);
  const name = await findName(trx, newcomer.person_id);
  if (isBlank(text) || length > limit) {
    const complaint = isBlank(text) ? words('field.empty') : words('field.too-long', { length, limit });
    const again = { newcomer: newcomer.person_id, name, place: community.name, limit, value: text };
    return form(welcomeForm(words, again), { text: complaint });
  }
  await postWelcome(deps, found, { text, by: event.person.id }, handling);
  const card = await ownGreeting(trx, { newcomer: newcomer.person_id }, event.person.id);
  const said = words('joining.greetDone', { place: community.name, name });
  if (card) await settle(deps, card, said, handling);
  return note(said);
}

async function postWelcome(
  deps: PromptsDeps,
  { newcomer, community }: Welcoming,
  { text, by }: { text: string; by: PersonId },
  { trx, now }: Handling,
): Promise<void> {
  const said = { name: await findName(trx, by), newcomer: await findName(trx, newcomer.person_id), text };
  const to = { conversation: community.conversation_id };
  const under = await placeUnder(newcomer, { trx });
  const message = welcomeMessage(wordsFor('en'), said);
  const delivery = await deps.outbox.post(trx, { to, message, ...under, priority: 'answer' }, now);
  const calendar = await loadCalendar(trx, newcomer.person_id, deps.organisation);
  const reply = {
    id: newId(),
    community_id: community.id,
    person_id: by,
    text,
    delivery_id: delivery,
    created_at: now,
  };
  await keepReply(trx, { newcomer, ...reply }, nextBatch(calendar, now));
  const act = { person: by, place: community.conversation_id, kind: 'replied', at: now } as const;
  await deps.tell({ kind: 'talked', act }, { trx, now });
}

/** Every minute: whoever was answered, and can be told by now. */
export async function tellAnswered(deps: PromptsDeps, now: Date): Promise<void> {
  let taken: number;
  do {
    taken = await deps.transaction(async (trx) => {
      const due = await takeAnswered(trx, now, batchSize);
      for (const newcomer of due) await tellOrPutOff(deps, newcomer, { trx, now });
      return due.length;
    });
  } while (taken === batchSize);
}

async function tellOrPutOff(
  deps: PromptsDeps,
  newcomer: Newcomer,
  { trx, now }: Pick<Handling, 'trx' | 'now'>,
): Promise<void> {
  const { person_id: person } = newcomer;
  const calendar = await loadCalendar(trx, person, deps.organisation);
  if (nextSuitable(calendar, now) > now) return saveNewcomer(trx, newcomer, { answer_at: nextBatch(calendar, now) });
  await saveNewcomer(trx, newcomer, { answer_at: null });
  const community = await findCommunity(trx, newcomer.community_id);
  const names: string[] = [];
  for (const by of await takeReplies(trx, newcomer, now)) names.push(await findName(trx, by));
  if (!community || names.length === 0) return;
  const address = threadAddress(deps, await invitingPost(trx, newcomer));
  const message = answeredCard(wordsFor('en'), { names, place: community.name, address });
  await deps.outbox.post(trx, { to: { person }, message, priority: 'answer' }, now);
}
