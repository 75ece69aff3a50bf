import { type Kysely, sql } from 'kysely';
import type { ConversationId, MessageRef } from '../../../chat/ids.ts';
import type { Database, Row } from '../../../storage/schema.ts';
import type { DeliveryId } from '../../../storage/tables/delivery.ts';
import type { HighlightId } from '../../../storage/tables/highlights.ts';

/** What was answered to highlights, and where it was carried. */

type Db = Kysely<Database>;

export type Reply = Row<'highlight_reply'>;

/** Keeps a reply; false where the same message was kept before. */
export async function insertReply(db: Db, reply: Reply): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('highlight_reply')
    .values(reply)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** To be changed only under the lock of its highlight. */
export function findReplyByMessage(
  db: Db,
  { conversation, id }: Pick<MessageRef, 'conversation' | 'id'>,
): Promise<Reply | undefined> {
  return db
    .selectFrom('highlight_reply')
    .selectAll()
    .where('conversation_id', '=', conversation)
    .where('message_id', '=', id)
    .executeTakeFirst();
}

export async function saveReplyText(db: Db, id: string, text: string): Promise<void> {
  await db.updateTable('highlight_reply').set({ text }).where('id', '=', id).execute();
}

export async function forgetReply(db: Db, id: string): Promise<void> {
  await db.deleteFrom('highlight_reply').where('id', '=', id).execute();
}

export async function addReplyCopy(
  db: Db,
  copy: { reply_id: string; conversation_id: ConversationId; delivery_id: DeliveryId },
): Promise<void> {
  await db.insertInto('highlight_reply_copy').values(copy).execute();
}

export function replyCopies(db: Db, reply: string): Promise<Row<'highlight_reply_copy'>[]> {
  return db.selectFrom('highlight_reply_copy').selectAll().where('reply_id', '=', reply).execute();
}

export function repliesTo(db: Db, highlight: HighlightId): Promise<Reply[]> {
  return db.selectFrom('highlight_reply').selectAll().where('highlight_id', '=', highlight).execute();
}

export interface CarriedIn {
  readonly highlight: HighlightId;
  readonly conversation: ConversationId;
  /** Those that were written there, wherever they went, as well. */
  readonly written: boolean;
}

/** Replies to highlights that were carried to conversations. */
export async function carriedDeliveries(db: Db, wanted: readonly CarriedIn[]): Promise<DeliveryId[]> {
  if (wanted.length === 0) return [];
  const { rows } = await sql<{ delivery_id: DeliveryId }>`
    select distinct copy.delivery_id
    from unnest(${wanted.map(({ highlight }) => highlight)}::uuid[],
      ${wanted.map(({ conversation }) => conversation)}::text[],
      ${wanted.map(({ written }) => written)}::boolean[]) as wanted (highlight_id, conversation_id, written)
    join highlight_reply reply on reply.highlight_id = wanted.highlight_id
    join highlight_reply_copy copy on copy.reply_id = reply.id
    where copy.conversation_id = wanted.conversation_id
      or (wanted.written and reply.conversation_id = wanted.conversation_id)`.execute(db);
  return rows.map((row) => row.delivery_id);
}

/** How many replies each of these highlights has; none where it is not in there. */
export async function countReplies(
  db: Db,
  highlights: readonly HighlightId[],
): Promise<ReadonlyMap<HighlightId, number>> {
  const rows = await db
    .selectFrom('highlight_reply')
    .select(['highlight_id', sql<number>`count(*)::int`.as('count')])
    .where('highlight_id', '=', sql<HighlightId>`any(${highlights}::uuid[])`)
    .groupBy('highlight_id')
    .execute();
  return new Map(rows.map(({ highlight_id, count }) => [highlight_id, count]));
}
