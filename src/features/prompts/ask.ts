import type { Transaction } from 'kysely';
import { newId } from '../../base/ids.ts';
import { promptCard, skippedCard } from '../../cards/prompts/prompt-card.ts';
import { type Words, wordsFor } from '../../cards/words.ts';
import type { ActionEvent } from '../../chat/event.ts';
import type { PersonId } from '../../chat/ids.ts';
import type { Message } from '../../chat/message.ts';
import { note, type Reply, replace } from '../../chat/reply.ts';
import { type Calendar, nextSuitable, weeklyCap, whenBack } from '../../scheduling/calendar.ts';
import { localDay } from '../../scheduling/local-time.ts';
import { countUnprompted } from '../../scheduling/sending.ts';
import { suitsSlot } from '../../scheduling/slots.ts';
import { loadCalendars } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling } from '../feature.ts';
import { answerFormFor } from './answer.ts';
import { rankPrompts } from './choose.ts';
import { type Community, nextAskAt } from './community.ts';
import type { PromptsDeps } from './deps.ts';
import { type Prompt, promptInOwnWords } from './library.ts';
import {
  findCommunity,
  lockRound,
  type Member,
  ownPromptsOf,
  pastRounds,
  type Round,
  setNextAsk,
  takeDueMembers,
  unsentQuestions,
} from './store.ts';

/** Members that are asked in one transaction. */
const batchSize = 50;

/** "Another question" gives two alternatives, not an endless wheel. */
const mostSwaps = 2;

/** Asks everyone whose moment has come; a moment that passed while nothing ran is made good once, in their hours. */
export async function askWhoIsDue(deps: PromptsDeps, now: Date): Promise<void> {
  let taken: number;
  do {
    taken = await deps.transaction(async (trx) => {
      const due = await takeDueMembers(trx, now, batchSize);
      const people = due.map((member) => member.person_id);
      const calendarOf = await loadCalendars(trx, people, deps.organisation);
      for (const member of due) {
        const next = await askOrPutOff(deps, trx, { member, calendar: calendarOf(member.person_id), now });
        await setNextAsk(trx, member, next);
      }
      return due.length;
    });
  } while (taken === batchSize);
}

/** Asks, unless the person's calendar has changed or their week is full by now; when they are asked next. */
async function askOrPutOff(
  deps: PromptsDeps,
  trx: Transaction<Database>,
  { member, calendar, now }: { member: Member; calendar: Calendar; now: Date },
): Promise<Date | null> {
  const community = await findCommunity(trx, member.community_id);
  if (!community || community.stopped_at) return null;
  const next = nextAskAt(community, calendar, now);
  if (whenBack(calendar, now)) return next;
  const dueAt = member.next_ask_at ?? now;
  const suitable = suitsSlot(calendar, dueAt, now) ? now : nextSuitable(calendar, now);
  if (suitable > now) return next && isNoLater(next, suitable, calendar) ? next : suitable;
  const had = await countUnprompted(trx, member.person_id, { calendar, now });
  if (had < weeklyCap) await askNow(deps, trx, { community, member, dueAt, next, now });
  else deps.logger.info({ community: community.id }, 'the weekly cap is reached, this question is left out');
  return next;
}

/** A slot on the very day is kept to; a message in the morning would only come before its time. */
function isNoLater(slot: Date, suitable: Date, { timeZone }: Calendar): boolean {
  return localDay(slot, timeZone) <= localDay(suitable, timeZone);
}

interface Asking {
  readonly community: Community;
  readonly member: Member;
  readonly dueAt: Date;
  /** When the next question comes: by then this one is too late. */
  readonly next: Date | null;
  readonly now: Date;
}

