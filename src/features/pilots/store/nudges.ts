import type { Kysely } from 'kysely';
import type { Database, Row } from '../../../storage/schema.ts';
import type { DeliveryId } from '../../../storage/tables/delivery.ts';
import type { PilotId } from '../../../storage/tables/pilots.ts';

/** What happens to a pilot by the clock, and how far that is. */

type Db = Kysely<Database>;

export type Nudge = Row<'pilot_nudge'>;

export type NudgeKind = Nudge['kind'];

/** Plans it, or moves it while it waits; what was sent or dropped stays so. */
export async function planNudge(
  db: Db,
  nudge: Pick<Nudge, 'pilot_id' | 'kind' | 'due_at'> & { about_id?: PilotId },
): Promise<void> {
  const { due_at } = nudge;
  await db
    .insertInto('pilot_nudge')
    .values({ ...nudge, state: 'waiting' })
    .onConflict((conflict) =>
      conflict.columns(['pilot_id', 'kind']).doUpdateSet({ due_at }).where('pilot_nudge.state', '=', 'waiting'),
    )
    .execute();
}

/** A pilot that is taken up again is asked for its results anew. */
export async function forgetNudges(db: Db, pilot: PilotId, kinds: readonly NudgeKind[]): Promise<void> {
  await db
    .deleteFrom('pilot_nudge')
    .where('pilot_id', '=', pilot)
    .where('kind', 'in', kinds)
    .where('state', '!=', 'sent')
    .execute();
}

export async function dueNudges(db: Db, now: Date, limit: number): Promise<Pick<Nudge, 'pilot_id' | 'kind'>[]> {
  return db
    .selectFrom('pilot_nudge')
    .select(['pilot_id', 'kind'])
    .where('state', '=', 'waiting')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .execute();
}

/** Still waiting and due: locked, so that two processes never send the same twice. */
export function lockNudge(db: Db, { pilot_id, kind }: Pick<Nudge, 'pilot_id' | 'kind'>): Promise<Nudge | undefined> {
  return db
    .selectFrom('pilot_nudge')
    .selectAll()
    .where('pilot_id', '=', pilot_id)
    .where('kind', '=', kind)
    .where('state', '=', 'waiting')
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

export async function changeNudge(
  db: Db,
  { pilot_id, kind }: Pick<Nudge, 'pilot_id' | 'kind'>,
  change: { due_at: Date } | { state: 'sent'; delivery_id: DeliveryId | null } | { state: 'dropped' },
): Promise<void> {
  await db.updateTable('pilot_nudge').set(change).where('pilot_id', '=', pilot_id).where('kind', '=', kind).execute();
}

export function nudgesOf(db: Db, pilot: PilotId): Promise<Nudge[]> {
  return db.selectFrom('pilot_nudge').selectAll().where('pilot_id', '=', pilot).execute();
}

export async function nextNudgeAt(db: Db): Promise<Date | undefined> {
  const row = await db
    .selectFrom('pilot_nudge')
    .select((select) => select.fn.min('due_at').as('next'))
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return row?.next ?? undefined;
}
