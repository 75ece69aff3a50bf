import type { ConversationId } from '../../chat/ids.ts';
import type { SlackClient } from './client.ts';
import { slackIdOf } from './ids.ts';

/** What a channel is called, as people in Slack write it; group chats have no name that anybody knows. */
export async function channelName(client: SlackClient, conversation: ConversationId): Promise<string | undefined> {
  const { channel } = await client.call('conversations.info', (web) =>
    web.conversations.info({ channel: slackIdOf(conversation) }),
  );
  return channel?.name && !channel.is_mpim && !channel.is_im ? `#${channel.name}` : undefined;
}
