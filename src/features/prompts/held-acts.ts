import { sql, type Transaction } from 'kysely';
import { inBatches } from '../../storage/batches.ts';
import type { Database } from '../../storage/schema.ts';
import { type HeldAct, tapAct } from '../../talk-graph/act.ts';

type Trx = Transaction<Database>;

/** Notes that stand in a channel, their replies and taps: what the talk graph learns from. */
export async function* heldActs(trx: Trx, since: Date): AsyncGenerator<HeldAct[]> {
  for await (const notes of inBatches(trx, notesSince(trx, since))) {
    yield notes.map(({ id, person, place, at, question, fields }): HeldAct => {
      const text = [question ?? '', ...fields.map(({ value }) => value)].join('\n');
      return { person, place, kind: 'wrote', at: at ?? since, thread: threadOf(id), text };
    });
  }
  for await (const replies of inBatches(trx, repliesSince(trx, since))) {
    yield replies.map(({ id, ...reply }): HeldAct => ({ ...reply, kind: 'replied', thread: threadOf(id) }));
  }
  for await (const taps of inBatches(trx, tapsSince(trx, since))) {
    yield taps.map(({ id, person, place, at, readIn }): HeldAct => {
      return { ...tapAct(place, { change: 'added', person, at, readIn }), thread: threadOf(id) };
    });
  }
  for await (const replies of inBatches(trx, welcomesSince(trx, since))) {
    yield replies.map(({ id, ...reply }): HeldAct => ({ ...reply, kind: 'replied', thread: `joined:${id}` }));
  }
}

function threadOf(note: string): string {
  return `note:${note}`;
}

function standing(trx: Trx, since: Date) {
  return trx
    .selectFrom('update')
    .innerJoin('community', 'community.id', 'update.community_id')
    .select(['update.id', 'conversation_id as place'])
    .where('state', '=', 'posted')
    .where('posted_at', '>=', since);
}

function notesSince(trx: Trx, since: Date) {
  return standing(trx, since).select(['person_id as person', 'question', 'fields', 'posted_at as at']).orderBy('at');
}

function repliesSince(trx: Trx, since: Date) {
  return standing(trx, since)
    .innerJoin('update_reply', 'update_reply.update_id', 'update.id')
    .select(['update_reply.person_id as person', 'update_reply.text', 'update_reply.created_at as at'])
    .where('update_reply.created_at', '>=', since)
    .orderBy('at');
}

/** What greeters wrote to people who had joined. */
function welcomesSince(trx: Trx, since: Date) {
  return trx
    .selectFrom('newcomer_reply')
    .innerJoin('community', 'community.id', 'newcomer_reply.community_id')
    .select(['newcomer_reply.id', 'conversation_id as place', 'person_id as person', 'text'])
    .select('newcomer_reply.created_at as at')
    .where('newcomer_reply.created_at', '>=', since)
    .orderBy('at');
}

/** A tap of an earlier version has no time of its own. */
function tapsSince(trx: Trx, since: Date) {
  const at = sql<Date>`coalesce(tapped_at, posted_at)`;
  return standing(trx, since)
    .innerJoin('update_tap', 'update_tap.update_id', 'update.id')
    .select(['update_tap.person_id as person', 'tapped_in as readIn', at.as('at')])
    .where(at, '>=', since)
    .orderBy('at');
}
