import { type Kysely, sql } from 'kysely';
import { newId } from '../../../base/ids.ts';
import type { ConversationId, WorkspaceId } from '../../../chat/ids.ts';
import type { Database } from '../../../storage/schema.ts';
import type { DeliveryId } from '../../../storage/tables/delivery.ts';
import type { HighlightId } from '../../../storage/tables/highlights.ts';
import type { Copy, Obstacle } from '../highlight.ts';

/** Where highlights stand beside their own channel, or are on their way to. */

type Db = Kysely<Database>;

/** With what has become of its message. */
export interface CopyStanding extends Copy {
  /** Shown there, or perhaps. */
  readonly stands: boolean;
  /** The outbox has given it up. */
  readonly isDead: boolean;
}

function standing(db: Db) {
  return db
    .selectFrom('highlight_copy')
    .leftJoin('delivery', 'delivery.id', 'highlight_copy.delivery_id')
    .selectAll('highlight_copy')
    .select(
      sql<boolean>`coalesce(delivery.message_ref is not null or may_have_arrived or delivery.state = 'sending', false)`.as(
        'stands',
      ),
    )
    .select(sql<boolean>`coalesce(delivery.state = 'dead', false)`.as('isDead'));
}

/** The copies of these highlights that are not stopped. */
export async function copiesOf(db: Db, highlights: readonly HighlightId[]): Promise<CopyStanding[]> {
  return (await everyCopyOf(db, highlights)).filter(({ state }) => state !== 'stopped');
}

/** All of them, stopped ones too. */
export async function everyCopyOf(db: Db, highlights: readonly HighlightId[]): Promise<CopyStanding[]> {
  if (highlights.length === 0) return [];
  return standing(db)
    .where('highlight_id', '=', sql<HighlightId>`any(${highlights}::uuid[])`)
    .orderBy('highlight_copy.due_at')
    .orderBy('highlight_copy.conversation_id')
    .execute();
}

interface Touching {
  /** People from outside read there now. */
  readonly outsiders: boolean;
  readonly since: Date;
}

/**
 * Highlights whose copies may have to change as a conversation did that they begin or end in: what has not been seen
 * yet, what its author did not mean for outsiders, and what went lately.
 */
export async function highlightsTouching(
  db: Db,
  conversation: ConversationId,
  { outsiders, since }: Touching,
): Promise<HighlightId[]> {
  const rows = await standing(db)
    .innerJoin('highlight', 'highlight.id', 'highlight_copy.highlight_id')
    .where('highlight_copy.state', '!=', 'stopped')
    .where((where) =>
      where.or([where('highlight_copy.conversation_id', '=', conversation), where('home_id', '=', conversation)]),
    )
    .where((where) =>
      where.or([
        where('highlight_copy.state', '=', 'planned'),
        where('delivery.message_ref', 'is', null),
        where('highlight_copy.sent_at', '>=', since),
        ...(outsiders ? [where('outside', '=', false)] : []),
      ]),
    )
    .execute();
  return [...new Set(rows.map(({ highlight_id }) => highlight_id))];
}

