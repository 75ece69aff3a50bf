import type { Kysely } from 'kysely';
import type { Database } from '../../storage/schema.ts';
import type { HeldAct } from '../../talk-graph/act.ts';
import { type Pilot, titleOf } from './pilot.ts';

/** Pilots whose card stands in a channel, questions about them and taps: what the talk graph learns from. */
export async function heldActs(db: Kysely<Database>, since: Date): Promise<HeldAct[]> {
  const pilots = await db
    .selectFrom('pilot')
    .selectAll()
    .where('state', '!=', 'deleted')
    .where('posted_in', 'is not', null)
    .where('ended_at', '>=', since)
    .execute();
  const wrote = new Map(pilots.flatMap((pilot) => openingOf(pilot)).map((act) => [act.thread, act]));
  const questions = await db
    .selectFrom('pilot_question')
    .select(['pilot_id', 'asker_id as person', 'text', 'created_at as at'])
    .where('created_at', '>=', since)
    .execute();
  const taps = await db
    .selectFrom('pilot_tap')
    .select(['pilot_id', 'person_id as person', 'tapped_at as at'])
    .execute();
  const responses = [
    ...questions.map((question) => ({ ...question, kind: 'replied' as const })),
    ...taps.map((tap) => ({ ...tap, kind: 'tapped' as const })),
  ];
  const responded = responses.flatMap(({ pilot_id, ...response }): HeldAct[] => {
    const pilot = wrote.get(threadOf(pilot_id));
    return pilot ? [{ ...response, at: response.at ?? pilot.at, place: pilot.place, thread: pilot.thread }] : [];
  });
  return [...wrote.values(), ...responded];
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
