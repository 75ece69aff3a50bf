import type { Insertable, Kysely } from 'kysely';
import { newId, parseId } from '../../../base/ids.ts';
import type { Database, Row } from '../../../storage/schema.ts';
import type { PilotId } from '../../../storage/tables/pilots.ts';
import type { Edit, Note } from '../pilot.ts';

/** What is said and tapped about a pilot: notes, later changes, questions, taps, what one now thinks. */

type Db = Kysely<Database>;

/** Everything in words that hangs on a pilot goes; the row itself stays for old buttons. */
export async function forgetWords(db: Db, id: PilotId): Promise<void> {
  for (const table of ['pilot_note', 'pilot_edit', 'pilot_tap', 'pilot_question', 'pilot_search'] as const) {
    await db.deleteFrom(table).where('pilot_id', '=', id).execute();
  }
  await db.deleteFrom('pilot_nudge').where('pilot_id', '=', id).execute();
  await forgetConclusion(db, id);
  const idea = JSON.stringify({ doing: '', change: '', because: '', reaches: '' });
  const plan = JSON.stringify({ metric: 'quotes', design: 'look_and_learn' });
  await db
    .updateTable('pilot')
    .set({ idea, plan, result: null, draft: null, team: '', stopped_because: null, borrowed_how: null })
    .where('id', '=', id)
    .execute();
}

export async function addNote(db: Db, note: Omit<Note, 'id'>): Promise<void> {
  await db
    .insertInto('pilot_note')
    .values({ ...note, id: newId() })
    .execute();
}

export function notesOf(db: Db, pilot: PilotId): Promise<Note[]> {
  return db.selectFrom('pilot_note').selectAll().where('pilot_id', '=', pilot).orderBy('created_at').execute();
}

export async function addEdit(db: Db, edit: Omit<Edit, 'id'>): Promise<void> {
  await db
    .insertInto('pilot_edit')
    .values({ ...edit, id: newId() })
    .execute();
}

export function editsOf(db: Db, pilot: PilotId): Promise<Edit[]> {
  return db.selectFrom('pilot_edit').selectAll().where('pilot_id', '=', pilot).orderBy('created_at').execute();
}

export function tapsOn({ id }: Pick<Row<'pilot'>, 'id'>) {
  return { table: 'pilot_tap', on: { pilot_id: id } } as const;
}

export async function insertQuestion(db: Db, question: Insertable<Database['pilot_question']>): Promise<void> {
  await db.insertInto('pilot_question').values(question).execute();
}

export async function saveAnswer(db: Db, id: string, answer: { answer: string; answered_at: Date }): Promise<void> {
  await db.updateTable('pilot_question').set(answer).where('id', '=', id).execute();
}

export function findQuestion(db: Db, id: string | undefined): Promise<Row<'pilot_question'> | undefined> {
  const known = parseId(id);
  const query = db
    .selectFrom('pilot_question')
    .selectAll()
    .where('id', '=', known ?? newId())
    .forUpdate();
  return query.executeTakeFirst();
}

export function findConclusion(db: Db, family: PilotId): Promise<Row<'pilot_conclusion'> | undefined> {
  return db.selectFrom('pilot_conclusion').selectAll().where('family_id', '=', family).executeTakeFirst();
}

export async function saveConclusion(db: Db, conclusion: Row<'pilot_conclusion'>): Promise<void> {
  const { family_id: _, ...columns } = conclusion;
  await db
    .insertInto('pilot_conclusion')
    .values(conclusion)
    .onConflict((conflict) => conflict.column('family_id').doUpdateSet(columns))
    .execute();
}

/** What the owner of a deleted pilot concluded goes with it. */
async function forgetConclusion(db: Db, pilot: PilotId): Promise<void> {
  await db
    .deleteFrom('pilot_conclusion')
    .using('pilot')
    .where('pilot.id', '=', pilot)
    .whereRef('pilot_conclusion.family_id', '=', 'pilot.family_id')
    .whereRef('pilot_conclusion.author_id', '=', 'pilot.owner_id')
    .execute();
}