/** Highlights that begin or end in a conversation. */
export async function highlightsAt(db: Db, conversation: ConversationId): Promise<HighlightId[]> {
  const { rows } = await sql<{ id: HighlightId }>`
    select id from highlight where home_id = ${conversation}
    union select highlight_id from highlight_copy where conversation_id = ${conversation}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Highlights with copies between two workspaces, in either direction. */
export async function highlightsBetween(db: Db, a: WorkspaceId, b: WorkspaceId): Promise<HighlightId[]> {
  const rows = await db
    .selectFrom('highlight_copy')
    .innerJoin('highlight', 'highlight.id', 'highlight_copy.highlight_id')
    .select('highlight.id')
    .distinct()
    .where('highlight_copy.state', '!=', 'stopped')
    .where((where) =>
      where.or([
        where.and([where('workspace_id', '=', a), isIn(b)]),
        where.and([where('workspace_id', '=', b), isIn(a)]),
      ]),
    )
    .execute();
  return rows.map(({ id }) => id);
}

function isIn(workspace: WorkspaceId) {
  return sql<boolean>`starts_with(highlight_copy.conversation_id, ${`${workspace}:`})`;
}

/** Plans copies, anew where one was stopped; nothing where there is one. */
export async function planCopies(
  db: Db,
  copies: readonly Pick<Copy, 'highlight_id' | 'conversation_id' | 'outside' | 'due_at'>[],
): Promise<void> {
  if (copies.length === 0) return;
  const fresh = { state: 'planned', sent_at: null, delivery_id: null, stopped_because: null, shown: false } as const;
  await db
    .insertInto('highlight_copy')
    .values(copies.map((copy) => ({ ...copy, ...fresh, id: newId() })))
    .onConflict((conflict) =>
      conflict
        .columns(['highlight_id', 'conversation_id'])
        .doUpdateSet((set) => ({ outside: set.ref('excluded.outside'), due_at: set.ref('excluded.due_at'), ...fresh }))
        .where('highlight_copy.state', '=', 'stopped'),
    )
    .execute();
}

/** Their authors' cards say from now on that they stand there, or were given up. */
export async function markShown(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.updateTable('highlight_copy').set({ shown: true }).where(isOneOf(ids)).execute();
}

export async function stopCopies(
  db: Db,
  stopped: readonly { readonly id: string; readonly obstacle: Obstacle }[],
  now: Date,
): Promise<void> {
  const obstacles = stopped.map(({ obstacle }) => obstacle);
  await sql`
    update highlight_copy set state = 'stopped', stopped_because = new.obstacle, due_at = ${now}
    from unnest(${stopped.map(({ id }) => id)}::uuid[], ${obstacles}::text[]) as new (id, obstacle)
    where highlight_copy.id = new.id`.execute(db);
}

export async function putOff(db: Db, later: readonly { readonly id: string; readonly until: Date }[]): Promise<void> {
  if (later.length === 0) return;
  await sql`
    update highlight_copy set due_at = new.until
    from unnest(${later.map(({ id }) => id)}::uuid[], ${later.map(({ until }) => until)}::timestamptz[]) as new (id, until)
    where highlight_copy.id = new.id`.execute(db);
}

/** They are in the outbox. */
export async function markSent(
  db: Db,
  sent: readonly { readonly id: string; readonly delivery: DeliveryId }[],
  now: Date,
): Promise<void> {
  const deliveries = sent.map(({ delivery }) => delivery);
  await sql`
    update highlight_copy set state = 'sent', sent_at = ${now}, delivery_id = new.delivery
    from unnest(${sent.map(({ id }) => id)}::uuid[], ${deliveries}::uuid[]) as new (id, delivery)
    where highlight_copy.id = new.id`.execute(db);
}

function isOneOf(ids: readonly string[]) {
  return sql<boolean>`highlight_copy.id = any(${ids}::uuid[])`;
}

export async function duePlans(db: Db, now: Date, limit: number): Promise<Pick<Copy, 'id' | 'highlight_id'>[]> {
  return db
    .selectFrom('highlight_copy')
    .select(['id', 'highlight_id'])
    .where('state', '=', 'planned')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .execute();
}

/** Copies that came to stand, or were given up, since their authors were told that they are on their way. */
export async function lately(db: Db, limit: number): Promise<Pick<Copy, 'id' | 'highlight_id'>[]> {
  return db
    .selectFrom('highlight_copy')
    .innerJoin('delivery', 'delivery.id', 'highlight_copy.delivery_id')
    .select(['highlight_copy.id', 'highlight_id'])
    .where('highlight_copy.state', '=', 'sent')
    .where('shown', '=', false)
    .where((where) => where.or([where('message_ref', 'is not', null), where('delivery.state', '=', 'dead')]))
    .limit(limit)
    .execute();
}

export async function nextPlanAt(db: Db): Promise<Date | undefined> {
  const row = await db
    .selectFrom('highlight_copy')
    .select((select) => select.fn.min('due_at').as('next'))
    .where('state', '=', 'planned')
    .executeTakeFirst();
  return row?.next ?? undefined;
}

/** Planned for these channels and due, the oldest first. */
export function duePlansIn(db: Db, conversations: readonly ConversationId[], now: Date): Promise<Copy[]> {
  return db
    .selectFrom('highlight_copy')
    .selectAll()
    .where('conversation_id', '=', sql<ConversationId>`any(${conversations}::text[])`)
    .where('state', '=', 'planned')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .orderBy('id')
    .execute();
}

/** Channels that want one message a week, and for which something is due. */
export async function weeklyChannelsDue(db: Db, now: Date): Promise<ConversationId[]> {
  const rows = await db
    .selectFrom('highlight_copy')
    .innerJoin('highlight_channel', 'highlight_channel.conversation_id', 'highlight_copy.conversation_id')
    .select('highlight_copy.conversation_id')
    .distinct()
    .where('state', '=', 'planned')
    .where('due_at', '<=', now)
    .where('rhythm', '=', 'weekly')
    .execute();
  return rows.map((row) => row.conversation_id);
}

/** How many came, or are coming, to each of these channels since a moment; none where it is not in there. */
export async function countSince(
  db: Db,
  conversations: readonly ConversationId[],
  since: Date,
): Promise<Map<ConversationId, number>> {
  const rows = await db
    .selectFrom('highlight_copy')
    .select(['conversation_id', sql<number>`count(*)::int`.as('count')])
    .where('conversation_id', '=', sql<ConversationId>`any(${conversations}::text[])`)
    .where('sent_at', '>=', since)
    .groupBy('conversation_id')
    .execute();
  return new Map(rows.map(({ conversation_id, count }) => [conversation_id, count]));
}

export async function copyIn(
  db: Db,
  highlight: HighlightId,
  conversation: ConversationId,
): Promise<CopyStanding | undefined> {
  return standing(db)
    .where('highlight_id', '=', highlight)
    .where('highlight_copy.conversation_id', '=', conversation)
    .where('highlight_copy.state', '=', 'sent')
    .executeTakeFirst();
}

/** Whether a highlight stands in a message with others. */
export async function sharesMessage(db: Db, highlight: HighlightId, conversation: ConversationId): Promise<boolean> {
  const row = await db
    .selectFrom('highlight_copy as one')
    .innerJoin('highlight_copy as other', 'other.delivery_id', 'one.delivery_id')
    .select('other.id')
    .where('one.highlight_id', '=', highlight)
    .where('one.conversation_id', '=', conversation)
    .where('other.highlight_id', '!=', highlight)
    .where('other.state', '=', 'sent')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Highlights that are planned for a channel, or on their way there unseen. */
export async function unseenIn(db: Db, conversation: ConversationId): Promise<HighlightId[]> {
  const rows = await standing(db)
    .where('highlight_copy.conversation_id', '=', conversation)
    .where('highlight_copy.state', '!=', 'stopped')
    .execute();
  return rows.filter(({ stands }) => !stands).map(({ highlight_id }) => highlight_id);
}
