import type { Kysely } from 'kysely';
import type { ConversationId, WorkspaceId } from '../../../chat/ids.ts';
import type { Database } from '../../../storage/schema.ts';
import type { Channel } from '../highlight.ts';

/** The channels that take highlights. */

type Db = Kysely<Database>;

export function findChannel(db: Db, conversation: ConversationId): Promise<Channel | undefined> {
  return db.selectFrom('highlight_channel').selectAll().where('conversation_id', '=', conversation).executeTakeFirst();
}

export async function saveChannel(db: Db, channel: Channel): Promise<void> {
  const { conversation_id: _, ...columns } = channel;
  await db
    .insertInto('highlight_channel')
    .values(channel)
    .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet(columns))
    .execute();
}

/** Those that take highlights now, of these workspaces. */
export function takingChannels(db: Db, workspaces: readonly WorkspaceId[]): Promise<Channel[]> {
  return db
    .selectFrom('highlight_channel')
    .selectAll()
    .where('workspace_id', 'in', workspaces)
    .where('off_at', 'is', null)
    .orderBy('set_at')
    .execute();
}