async function askNow(deps: PromptsDeps, trx: Transaction<Database>, asking: Asking): Promise<void> {
  const { community, member, dueAt, next, now } = asking;
  const [prompt] = await promptsFor(deps, trx, { community, person: member.person_id });
  if (!prompt) return;
  const round = await insertRound(trx, asking, prompt);
  if (!round) return;
  for (const unsent of await unsentQuestions(trx, member)) await deps.outbox.remove(trx, unsent, '');
  const message = await promptMessage(deps, trx, { community, prompt, round, words: wordsFor('en') });
  const delivery = await deps.outbox.post(
    trx,
    {
      to: { person: member.person_id },
      message,
      priority: 'prompt',
      unprompted: true,
      onBehalfOf: community.conversation_id,
      slotAt: dueAt,
      ...(next && { expiresAt: next }),
    },
    now,
  );
  await trx.updateTable('round').set({ delivery_id: delivery }).where('id', '=', round.id).execute();
}

export async function promptsFor(
  deps: PromptsDeps,
  trx: Transaction<Database>,
  { community, person }: { community: Community; person: PersonId },
): Promise<Prompt[]> {
  const own = await ownPromptsOf(trx, community.id);
  return rankPrompts({
    prompts: deps.library.prompts,
    own: own.map((prompt) => promptInOwnWords(prompt.id, prompt.text)),
    themes: community.themes,
    past: await pastRounds(trx, person),
  });
}

function insertRound(
  trx: Transaction<Database>,
  { community, member, dueAt, now }: Asking,
  prompt: Prompt,
): Promise<Round | undefined> {
  return trx
    .insertInto('round')
    .values({
      id: newId<'round'>(),
      community_id: community.id,
      person_id: member.person_id,
      due_at: dueAt,
      prompt_id: prompt.id,
      state: 'open',
      delivery_id: null,
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['community_id', 'person_id', 'due_at']).doNothing())
    .returningAll()
    .executeTakeFirst();
}

interface PromptShown {
  readonly community: Community;
  readonly prompt: Prompt;
  readonly round: Pick<Round, 'id' | 'person_id' | 'swaps'>;
  readonly words: Words;
}

export async function promptMessage(
  deps: PromptsDeps,
  trx: Transaction<Database>,
  { community, prompt, round, words }: PromptShown,
): Promise<Message> {
  return promptCard(words, {
    round: round.id,
    question: prompt.text,
    ...(prompt.care && { care: prompt.care }),
    minutes: prompt.mins,
    place: community.name,
    another: round.swaps < mostSwaps,
    form: await answerFormFor(deps, trx, {
      words,
      prompt,
      person: round.person_id,
      state: `round:${round.id}`,
      communityId: community.id,
      withQuestion: false,
    }),
  });
}

/** [Another question] */
export async function swap(deps: PromptsDeps, event: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  const round = await openRoundOf(trx, event);
  const community = round && (await findCommunity(trx, round.community_id));
  if (!round || !community) return note(words('prompt.passed'));
  const ranked = await promptsFor(deps, trx, { community, person: round.person_id });
  const next = ranked.find((prompt) => prompt.id !== round.prompt_id);
  if (!next || round.swaps >= mostSwaps) return note(words('prompt.noMore'));
  const swaps = round.swaps + 1;
  await trx.updateTable('round').set({ prompt_id: next.id, swaps }).where('id', '=', round.id).execute();
  const message = await promptMessage(deps, trx, { community, prompt: next, round: { ...round, swaps }, words });
  return showInstead(deps, trx, round, message);
}

/** [Skip] */
export async function skip(deps: PromptsDeps, event: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  const round = await openRoundOf(trx, event);
  if (!round) return note(words('prompt.passed'));
  await trx.updateTable('round').set({ state: 'skipped' }).where('id', '=', round.id).execute();
  return showInstead(deps, trx, round, skippedCard(words));
}

async function openRoundOf(trx: Transaction<Database>, event: ActionEvent): Promise<Round | undefined> {
  const round = await lockRound(trx, event.values.round);
  return round?.person_id === event.person.id && round.state === 'open' ? round : undefined;
}

/** The card changes for the person at once, and in the outbox, so that it stays changed. */
async function showInstead(
  deps: Pick<PromptsDeps, 'outbox'>,
  trx: Transaction<Database>,
  round: Pick<Round, 'delivery_id'>,
  message: Message,
): Promise<Reply> {
  if (round.delivery_id) await deps.outbox.update(trx, round.delivery_id, message);
  return replace(message);
}
