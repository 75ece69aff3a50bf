import { type Kysely, sql } from 'kysely';
import type { MessageRef, PersonId, WorkspaceId } from '../chat/ids.ts';
import type { Call } from '../chat/platform.ts';
import type { Database, DeliveryId, Lane, Row } from '../storage/schema.ts';
import type { DeadReason } from './dead-reason.ts';
import { forgetTooLate } from './holding.ts';
import type { Learnt, PastCall } from './limiter.ts';

/*
 * The statements of the outbox. Each changes a row only from the state in which its caller believes it to be, so that
 * of two who take the same row one gets it. Leases are counted on the database's clock: it is the same for everyone.
 */

export type Delivery = Row<'delivery'>;

/** What a sender must know of a delivery to choose it; its message stays in the database until it is taken. */
export interface Candidate {
  readonly id: DeliveryId;
  readonly lane: Lane;
  readonly priority: number;
  readonly seq: number;
  readonly call: Call;
  /** Whom it would reach unasked, and the slot that it is for, if it is for one. */
  readonly unaskedPerson: PersonId | null;
  readonly slotAt: Date | null;
}

/** Longer than one call with its time limit takes; after it, the row is anyone's again. */
export const leaseMs = 15_000;
const lease = sql`clock_timestamp() + ${sql.lit(`${leaseMs} milliseconds`)}::interval`;

/** Rows that one statement moves on, so that none holds locks for long. */
const sweepSize = 2_000;

/** Puts in motion what time alone decides: what has come due, what is too late, what a dead sender had in hand. */
export async function sweep(db: Kysely<Database>, now: Date): Promise<void> {
  await sql`
    update delivery set state = 'pending', may_have_arrived = true, lease_until = null
    where state = 'sending' and lease_until < clock_timestamp()`.execute(db);
  await forgetTooLate(db, now);
  await sql`
    update delivery set state = 'dead', reason = ${'too_late' satisfies DeadReason}, settled_at = ${now}
    where state in ('waiting', 'pending') and expires_at < ${now} and message_ref is null and not may_have_arrived`.execute(
    db,
  );
  let moved: bigint | undefined;
  do {
    ({ numAffectedRows: moved } = await sql`
      update delivery set state = 'pending' where id in (
        select id from delivery where state = 'waiting' and not_before <= ${now}
        order by not_before limit ${sweepSize} for update skip locked)`.execute(db));
  } while (moved === BigInt(sweepSize));
}

