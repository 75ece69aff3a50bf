import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type ConversationId, type MessageRef, type PersonId, type WorkspaceId, workspaceIn } from '../chat/ids.ts';
import type { Call } from '../chat/platform.ts';
import type { Database, Row } from '../storage/schema.ts';
import type { DeliveryId, Lane } from '../storage/tables/delivery.ts';
import type { DeadReason } from './dead-reason.ts';
import { forgetTooLate } from './holding.ts';
import type { Learnt, Past, PastCall } from './limiter.ts';
import { priorities } from './outbox.ts';
import { forgotten } from './throttle.ts';

/*
 * The statements of the outbox. Each changes a row only from the state in which its caller believes it to be, so that
 * of two who take the same row one gets it. Leases are counted on the database's clock: it is the same for everyone.
 */

export interface Delivery extends Row<'delivery'> {
  /** Where its lane is a person: their direct chat, if that was known when it was taken. */
  readonly direct: ConversationId | null;
}

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
  /** Something of its lane is being sent, or waits to be tried again and must go first. */
  readonly isHeldUp: boolean;
}

/** Longer than one call with its time limit takes; after it, the row is anyone's again. */
export const leaseMs = 15_000;
const lease = sql`clock_timestamp() + ${sql.lit(`${leaseMs} milliseconds`)}::interval`;

/** Rows that one statement moves on, so that none holds locks for long; and statements that one sweep makes at most. */
const sweepSize = 2_000;
const sweepSteps = 5;

/** What a dead sender had in hand is due again. */
export async function takeBack(db: Kysely<Database>): Promise<void> {
  await sql`
    update delivery set state = 'pending', may_have_arrived = true, lease_until = null
    where state = 'sending' and lease_until < clock_timestamp()`.execute(db);
}

/** Puts in motion what time alone decides: what has come due, and what is too late. */
export async function sweep(db: Kysely<Database>, now: Date): Promise<void> {
  await forgetTooLate(db, now);
  await sql`
    update delivery set state = 'dead', reason = ${'too_late' satisfies DeadReason}, settled_at = ${now}
    where state in ('waiting', 'pending') and expires_at < ${now} and message_ref is null and not may_have_arrived`.execute(
    db,
  );
  for (let step = 0; step < sweepSteps; step++) {
    const { numAffectedRows } = await sql`
      update delivery
      set state = 'pending', lane = coalesce(${directOf(sql.ref('delivery.lane'))}, lane)
      where id in (
        select id from delivery where state = 'waiting' and not_before <= ${now}
        order by not_before limit ${sweepSize} for update skip locked)`.execute(db);
    if (numAffectedRows !== BigInt(sweepSize)) return;
  }
}

function directOf(person: RawBuilder<unknown>): RawBuilder<ConversationId | null> {
  return sql`(select conversation_id from direct_conversation where person_id = ${person})`;
}

/** The direct chat of a person is known now: what is queued for them stands in its lane from here on. */
export async function rememberDirect(
  db: Kysely<Database>,
  person: PersonId,
  conversation: ConversationId,
): Promise<void> {
  await db
    .insertInto('direct_conversation')
    .values({ person_id: person, conversation_id: conversation })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet({ conversation_id: conversation }))
    .execute();
  // Each by the index that knows its lane; what waits for its time follows when that has come.
  await sql`
    update delivery set lane = ${conversation} where id = any(array(
      select id from delivery where state = 'sending' and lane = ${person}
      union all
      select id from delivery where state = 'pending' and workspace_id = ${workspaceIn(person)}
        and priority = any(${Object.values(priorities)}) and lane collate "C" = ${person}))`.execute(db);
}

interface Move {
  readonly from: ConversationId;
  readonly to: ConversationId;
  readonly now: Date;
}

/**
 * A conversation has got another id: what is queued for it goes there, and what stands there is changed and taken away
 * there. What was given up lately, because nothing was found under the old id any more, is due again. It happens so
 * seldom that no index is kept for it.
 */
