import { type Kysely, sql } from 'kysely';
import type { ConversationId } from '../../../chat/ids.ts';
import type { Database } from '../../../storage/schema.ts';
import type { DeliveryId } from '../../../storage/tables/delivery.ts';

type Db = Kysely<Database>;

interface Move {
  readonly from: ConversationId;
  readonly to: ConversationId;
}

/**
 * A conversation has another id now: whatever was about it still is. Something may have come about under the new id
 * before we heard of it: then a highlight is in one place twice, and these of its messages are one too many.
 */
export async function movePlace(db: Db, move: Move): Promise<DeliveryId[]> {
  const { from, to } = move;
  await moveChannel(db, move);
  await moveHomes(db, move);
  const doubled = await dropDoubles(db, move);
  await db.updateTable('highlight_copy').set({ conversation_id: to }).where('conversation_id', '=', from).execute();
  await moveReplies(db, move);
  await db.updateTable('highlight_tap').set({ tapped_in: to }).where('tapped_in', '=', from).execute();
  await sql`
    update highlight_proposal set channels = array_replace(channels, ${from}::text, ${to}::text)
    where ${from}::text = any(channels)`.execute(db);
  return doubled;
}

/** What its owner said last counts. */
async function moveChannel(db: Db, { from, to }: Move): Promise<void> {
  await sql`
    delete from highlight_channel old using highlight_channel new
    where old.conversation_id = ${from} and new.conversation_id = ${to}`.execute(db);
  await db.updateTable('highlight_channel').set({ conversation_id: to }).where('conversation_id', '=', from).execute();
}

async function moveHomes(db: Db, { from, to }: Move): Promise<void> {
  await db.updateTable('highlight').set({ home_id: to }).where('home_id', '=', from).execute();
  await sql`
    update highlight set asked_for = array_replace(asked_for, ${from}::text, ${to}::text)
    where ${from}::text = any(asked_for)`.execute(db);
  // A message is known by its conversation and its own id.
  const source = sql`${to}::text || substr(highlight.source, length(${from}::text) + 1)`;
  await sql`
    update highlight set source = ${source} where kind = 'message' and starts_with(source, ${`${from} `})
      and not exists (select from highlight other where other.kind = 'message' and other.source = ${source})`.execute(
    db,
  );
}

/** What stands there stays, rather than what is only planned. */
async function dropDoubles(db: Db, { from, to }: Move): Promise<DeliveryId[]> {
  const { rows } = await sql<{ delivery_id: DeliveryId | null }>`
    delete from highlight_copy where id in (
      select (array_agg(id order by array_position(array['sent', 'planned', 'stopped'], state), sent_at))[2]
      from highlight_copy where conversation_id in (${from}, ${to})
      group by highlight_id having count(*) > 1)
    returning delivery_id`.execute(db);
  return rows.flatMap(({ delivery_id }) => delivery_id ?? []);
}

/** One that was kept under the new id already is the same. */
async function moveReplies(db: Db, { from, to }: Move): Promise<void> {
  await sql`
    update highlight_reply set conversation_id = ${to} where conversation_id = ${from} and not exists (
      select from highlight_reply other
      where other.conversation_id = ${to} and other.message_id = highlight_reply.message_id)`.execute(db);
  await sql`
    update highlight_reply_copy set conversation_id = ${to} where conversation_id = ${from} and not exists (
      select from highlight_reply_copy other
      where other.conversation_id = ${to} and other.reply_id = highlight_reply_copy.reply_id)`.execute(db);
}
