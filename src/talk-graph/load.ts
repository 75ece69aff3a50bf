import { type Kysely, sql, type Transaction } from 'kysely';
import { createTurns } from '../base/turns.ts';
import type { ConversationId, PersonId } from '../chat/ids.ts';
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

/*
 * What is many comes with a row for each place, not for each of its people: a row on its way costs more than what is in
 * it. Times come as seconds; what a fast clock has put ahead of `now` is now.
 */

async function recallMembers(talk: Talk, trx: Trx, now: Date): Promise<void> {
  const places = trx
    .selectFrom('conversation_member')
    .innerJoin('conversation', 'conversation.id', 'conversation_member.conversation_id')
    .select(['conversation_id as place', sql<PersonId[]>`json_agg(person_id)`.as('people')])
    .where('kind', '!=', 'direct')
    .groupBy('conversation_id');
  const count = { count: membership, at: secondsOf(now) };
  const letOthers = createTurns();
  for await (const rows of inBatches(trx, places)) {
    for (const { place, people } of rows) {
      for (const person of people) {
        talk.recallPresence(person, place, count);
        await letOthers();
      }
    }
  }
}

async function recallPresence(talk: Talk, trx: Trx, now: Date): Promise<void> {
  const people = sql<[PersonId, number, number][]>`json_agg(json_build_array(person_id, count, ${secondsUntil(now)}))`;
  const places = trx
    .selectFrom('talk_presence')
    .select(['conversation_id as place', people.as('people')])
    .groupBy('conversation_id');
  const letOthers = createTurns();
  for await (const rows of inBatches(trx, places)) {
    for (const { place, people } of rows) {
      for (const [person, count, at] of people) {
        talk.recallPresence(person, place, { count, at });
        await letOthers();
      }
    }
  }
}

async function recallTies(talk: Talk, trx: Trx, now: Date): Promise<void> {
  const others = sql<
    [ConversationId, number, number][]
  >`json_agg(json_build_array(other_id, count, ${secondsUntil(now)}))`;
  const places = trx
    .selectFrom('talk_tie')
    .select(['one_id as one', others.as('others')])
    .groupBy('one_id');
  const letOthers = createTurns();
  for await (const rows of inBatches(trx, places)) {
    for (const { one, others } of rows) {
      for (const [other, count, at] of others) {
        talk.recallTie(one, other, { count, at });
        await letOthers();
      }
    }
  }
}

function secondsUntil(now: Date) {
  return sql`extract(epoch from least(at, ${now}::timestamptz))`;
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
