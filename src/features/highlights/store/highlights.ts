import { type Kysely, type NotNull, sql } from 'kysely';
import { newId, parseId } from '../../../base/ids.ts';
import type { ConversationId, MessageRef, PersonId } from '../../../chat/ids.ts';
import { accountsOf } from '../../../people/accounts.ts';
import type { Database } from '../../../storage/schema.ts';
import type { DeliveryId } from '../../../storage/tables/delivery.ts';
import type { HighlightContent, HighlightId } from '../../../storage/tables/highlights.ts';
import type { Highlight } from '../highlight.ts';

/** The queries of highlights themselves. Each takes the connection: inside a handler, its transaction. */

type Db = Kysely<Database>;

export type HighlightChange = Partial<
  Omit<Highlight, 'id' | 'kind' | 'source' | 'author_id' | 'workspace_id' | 'created_at'>
>;

export async function findHighlight(db: Db, id: string | undefined): Promise<Highlight | undefined> {
  const known = parseId<'highlight'>(id);
  return known && db.selectFrom('highlight').selectAll().where('id', '=', known).executeTakeFirst();
}

/** Those of them that there are. */
export async function findHighlights(
  db: Db,
  ids: readonly HighlightId[],
): Promise<ReadonlyMap<HighlightId, Highlight>> {
  const rows = await db
    .selectFrom('highlight')
    .selectAll()
    .where('id', '=', sql<HighlightId>`any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

type NewHighlight = Pick<
  Highlight,
  | 'kind'
  | 'source'
  | 'author_id'
  | 'workspace_id'
  | 'home_id'
  | 'home_delivery_id'
  | 'home_thread'
  | 'host_id'
  | 'useful'
  | 'created_at'
> & { readonly content: HighlightContent };

export function insertHighlight(db: Db, { content, ...columns }: NewHighlight): Promise<Highlight> {
  return (
    db
      .insertInto('highlight')
      .values({
        ...columns,
        id: newId<'highlight'>(),
        content: JSON.stringify(content),
        state: 'noted',
        asked_by: null,
        expires_at: null,
        agreed_at: null,
        own_delivery_id: null,
        edited_at: null,
      })
      // Two suggest the same message at the same moment: it is one highlight.
      .onConflict((conflict) => conflict.columns(['kind', 'source']).doUpdateSet({ kind: sql`excluded.kind` }))
      .returningAll()
      .executeTakeFirstOrThrow()
  );
}

export async function changeHighlight(db: Db, id: HighlightId, change: HighlightChange): Promise<Highlight> {
  const { content, ...columns } = change;
  return db
    .updateTable('highlight')
    .set({ ...columns, ...(content !== undefined && { content: content && JSON.stringify(content) }) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** What stands as this message: at home or as a copy elsewhere. */
export async function findByMessage(
  db: Db,
  { conversation, id }: Pick<MessageRef, 'conversation' | 'id'>,
): Promise<{ highlight: Highlight; isCopy: boolean; isOneOfSeveral: boolean } | undefined> {
  const home = await db
    .selectFrom('highlight')
    .innerJoin('delivery', 'delivery.id', 'highlight.home_delivery_id')
    .selectAll('highlight')
    .where('home_id', '=', conversation)
    .where(sql<boolean>`delivery.message_ref ->> 'id' = ${id}`)
    .executeTakeFirst();
  if (home) return { highlight: home, isCopy: false, isOneOfSeveral: false };
  const copies = await db
    .selectFrom('highlight_copy')
    .innerJoin('highlight', 'highlight.id', 'highlight_copy.highlight_id')
    .innerJoin('delivery', 'delivery.id', 'highlight_copy.delivery_id')
    .selectAll('highlight')
    .where('highlight_copy.conversation_id', '=', conversation)
    .where('highlight_copy.state', '=', 'sent')
    .where(sql<boolean>`delivery.message_ref ->> 'id' = ${id}`)
    .execute();
  // Under a message of several nobody can tell which is meant.
  const [copy, ...others] = copies;
  return copy && { highlight: copy, isCopy: true, isOneOfSeveral: others.length > 0 };
}

/** The highlights that stand in each of these messages. */
export async function highlightsIn(
  db: Db,
  deliveries: readonly DeliveryId[],
): Promise<ReadonlyMap<DeliveryId, readonly Highlight[]>> {
  if (deliveries.length === 0) return new Map();
  const rows = await db
    .selectFrom('highlight_copy')
    .innerJoin('highlight', 'highlight.id', 'highlight_copy.highlight_id')
    .selectAll('highlight')
    .select('delivery_id as delivery')
    .where('delivery_id', '=', sql<DeliveryId>`any(${deliveries}::uuid[])`)
    .where('highlight_copy.state', '=', 'sent')
    .orderBy('agreed_at')
    .orderBy('highlight.id')
    .$narrowType<{ delivery: NotNull }>()
    .execute();
  return Map.groupBy(rows, ({ delivery }) => delivery);
}

/** One's own that could travel or have, the newest first. */
export async function ownHighlights(db: Db, author: PersonId, limit: number): Promise<Highlight[]> {
  return db
    .selectFrom('highlight')
    .selectAll()
    .where('author_id', 'in', await accountsOf(db, author))
    .where('state', '!=', 'withdrawn')
    .where((where) => where.or([where('kind', '!=', 'message'), where('state', '!=', 'noted')]))
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
}

/** The team that a person wrote on their last highlight. */
export async function lastTeamOf(db: Db, author: PersonId): Promise<string> {
  const row = await db
    .selectFrom('highlight')
    .select('team')
    .where('author_id', 'in', await accountsOf(db, author))
    .where('team', '!=', '')
    .orderBy('agreed_at', (order) => order.desc().nullsLast())
    .limit(1)
    .executeTakeFirst();
  return row?.team ?? '';
}

export async function setState(
  db: Db,
  ids: readonly HighlightId[],
  change: Pick<HighlightChange, 'state' | 'own_delivery_id'>,
): Promise<void> {
  if (ids.length === 0) return;
  await db.updateTable('highlight').set(change).where('id', '=', sql<HighlightId>`any(${ids}::uuid[])`).execute();
}

interface UnansweredHighlight extends Highlight {
  /** The question came to stand in front of its author. */
  readonly reached: boolean;
}

/** Asked about and not answered in time. */
export function unanswered(db: Db, now: Date, limit: number): Promise<UnansweredHighlight[]> {
  return db
    .selectFrom('highlight')
    .leftJoin('delivery', 'delivery.id', 'own_delivery_id')
    .selectAll('highlight')
    .select(sql<boolean>`coalesce(message_ref is not null, false)`.as('reached'))
    .where('highlight.state', '=', 'asked')
    .where('highlight.expires_at', '<=', now)
    .orderBy('highlight.expires_at')
    .limit(limit)
    .forNoKeyUpdate('highlight')
    .skipLocked()
    .execute();
}

export async function isExternal(db: Db, person: PersonId): Promise<boolean> {
  const row = await db.selectFrom('person').select('external').where('id', '=', person).executeTakeFirst();
  return row?.external ?? false;
}

/** Messages whose menu was opened and that nobody went on to suggest: their words are not kept. */
export async function forgetUnused(db: Db, before: Date): Promise<void> {
  await db
    .deleteFrom('highlight')
    .where('kind', '=', 'message')
    .where('state', '=', 'noted')
    .where('created_at', '<', before)
    .execute();
}

/** Those of them whose authors are in the channels that they come from. */
export async function withAuthorAtHome(db: Db, ids: readonly HighlightId[]): Promise<ReadonlySet<HighlightId>> {
  const rows = await db
    .selectFrom('highlight')
    .innerJoin('conversation_member', (join) =>
      join.onRef('conversation_id', '=', 'home_id').onRef('person_id', '=', 'author_id'),
    )
    .select('highlight.id')
    .where('highlight.id', '=', sql<HighlightId>`any(${ids}::uuid[])`)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

export async function isMember(db: Db, conversation: ConversationId, person: PersonId): Promise<boolean> {
  const row = await db
    .selectFrom('conversation_member')
    .select('person_id')
    .where('conversation_id', '=', conversation)
    .where('person_id', '=', person)
    .executeTakeFirst();
  return row !== undefined;
}

export function tapsOn({ id }: Pick<Highlight, 'id'>) {
  return { table: 'highlight_tap', on: { highlight_id: id } } as const;
}

/** It waits in the outbox, and nobody has seen it. */
export async function isHeld(db: Db, delivery: DeliveryId): Promise<boolean> {
  const row = await db
    .selectFrom('delivery')
    .select('id')
    .where('id', '=', delivery)
    .where('message_ref', 'is', null)
    .where('may_have_arrived', '=', false)
    .where('state', '!=', 'sending')
    .executeTakeFirst();
  return row !== undefined;
}