export async function moveLane(db: Kysely<Database>, { from, to, now }: Move): Promise<void> {
  const workspace = workspaceIn(from);
  const wasLost = sql`state = 'dead' and reason = ${'place_gone' satisfies DeadReason}
    and settled_at >= ${new Date(now.getTime() - newsTakesMs)}`;
  await sql`
    update delivery set lane = ${to},
      message_ref = message_ref || jsonb_build_object('conversation', ${to}::text),
      state = case when ${wasLost} then 'pending' else state end,
      reason = case when ${wasLost} then null else reason end,
      settled_at = case when ${wasLost} then null else settled_at end
    where workspace_id = ${workspace} and lane = ${from}`.execute(db);
  await db
    .updateTable('delivery')
    .set({ on_behalf_of: to })
    .where('workspace_id', '=', workspace)
    .where('on_behalf_of', '=', from)
    .execute();
}

/** News of another id comes within seconds, or an outage later. */
const newsTakesMs = 24 * 3_600_000;

/** Its conversation has got another id while it was in hand. */
function hasMoved({ lane }: Delivery): RawBuilder<boolean> {
  return sql<boolean>`(person_id is null and lane <> ${lane})`;
}

/** Where something is due, and whether the app was removed there. */
export interface WorkAt {
  readonly id: WorkspaceId;
  readonly removed: boolean;
}

/** The index is jumped through from one workspace to the next, however much is queued. */
export async function workspacesWithWork(db: Kysely<Database>): Promise<WorkAt[]> {
  const { rows } = await sql<WorkAt>`
    with recursive due as (
      (select workspace_id as id from delivery where state = 'pending' order by workspace_id limit 1)
      union all
      select (select workspace_id from delivery where state = 'pending' and workspace_id > due.id
              order by workspace_id limit 1)
      from due where due.id is not null)
    select id, exists (
      select from installation where workspace_id = due.id and removed_at is not null) as removed
    from due where id is not null`.execute(db);
  return rows;
}

/** Where to go on in each priority: after this lane. */
export type Turns = ReadonlyMap<number, Lane>;

/**
 * The first of what is due in each lane, for up to `limit` lanes: by priority, and the lanes of one priority in turn,
 * beginning after `turns`. The index is jumped through from one lane to the next, so that it matters neither how much is
 * queued nor in which order it was put in. What stands in the thread of a message that is not there yet is left out.
 */
export async function dueIn(
  db: Kysely<Database>,
  workspace: WorkspaceId,
  { turns, calls, limit }: { readonly turns: Turns; readonly calls: readonly Call[]; readonly limit: number },
): Promise<Candidate[]> {
  const due = sql`workspace_id = ${workspace} and state = 'pending'`;
  // All of its lanes stand between these two.
  const [first, end] = [`${workspace}:`, `${workspace};`];
  const firstAfter = (lane: RawBuilder<unknown>) => sql`
    select id, lane collate "C" as lane from delivery d
    where ${due} and priority = level.priority
      and lane collate "C" > ${lane} and lane collate "C" < stretch.upto
      and ${call} = any(${calls}::text[])
      -- OFFSET 0: looked up where there is a thread, instead of being joined with all that there are.
      and not exists (
        select from delivery root where root.id = d.thread_of and root.message_ref is null
          and root.state in ('waiting', 'pending', 'sending') offset 0)
    order by lane collate "C", seq limit 1`;
  const { rows } = await sql<Candidate>`
    with recursive level as (
      (select priority from delivery where ${due} order by priority limit 1)
      union all
      select (select priority from delivery where ${due} and priority > level.priority order by priority limit 1)
      from level where level.priority is not null)
    select d.id, d.lane, d.priority, d.seq, ${call} as call,
      case when unprompted and message_ref is null and wanted = 'present' then person_id end as "unaskedPerson",
      slot_at as "slotAt",
      exists (select from delivery other where other.lane = d.lane and other.state = 'sending')
      or exists (
        select from delivery other where other.lane = d.lane and other.attempts > 0
          and other.state in ('waiting', 'pending') and (other.state = 'waiting' or other.may_have_arrived)
          and (other.priority, other.seq) < (d.priority, d.seq)) as "isHeldUp"
    from level
    cross join lateral (
      select coalesce(${JSON.stringify(Object.fromEntries(turns))}::jsonb ->> priority::text, ${first}) as last) turn
    cross join lateral (
      values (turn.last collate "C", ${end} collate "C"), (${first} collate "C", turn.last || ' ')) stretch (after, upto)
    cross join lateral (
      with recursive first as (
        (${firstAfter(sql.ref('stretch.after'))})
        union all
        select next.* from first cross join lateral (${firstAfter(sql.ref('first.lane'))}) next)
      select id from first) first
    -- LIMIT 1: each by its id, as above.
    cross join lateral (select * from delivery where id = first.id limit 1) d
    limit ${limit}`.execute(db);
  return rows;
}

