import type { Kysely, Transaction } from 'kysely';
import { newId } from '../../base/ids.ts';
import type { ConversationId, PersonId } from '../../chat/ids.ts';
import { workspaceIn } from '../../chat/ids.ts';
import type { Database, Row } from '../../storage/schema.ts';
import type { ErasureId } from '../../storage/tables/leaving.ts';

/** How far erasures are. */

export type Erasure = Row<'erasure'>;

type Trx = Transaction<Database>;

interface NewErasure {
  readonly person: PersonId;
  readonly direct: ConversationId | undefined;
  readonly keepResults: boolean;
  readonly now: Date;
}

/** Begins one, or finds the one that is under way. */
export async function insertErasure(trx: Trx, { person, direct, keepResults, now }: NewErasure): Promise<ErasureId> {
  const id = newId<'erasure'>();
  await trx
    .insertInto('erasure')
    .values({
      id,
      workspace_id: workspaceIn(person),
      person_id: person,
      direct_id: direct ?? null,
      keep_results: keepResults,
      state: 'erasing',
      removed: '{}',
      left_over: '[]',
      receipt_id: null,
      asked_at: now,
      erased_at: null,
      done_at: null,
    })
    .onConflict((conflict) => conflict.column('person_id').where('person_id', 'is not', null).doNothing())
    .execute();
  const row = await trx.selectFrom('erasure').select('id').where('person_id', '=', person).executeTakeFirstOrThrow();
  return row.id;
}

/** Locked, so that two processes never take the same step. */
export function lockErasure(trx: Trx, id: ErasureId): Promise<Erasure | undefined> {
  return trx
    .selectFrom('erasure')
    .selectAll()
    .where('id', '=', id)
    .where('state', '!=', 'done')
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

export function findErasure(db: Kysely<Database>, id: ErasureId): Promise<Erasure | undefined> {
  return db.selectFrom('erasure').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function underWayErasures(db: Kysely<Database>): Promise<ErasureId[]> {
  const rows = await db.selectFrom('erasure').select('id').where('state', '!=', 'done').orderBy('asked_at').execute();
  return rows.map(({ id }) => id);
}

/**
 * Of a private chat: its person is back, or was erased once more, and what stands there is still to be taken away; who
 * is last closes it.
 */
export async function isInUse(trx: Trx, direct: ConversationId): Promise<boolean> {
  const back = trx.selectFrom('direct_conversation').select('conversation_id').where('conversation_id', '=', direct);
  const leaving = trx.selectFrom('erasure').select('direct_id').where('direct_id', '=', direct);
  return (await back.executeTakeFirst()) !== undefined || (await leaving.executeTakeFirst()) !== undefined;
}

type Change = Partial<
  Pick<
    Erasure,
    'step' | 'state' | 'removed' | 'left_over' | 'person_id' | 'direct_id' | 'receipt_id' | 'erased_at' | 'done_at'
  >
>;

export async function changeErasure(trx: Trx, id: ErasureId, { removed, left_over, ...change }: Change): Promise<void> {
  await trx
    .updateTable('erasure')
    .set({
      ...change,
      ...(removed && { removed: JSON.stringify(removed) }),
      ...(left_over && { left_over: JSON.stringify(left_over) }),
    })
    .where('id', '=', id)
    .execute();
}

/** Erasures that were done so long ago that nothing needs to prove them any more. */
export async function forgetErasures(trx: Trx, before: Date): Promise<void> {
  await trx.deleteFrom('erasure').where('state', '=', 'done').where('done_at', '<', before).execute();
}
