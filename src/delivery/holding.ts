import { type Kysely, sql } from 'kysely';
import type { PersonId, WorkspaceId } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';
import type { DeliveryId } from '../storage/tables/delivery.ts';

/*
 * An unprompted message that its person's calendar does not allow now is held: it waits until the calendar does, and
 * keeps in `held_from` when it was due of itself. It has not failed, and lets what follows it in its lane go by. In a
 * workspace that is silent still (`people/silence.ts`) all that nobody asked for is held.
 */

/** Puts off what is due and not yet taken, to be asked about again then. */
export async function hold(db: Kysely<Database>, until: ReadonlyMap<DeliveryId, Date>): Promise<void> {
  if (until.size === 0) return;
  await sql`
    update delivery set state = 'waiting', attempts = 0,
      held_from = coalesce(held_from, not_before), not_before = held.until
    from unnest(${[...until.keys()]}::uuid[], ${[...until.values()]}::timestamptz[]) as held (id, until)
    where delivery.id = held.id and state = 'pending'`.execute(db);
}

/** A person's calendar has changed: what is held for it is due again, so that the calendar is asked anew. */
export async function release(db: Kysely<Database>, person: PersonId): Promise<void> {
  await db
    .updateTable('delivery')
    .set((set) => ({ not_before: set.ref('held_from').$notNull() }))
    .where('unprompted', '=', true)
    .where('person_id', '=', person)
    .where('state', '=', 'waiting')
    .where('attempts', '=', 0)
    .where('held_from', 'is not', null)
    .execute();
}

/** Those of these people for whom something is held. */
export async function heldFor(db: Kysely<Database>, people: readonly PersonId[]): Promise<ReadonlySet<PersonId>> {
  const rows = await db
    .selectFrom('delivery')
    .select('person_id')
    .distinct()
    .where('unprompted', '=', true)
    .where('person_id', '=', sql<PersonId>`any(${people}::text[])`)
    .where('state', '=', 'waiting')
    .where('held_from', 'is not', null)
    .execute();
  return new Set(rows.flatMap(({ person_id }) => person_id ?? []));
}

/** The silence of a workspace is over: what was held for it, and is not too late, is due again. */
export async function releaseAll(db: Kysely<Database>, workspace: WorkspaceId): Promise<void> {
  await db
    .updateTable('delivery')
    .set((set) => ({ not_before: set.ref('held_from').$notNull() }))
    .where('workspace_id', '=', workspace)
    .where('state', '=', 'waiting')
    .where('attempts', '=', 0)
    .where('held_from', 'is not', null)
    .execute();
}

/** Drops what was still held when it became too late: what a calendar has kept from somebody is no failure to report. */
export async function forgetTooLate(db: Kysely<Database>, now: Date): Promise<void> {
  await sql`
    update delivery set state = 'settled', wanted = 'gone', message = '{"text": ""}', settled_at = ${now}
    where state in ('waiting', 'pending') and expires_at < ${now} and held_from is not null
      and message_ref is null and not may_have_arrived`.execute(db);
}
