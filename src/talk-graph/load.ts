import type { Kysely, Transaction } from 'kysely';
import { createTurns } from '../base/turns.ts';
import { inBatches } from '../storage/batches.ts';
import type { Database } from '../storage/schema.ts';
import { type HeldAct, secondsOf } from './act.ts';
import { allHeld, type HeldActs } from './held.ts';
import { createTalk, type Talk } from './talk.ts';
import { remembered } from './threads.ts';

type Trx = Transaction<Database>;

/** Being among a place's people counts as this part of a message there. */
const membership = 0.25;

/**
 * What a place hears from another, and who would care: the graph of the database with the threads that features hold.
 * Two processes can share the database, so it is read when it is needed, not kept up to date in memory. For a large
 * organisation that takes seconds, in which everything else in the process goes on.
 */
export function loadTalk(db: Kysely<Database>, held: readonly HeldActs[], now: Date): Promise<Talk> {
  const since = new Date(now.getTime() - remembered * 1_000);
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const talk = createTalk();
      await joinAccounts(talk, trx);
      await readThreads(talk, await allHeld(trx, held, since), now);
      await recallMembers(talk, trx, now);
      await recallPresence(talk, trx, now);
      await recallTies(talk, trx, now);
      return talk;
    });
}

/** Somebody with an account on each platform answers, and is at home, as one person. */
async function joinAccounts(talk: Talk, trx: Trx): Promise<void> {
  const links = await trx.selectFrom('account_link').select(['a', 'b']).execute();
  for (const { a, b } of links) talk.onePerson(a, b);
}

/** Past threads; those come first that began first. */
async function readThreads(talk: Talk, acts: readonly HeldAct[], now: Date): Promise<void> {
  const letOthers = createTurns();
  for (const { at, place, about, thread, person, text, undone } of acts) {
    if (at > now || undone) continue;
    talk.read({ at: secondsOf(at), team: about ?? place, thread, author: person, text });
    await letOthers();
  }
}

async function recallMembers(talk: Talk, trx: Trx, now: Date): Promise<void> {
  const members = trx
    .selectFrom('conversation_member')
    .innerJoin('conversation', 'conversation.id', 'conversation_member.conversation_id')
    .select(['person_id', 'conversation_id'])
    .where('kind', '!=', 'direct');
  const count = { count: membership, at: secondsOf(now) };
  for await (const rows of inBatches(trx, members)) {
    for (const { person_id, conversation_id } of rows) talk.recallPresence(person_id, conversation_id, count);
  }
}

async function recallPresence(talk: Talk, trx: Trx, now: Date): Promise<void> {
  const counts = trx.selectFrom('talk_presence').select(['person_id', 'conversation_id', 'count', 'at']);
  for await (const rows of inBatches(trx, counts)) {
    for (const { person_id, conversation_id, count, at } of rows) {
      talk.recallPresence(person_id, conversation_id, { count, at: secondsOf(earlierOf(at, now)) });
    }
  }
}

async function recallTies(talk: Talk, trx: Trx, now: Date): Promise<void> {
  for await (const rows of inBatches(trx, trx.selectFrom('talk_tie').selectAll())) {
    for (const { one_id, other_id, count, at } of rows) {
      talk.recallTie(one_id, other_id, { count, at: secondsOf(earlierOf(at, now)) });
    }
  }
}

function earlierOf(one: Date, other: Date): Date {
  return one < other ? one : other;
}

/** Reads it again when what was read is older than this. */
const livesMs = 10 * 60_000;

/** The graph as it was at most ten minutes ago: for many questions in a row, and for those that cannot wait. */
export function createTalkMemory(load: (now: Date) => Promise<Talk>): (now: Date) => Promise<Talk> {
  let known: { readonly at: number; readonly talk: Promise<Talk> } | undefined;
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
