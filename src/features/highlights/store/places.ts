import { type Kysely, sql } from 'kysely';
import type { ConversationId } from '../../../chat/ids.ts';
import type { Database } from '../../../storage/schema.ts';

/** A conversation has another id now: whatever was about it still is. */
export async function movePlace(db: Kysely<Database>, from: ConversationId, to: ConversationId): Promise<void> {
  await db.updateTable('highlight_channel').set({ conversation_id: to }).where('conversation_id', '=', from).execute();
  await db.updateTable('highlight').set({ home_id: to }).where('home_id', '=', from).execute();
  for (const table of ['highlight_copy', 'highlight_reply', 'highlight_reply_copy'] as const) {
    await db.updateTable(table).set({ conversation_id: to }).where('conversation_id', '=', from).execute();
  }
  await db
    .updateTable('highlight')
    .set({ asked_for: sql`array_replace(asked_for, ${from}::text, ${to}::text)` })
    .where(sql<boolean>`${from}::text = any(asked_for)`)
    .where('state', '=', 'asked')
    .execute();
}
