import type { Conversation, ConversationKind } from '../../chat/conversation.ts';
import type { WorkspaceId } from '../../chat/ids.ts';
import { conversationIdOf } from './ids.ts';
import type { Origin } from './metadata.ts';

export function originOf(channel?: string, name?: string, responseUrl?: string, thread?: string): Origin {
  const isNamed =
    name !== undefined && name !== 'directmessage' && name !== 'privategroup' && !name.startsWith('mpdm-');
  return {
    channel,
    ...(channel !== undefined && { kind: kindOf(channel, name) }),
    ...(isNamed && { name }),
    ...(thread !== undefined && { thread }),
    ...(responseUrl !== undefined && { responseUrl }),
  };
}

/** Slack calls every direct chat `directmessage` and group chats `mpdm-...`; ids of direct chats begin with D. */
export function kindOf(channel: string, name = ''): ConversationKind {
  if (name === 'directmessage' || channel.startsWith('D')) return 'direct';
  return name.startsWith('mpdm-') ? 'group' : 'channel';
}

export function conversationOf(workspace: WorkspaceId, { channel = '', kind = 'channel', name }: Origin): Conversation {
  // As people in Slack write it.
  const said = kind === 'channel' ? `#${name}` : name;
  return { id: conversationIdOf(workspace, channel), workspace, kind, ...(name !== undefined && { name: said }) };
}
