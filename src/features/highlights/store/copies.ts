import { type Kysely, sql } from 'kysely';
import { newId } from '../../../base/ids.ts';
import type { ConversationId, WorkspaceId } from '../../../chat/ids.ts';
import type { Database } from '../../../storage/schema.ts';
import type { HighlightId } from '../../../storage/tables/highlights.ts';
import type { Copy } from '../highlight.ts';

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

/** The copies of a highlight that are not stopped. */
export function copiesOf(db: Db, highlight: HighlightId): Promise<CopyStanding[]> {
  return standing(db)
    .where('highlight_id', '=', highlight)
    .where('highlight_copy.state', '!=', 'stopped')
    .orderBy('highlight_copy.due_at')
    .orderBy('highlight_copy.conversation_id')
    .execute();
}

/** All of them, stopped ones too. */
export function everyCopyOf(db: Db, highlight: HighlightId): Promise<CopyStanding[]> {
  return standing(db)
    .where('highlight_id', '=', highlight)
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

/** The same for the copies between two workspaces, in either direction. */
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

/** Plans a copy, anew where one was stopped; nothing where there is one. */
export async function planCopy(
  db: Db,
  copy: Pick<Copy, 'highlight_id' | 'conversation_id' | 'outside' | 'due_at'>,
): Promise<void> {
  const fresh = { state: 'planned', sent_at: null, delivery_id: null, stopped_because: null, shown: false } as const;
  await db
    .insertInto('highlight_copy')
    .values({ ...copy, ...fresh, id: newId() })
    .onConflict((conflict) =>
      conflict
        .columns(['highlight_id', 'conversation_id'])
        .doUpdateSet({ outside: copy.outside, due_at: copy.due_at, ...fresh })
        .where('highlight_copy.state', '=', 'stopped'),
    )
    .execute();
}

export async function changeCopy(
  db: Db,
  id: string,
  change: Partial<Pick<Copy, 'state' | 'due_at' | 'sent_at' | 'delivery_id' | 'stopped_because' | 'shown'>>,
): Promise<void> {
  await db.updateTable('highlight_copy').set(change).where('id', '=', id).execute();
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

/** Planned for a channel and due, locked, the oldest first. */
export function duePlansIn(db: Db, conversation: ConversationId, now: Date): Promise<Copy[]> {
  return db
    .selectFrom('highlight_copy')
    .selectAll()
    .where('conversation_id', '=', conversation)
    .where('state', '=', 'planned')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .orderBy('id')
    .forUpdate()
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

/** How many came, or are coming, to a channel since a moment. */
export async function countSince(db: Db, conversation: ConversationId, since: Date): Promise<number> {
  const { count } = await db
    .selectFrom('highlight_copy')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('conversation_id', '=', conversation)
    .where('sent_at', '>=', since)
    .executeTakeFirstOrThrow();
  return Number(count);
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

/** What is planned for a channel, or on its way there unseen. */
export async function unseenIn(db: Db, conversation: ConversationId): Promise<CopyStanding[]> {
  const rows = await standing(db)
    .where('highlight_copy.conversation_id', '=', conversation)
    .where('highlight_copy.state', '!=', 'stopped')
    .execute();
  return rows.filter(({ stands }) => !stands);
}
