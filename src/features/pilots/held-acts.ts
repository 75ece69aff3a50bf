import { sql, type Transaction } from 'kysely';
import { inBatches } from '../../storage/batches.ts';
import type { Database } from '../../storage/schema.ts';
import { type HeldAct, tapAct } from '../../talk-graph/act.ts';
import { type Pilot, titleOf } from './pilot.ts';

type Trx = Transaction<Database>;

/** Pilots whose card stands in a channel, questions about them and taps: what the talk graph learns from. */
export async function* heldActs(trx: Trx, since: Date): AsyncGenerator<HeldAct[]> {
  for await (const pilots of inBatches(trx, standing(trx, since).selectAll('pilot').orderBy('ended_at'))) {
    yield pilots.flatMap(openingOf);
  }
  for await (const questions of inBatches(trx, questionsSince(trx, since))) {
    yield questions.map(({ id, ...question }): HeldAct => ({ ...question, kind: 'replied', thread: threadOf(id) }));
  }
  for await (const taps of inBatches(trx, tapsSince(trx, since))) {
    yield taps.map(({ id, person, place, at, readIn }): HeldAct => {
      return { ...tapAct(place, { change: 'added', person, at, readIn }), thread: threadOf(id) };
    });
  }
}

function openingOf(pilot: Pilot): HeldAct[] {
  const { id, owner_id, posted_in, ended_at, idea, result } = pilot;
  if (!posted_in || !ended_at) return [];
  const text = [titleOf(pilot), idea.doing, idea.change, idea.because, result?.learned ?? ''].join('\n');
  return [{ person: owner_id, place: posted_in, kind: 'wrote', at: ended_at, thread: threadOf(id), text }];
}

function threadOf(pilot: string): string {
  return `pilot:${pilot}`;
}

function standing(trx: Trx, since: Date) {
  return trx
    .selectFrom('pilot')
    .where('state', '!=', 'deleted')
    .where('posted_in', 'is not', null)
    .where('ended_at', '>=', since);
}

function questionsSince(trx: Trx, since: Date) {
  return standing(trx, since)
    .innerJoin('pilot_question', 'pilot_question.pilot_id', 'pilot.id')
    .select(['pilot.id', 'asker_id as person', 'text', 'pilot_question.created_at as at'])
    .select(place.as('place'))
    .where('pilot_question.created_at', '>=', since)
    .orderBy('at');
}

/** A tap of an earlier version has no time of its own. */
function tapsSince(trx: Trx, since: Date) {
  return standing(trx, since)
    .innerJoin('pilot_tap', 'pilot_tap.pilot_id', 'pilot.id')
    .select(['pilot.id', 'pilot_tap.person_id as person', 'tapped_in as readIn'])
    .select(sql<Date>`coalesce(tapped_at, ended_at)`.as('at'))
    .select(place.as('place'))
    .orderBy('at');
}

/** Where the card stands. */
const place = sql<NonNullable<Pilot['posted_in']>>`posted_in`;
