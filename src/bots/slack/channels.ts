import type { ConversationFacts } from '../../chat/conversation.ts';
import type { ConversationId } from '../../chat/ids.ts';
import { PlatformError } from '../../chat/platform.ts';
import type { SlackCaller } from './client.ts';
import { slackIdOf } from './ids.ts';

/**
 * What Slack says a conversation is. A prefix or a name says nothing about privacy, and `is_shared` also counts sharing
 * within one's own Grid (https://docs.slack.dev/apis/slack-connect).
 */
export async function describe(client: SlackCaller, conversation: ConversationId): Promise<ConversationFacts> {
  const { channel } = await client.call('conversations.info', (web) =>
    web.conversations.info({ channel: slackIdOf(conversation), include_num_members: true }),
  );
  if (!channel) throw new PlatformError('not_found', 'conversations.info: no channel in the answer');
  const { is_im: isDirect = false, is_mpim: isGroup = false, is_private: isPrivate = false } = channel;
  const pending = channel.is_pending_ext_shared || (channel.pending_connected_team_ids ?? []).length > 0;
  // Left behind by an organisation that stopped sharing it: read-only for ever. (The SDK's types lack it.)
  const { is_frozen: isFrozen } = channel as { is_frozen?: boolean };
  return {
    // As people in Slack write it; group chats have no name that anybody knows.
    ...(channel.name && !isGroup && !isDirect && { name: `#${channel.name}` }),
    access: isPrivate || isGroup || isDirect ? 'private' : 'open',
    archived: (channel.is_archived || isFrozen) ?? false,
    otherOrganisations: (channel.is_ext_shared || pending) ?? false,
    ...(channel.num_members !== undefined && { people: channel.num_members }),
  };
}
