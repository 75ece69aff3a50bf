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

export function lockReplyByMessage(
  db: Db,
  { conversation, id }: Pick<MessageRef, 'conversation' | 'id'>,
): Promise<Reply | undefined> {
  return db
    .selectFrom('highlight_reply')
    .selectAll()
    .where('conversation_id', '=', conversation)
    .where('message_id', '=', id)
    .forUpdate()
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

/** Carried replies of a highlight in one conversation; `written`: those that were written in it, wherever they went. */
export async function carriedDeliveries(
  db: Db,
  highlight: HighlightId,
  { to, from }: { readonly to?: ConversationId; readonly from?: ConversationId },
): Promise<DeliveryId[]> {
  const rows = await db
    .selectFrom('highlight_reply_copy')
    .innerJoin('highlight_reply', 'highlight_reply.id', 'highlight_reply_copy.reply_id')
    .select('highlight_reply_copy.delivery_id')
    .where('highlight_id', '=', highlight)
    .where(to ? sql<boolean>`highlight_reply_copy.conversation_id = ${to}` : sql<boolean>`true`)
    .where(from ? sql<boolean>`highlight_reply.conversation_id = ${from}` : sql<boolean>`true`)
    .execute();
  return rows.map((row) => row.delivery_id);
}

/** How many replies came from elsewhere than home. */
export async function countReplies(db: Db, highlight: HighlightId): Promise<number> {
  const { count } = await db
    .selectFrom('highlight_reply')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('highlight_id', '=', highlight)
    .executeTakeFirstOrThrow();
  return Number(count);
}