/** Where something is due. The index is jumped through from one workspace to the next, however much is queued. */
export async function workspacesWithWork(db: Kysely<Database>): Promise<WorkspaceId[]> {
  const { rows } = await sql<{ id: WorkspaceId }>`
    with recursive due as (
      (select workspace_id as id from delivery where state = 'pending' order by workspace_id limit 1)
      union all
      select (select workspace_id from delivery where state = 'pending' and workspace_id > due.id
              order by workspace_id limit 1)
      from due where due.id is not null)
    select id from due where id is not null`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * The first of what is due in a workspace, at most one a lane, in the order in which they should go. Left out is what
 * waits for another: for an earlier try or a retry in its lane, or for the message whose thread it stands in.
 */
export async function dueIn(
  db: Kysely<Database>,
  workspace: WorkspaceId,
  options: { readonly lanesInHand: readonly Lane[]; readonly calls: readonly Call[]; readonly limit: number },
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select id, lane, priority, seq, ${call} as call,
      case when unprompted and message_ref is null and wanted = 'present' then person_id end as "unaskedPerson",
      slot_at as "slotAt"
    from delivery d
    where workspace_id = ${workspace} and state = 'pending' and lane <> all(${options.lanesInHand}::text[])
      and ${call} = any(${options.calls}::text[])
      and not exists (select 1 from delivery other where other.lane = d.lane and other.state = 'sending')
      and not exists (
        select 1 from delivery other where other.lane = d.lane and other.state = 'waiting' and other.attempts > 0
          and (other.priority, other.seq) < (d.priority, d.seq))
      and not exists (
        select 1 from delivery root where root.id = d.thread_of and root.message_ref is null
          and root.state in ('waiting', 'pending', 'sending'))
    order by priority, seq
    limit ${options.limit}`.execute(db);
  const lanes = new Set<Lane>();
  return rows.filter(({ lane }) => !lanes.has(lane) && lanes.add(lane));
}

/** Which call it would take first. */
const call = sql`case
  when message_ref is null and may_have_arrived then 'find'
  when message_ref is null then 'post'
  when wanted = 'gone' then 'remove'
  else 'update' end`;

/** Takes deliveries in hand; those that somebody else has taken, or that have changed state, are left out. */
export async function take(db: Kysely<Database>, ids: readonly DeliveryId[]): Promise<Delivery[]> {
  return db
    .updateTable('delivery')
    .set({ state: 'sending', attempts: sql`attempts + 1`, lease_until: lease as never })
    .where('id', 'in', ids)
    .where('state', '=', 'pending')
    .returningAll()
    .execute();
}

/** More time for a delivery that takes a second call; false if it is no longer in our hands. */
export async function extendLease(db: Kysely<Database>, delivery: Delivery): Promise<boolean> {
  const { numUpdatedRows } = await inHand(db, delivery, { lease_until: lease as never });
  return numUpdatedRows === 1n;
}

/** Taken, but not tried. */
export async function giveBack(db: Kysely<Database>, delivery: Delivery): Promise<void> {
  await inHand(db, delivery, { state: 'pending', attempts: delivery.attempts - 1, lease_until: null });
}

/** The service shows what we wanted when the delivery was taken; a newer wish makes it due again. */
export async function settle(db: Kysely<Database>, delivery: Delivery, done: Done): Promise<void> {
  const { ref, now } = done;
  await inHand(db, delivery, {
    message_ref: ref && JSON.stringify(ref),
    sent_revision: delivery.revision,
    attempts: 0,
    may_have_arrived: false,
    lease_until: null,
    reason: null,
    settled_at: now,
    ...(ref && { sent_at: sql`coalesce(sent_at, ${now})` }),
    state: sql<'settled'>`case when revision > ${delivery.revision} then 'pending' else 'settled' end`,
  });
}

interface Done {
  readonly ref: MessageRef | null;
  readonly now: Date;
}

export async function retryLater(
  db: Kysely<Database>,
  delivery: Delivery,
  { at, mayHaveArrived }: { readonly at: Date; readonly mayHaveArrived: boolean },
): Promise<void> {
  await inHand(db, delivery, {
    state: 'waiting',
    not_before: at,
    may_have_arrived: delivery.may_have_arrived || mayHaveArrived,
    lease_until: null,
  });
}

export async function giveUp(
  db: Kysely<Database>,
  delivery: Delivery,
  { reason, now }: { readonly reason: DeadReason; readonly now: Date },
): Promise<void> {
  await inHand(db, delivery, { state: 'dead', reason, lease_until: null, settled_at: now });
}

function inHand(db: Kysely<Database>, { id, attempts }: Delivery, change: object) {
  return db
    .updateTable('delivery')
    .set(change)
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .where('attempts', '=', attempts)
    .executeTakeFirst();
}

/** Long enough for every limit that is likely to matter, short enough to be read quickly. */
const lateliness = sql`interval '31 seconds'`;

/** What earlier senders did and learnt in a workspace. */
export async function pastOf(
  db: Kysely<Database>,
  workspace: WorkspaceId,
  now: Date,
): Promise<{ calls: PastCall[]; throttles: Learnt[] }> {
  const { rows: calls } = await sql<PastCall>`
    select lane, settled_at as at from delivery
    where workspace_id = ${workspace} and settled_at between ${now}::timestamptz - ${lateliness} and ${now}
    order by settled_at`.execute(db);
  const rows = await db.selectFrom('throttle').selectAll().where('workspace_id', '=', workspace).execute();
  const throttles = rows.map(({ scope, share, learnt_at, blocked_until }) => ({
    scope,
    throttle: { share, learntAt: learnt_at, blockedUntil: blocked_until },
  }));
  return { calls, throttles };
}

export async function remember(
  db: Kysely<Database>,
  workspace: WorkspaceId,
  { scope, throttle }: Learnt,
): Promise<void> {
  const row = { share: throttle.share, learnt_at: throttle.learntAt, blocked_until: throttle.blockedUntil };
  await db
    .insertInto('throttle')
    .values({ workspace_id: workspace, scope, ...row })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'scope']).doUpdateSet(row))
    .execute();
}