/** Which call it would take first. */
const call = sql`case
  when message_ref is null and may_have_arrived then 'find'
  when message_ref is null then 'post'
  when wanted = 'gone' then 'remove'
  else 'update' end`;

/** Takes deliveries in hand; those that somebody else has taken, has changed, or is changing, are left out. */
export async function take(db: Kysely<Database>, ids: readonly DeliveryId[]): Promise<Delivery[]> {
  return db
    .updateTable('delivery')
    .set({ state: 'sending', attempts: sql`attempts + 1`, lease_until: lease as never })
    .where(
      sql<boolean>`id = any(array(
        select id from delivery where id = any(${ids}::uuid[]) and state = 'pending' for no key update skip locked))`,
    )
    .returningAll()
    .returning(directOf(sql.ref('delivery.lane')).as('direct'))
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
  await inHandLately(db, delivery, {
    message_ref: ref && refNow(delivery, ref),
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

/** Where it stands is known by the id that the conversation has now. */
function refNow(delivery: Delivery, ref: MessageRef): RawBuilder<string> {
  return sql<string>`${JSON.stringify(ref)}::jsonb || case when ${hasMoved(delivery)}
    then jsonb_build_object('conversation', lane) else '{}'::jsonb end`;
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
  // Under its old id nothing is found any more.
  const moved = hasMoved(delivery);
  await inHand(db, delivery, {
    state: sql`case when ${moved} then 'pending' else 'dead' end`,
    reason: sql`case when ${moved} then null else ${reason} end`,
    settled_at: sql`case when ${moved} then null else ${now}::timestamptz end`,
    lease_until: null,
  });
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

/** The same where the lease ran out, as long as nobody else has taken it: that it was sent is worth knowing. */
function inHandLately(db: Kysely<Database>, { id, attempts }: Delivery, change: object) {
  return db
    .updateTable('delivery')
    .set(change)
    .where('id', '=', id)
    .where((where) =>
      where.or([where('state', '=', 'sending'), where.and({ state: 'pending', may_have_arrived: true })]),
    )
    .where('attempts', '=', attempts)
    .executeTakeFirst();
}

/** Long enough for every limit that is likely to matter, short enough to be read quickly. */
const lateliness = sql`interval '31 seconds'`;

/** What earlier senders did and learnt in a workspace; what they had in hand may be reaching the service just now. */
export async function pastOf(db: Kysely<Database>, workspace: WorkspaceId, now: Date): Promise<Past> {
  const { rows: calls } = await sql<PastCall>`
    select lane, settled_at as at from delivery
    where workspace_id = ${workspace} and settled_at between ${now}::timestamptz - ${lateliness} and ${now}
    union all select lane, ${now} from delivery where workspace_id = ${workspace} and state = 'sending'
    order by at`.execute(db);
  const ofWorkspace = db.deleteFrom('throttle').where('workspace_id', '=', workspace);
  await ofWorkspace.where('learnt_at', '<', forgotten(now)).where('blocked_until', '<', now).execute();
  const rows = await db.selectFrom('throttle').selectAll().where('workspace_id', '=', workspace).execute();
  const throttles = rows.map(({ scope, share, learnt_at, blocked_until }) => ({
    scope,
    throttle: { share, learntAt: learnt_at, blockedUntil: blocked_until },
  }));
  // Each by an index that holds only such rows.
  const doubtful = await sql`
    (select from delivery where workspace_id = ${workspace} and state = 'sending' limit 1)
    union all
    (select from delivery where workspace_id = ${workspace} and may_have_arrived
      and attempts > 0 and state in ('waiting', 'pending') limit 1)`.execute(db);
  return { calls, throttles, isInDoubt: doubtful.rows.length > 0 };
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
