import type { Kysely } from 'kysely';
import type { PersonId } from '../../chat/ids.ts';
import type { Copied } from '../../storage/holding.ts';
import type { Database } from '../../storage/schema.ts';

/** What a person's copy has of content pilots. */

type Db = Kysely<Database>;

export async function copyPilots(db: Db, person: PersonId): Promise<Copied[]> {
  const pilots = await db
    .selectFrom('pilot')
    .selectAll()
    .where('owner_id', '=', person)
    .where('state', '!=', 'deleted')
    .orderBy('created_at')
    .execute();
  const notes = await db
    .selectFrom('pilot_note')
    .innerJoin('pilot', 'pilot.id', 'pilot_note.pilot_id')
    .select(['pilot_id', 'pilot_note.text', 'pilot_note.created_at'])
    .where('owner_id', '=', person)
    .orderBy('pilot_note.created_at')
    .execute();
  const conclusions = await db.selectFrom('pilot_conclusion').selectAll().where('author_id', '=', person).execute();
  const notesOf = Map.groupBy(notes, ({ pilot_id }) => pilot_id);
  return [
    ...pilots.map((pilot) => ({
      at: pilot.created_at,
      name: pilot.code,
      state: pilot.state,
      team: pilot.team,
      idea: pilot.idea,
      plan: pilot.plan,
      result: pilot.result,
      draft: pilot.draft,
      detail: pilot.stopped_because ?? pilot.borrowed_how,
      notes: notesOf.get(pilot.id)?.map(({ text, created_at }) => ({ at: created_at, text })),
    })),
    ...conclusions.map(({ text, written_at }) => ({ at: written_at, conclusion: text })),
  ];
}

export async function copyRemarks(db: Db, person: PersonId): Promise<Copied[]> {
  const asked = await db
    .selectFrom('pilot_question')
    .select(['text', 'created_at'])
    .where('asker_id', '=', person)
    .orderBy('created_at')
    .execute();
  const answered = await db
    .selectFrom('pilot_question')
    .innerJoin('pilot', 'pilot.id', 'pilot_question.pilot_id')
    .select(['answer', 'answered_at'])
    .where('owner_id', '=', person)
    .where('answer', 'is not', null)
    .orderBy('answered_at')
    .execute();
  const taps = await db.selectFrom('pilot_tap').selectAll().where('person_id', '=', person).execute();
  return [
    ...asked.map(({ text, created_at }) => ({ at: created_at, question: text })),
    ...answered.map(({ answer, answered_at }) => ({ at: answered_at, answer })),
    ...taps.map(({ tapped_at }) => ({ at: tapped_at, tap: 'useful' })),
  ];
}
