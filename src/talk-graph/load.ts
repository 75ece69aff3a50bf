import type { Kysely } from 'kysely';
import type { ConversationId } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';
import { type HeldAct, secondsOf } from './act.ts';
import { allHeld, type HeldActs } from './held.ts';
import { createTalk, type Talk } from './talk.ts';
import { remembered } from './threads.ts';

/** What a place hears from another, and who would care: the graph of the database with the threads that features hold. */
export interface LoadedTalk extends Talk {
  /** When people of the two places last turned to each other across them. */
  lastTalked(one: string, other: string): Date | undefined;
}

/** Being among a place's people counts as this part of a message there. */
const membership = 0.25;

/** Two processes can share the database, so it is read when it is needed, not kept up to date in memory. */
export async function loadTalk(db: Kysely<Database>, held: readonly HeldActs[], now: Date): Promise<LoadedTalk> {
  const talk = createTalk();
  const since = new Date(now.getTime() - remembered * 1_000);
  readThreads(talk, await allHeld(db, held, since), now);
  await recallMembers(talk, db, now);
  await recallPresence(talk, db, now);
  const lastTies = await recallTies(talk, db, now);
  return { ...talk, lastTalked: (one, other) => lastTies.get(pairKey(one, other)) };
}

/** Past threads, with those first who began first. */
function readThreads(talk: Talk, acts: readonly HeldAct[], now: Date): void {
  const past = acts.filter(({ at, undone }) => at <= now && !undone);
  for (const { at, place, about, thread, person, text } of past.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    talk.read({ at: secondsOf(at), team: about ?? place, thread, author: person, text });
  }
}

async function recallMembers(talk: Talk, db: Kysely<Database>, now: Date): Promise<void> {
  const rows = await db
    .selectFrom('conversation_member')
    .innerJoin('conversation', 'conversation.id', 'conversation_member.conversation_id')
    .select(['person_id', 'conversation_id'])
    .where('kind', '!=', 'direct')
    .execute();
  const count = { count: membership, at: secondsOf(now) };
  for (const { person_id, conversation_id } of rows) talk.recallPresence(person_id, conversation_id, count);
}

async function recallPresence(talk: Talk, db: Kysely<Database>, now: Date): Promise<void> {
  const rows = await db.selectFrom('talk_presence').select(['person_id', 'conversation_id', 'count', 'at']).execute();
  for (const { person_id, conversation_id, count, at } of rows) {
    talk.recallPresence(person_id, conversation_id, { count, at: secondsOf(earlierOf(at, now)) });
  }
}

async function recallTies(talk: Talk, db: Kysely<Database>, now: Date): Promise<Map<string, Date>> {
  const last = new Map<string, Date>();
  const rows = await db.selectFrom('talk_tie').selectAll().execute();
  for (const { one_id, other_id, count, at } of rows) {
    talk.recallTie(one_id, other_id, { count, at: secondsOf(earlierOf(at, now)) });
    last.set(pairKey(one_id, other_id), at);
  }
  const replies = await db
    .selectFrom('talk_week')
    .select((select) => ['from_id', 'to_id', select.fn.max('week').as('week')] as const)
    .groupBy(['from_id', 'to_id'])
    .execute();
  for (const { from_id, to_id, week } of replies) keepLater(last, pairKey(from_id, to_id), new Date(week));
  return last;
}

function keepLater(last: Map<string, Date>, key: string, at: Date): void {
  const known = last.get(key);
  if (!known || known < at) last.set(key, at);
}

function pairKey(one: ConversationId | string, other: ConversationId | string): string {
  return JSON.stringify([one, other].toSorted());
}

function earlierOf(one: Date, other: Date): Date {
  return one < other ? one : other;
}

/** Reads it again when what was read is older than this. */
const livesMs = 10 * 60_000;

/** The graph as it was at most ten minutes ago: for many questions in a row, and for those that cannot wait. */
export function createTalkMemory(load: (now: Date) => Promise<LoadedTalk>): (now: Date) => Promise<LoadedTalk> {
  let known: { readonly at: number; readonly talk: Promise<LoadedTalk> } | undefined;
  return (now) => {
    const age = now.getTime() - (known?.at ?? Number.NEGATIVE_INFINITY);
    if (known && age >= 0 && age < livesMs) return known.talk;
    const talk = load(now);
    known = { at: now.getTime(), talk };
    talk.catch(() => {
      if (known?.talk === talk) known = undefined;
    });
    return talk;
  };
}
