import { type Kysely, sql } from 'kysely';
import type { ConversationId, PersonId, WorkspaceId } from '../../../chat/ids.ts';
import type { Database } from '../../../storage/schema.ts';
import type { Channel } from '../highlight.ts';

/** The channels that take highlights. */

type Db = Kysely<Database>;

export async function findChannel(db: Db, conversation: ConversationId): Promise<Channel | undefined> {
  return (await findChannels(db, [conversation])).get(conversation);
}

/** Those of them that take highlights, or did once. */
export async function findChannels(
  db: Db,
  conversations: readonly ConversationId[],
): Promise<ReadonlyMap<ConversationId, Channel>> {
  const rows = await db
    .selectFrom('highlight_channel')
    .selectAll()
    .where('conversation_id', '=', sql<ConversationId>`any(${conversations}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.conversation_id, row]));
}

export async function saveChannel(db: Db, channel: Channel): Promise<void> {
  const { conversation_id: _, ...columns } = channel;
  await db
    .insertInto('highlight_channel')
    .values(channel)
    .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet(columns))
    .execute();
}

/** Who decides for a channel: whoever turned highlights on there, else whoever set up the prompts; nobody yet: absent. */
export async function ownerOf(db: Db, conversation: ConversationId): Promise<PersonId | undefined> {
  const channel = await findChannel(db, conversation);
  if (channel && !channel.off_at) return channel.set_by;
  const community = await db
    .selectFrom('community')
    .select('created_by')
    .where('conversation_id', '=', conversation)
    .where('stopped_at', 'is', null)
    .executeTakeFirst();
  return community?.created_by;
}

/** Whether they set up highlights in a channel. */
export async function isHost(db: Db, person: PersonId): Promise<boolean> {
  const channel = await db
    .selectFrom('highlight_channel')
    .select('conversation_id')
    .where('set_by', '=', person)
    .where('off_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return channel !== undefined;
}

/** Those that take highlights now, of these workspaces. */
export function takingChannels(db: Db, workspaces: readonly WorkspaceId[]): Promise<Channel[]> {
  return db
    .selectFrom('highlight_channel')
    .selectAll()
    .where('workspace_id', '=', sql<WorkspaceId>`any(${workspaces}::text[])`)
    .where('off_at', 'is', null)
    .orderBy('set_at')
    .execute();
}
