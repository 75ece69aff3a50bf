import type { ConversationFacts } from '../../chat/conversation.ts';
import type { ConversationId, WorkspaceId } from '../../chat/ids.ts';
import { isObject, type JsonObject, stringOf } from './blocks/json.ts';
import { conversationIdOf } from './ids.ts';

/** What an event of Slack's tells of a channel itself. */
export interface ToldOfChannel {
  readonly channel: string;
  readonly facts: ConversationFacts;
  readonly before?: ConversationId;
}

/** https://docs.slack.dev/reference/events, each by its name; private channels have twins that begin with `group_`. */
export function readPlaceEvent(event: JsonObject, workspace: WorkspaceId): ToldOfChannel | undefined {
  const channel = stringOf(event.channel);
  switch (event.type) {
    case 'channel_rename':
    case 'group_rename':
      return readRename(event);
    case 'channel_archive':
    case 'channel_deleted':
    case 'group_archive':
    case 'group_deleted':
      return told(channel, { archived: true });
    case 'channel_unarchive':
    case 'group_unarchive':
      return told(channel, { archived: false });
    case 'channel_shared':
      return told(channel, { otherOrganisations: true });
    case 'channel_unshared':
      // Others may still be connected; without the word one has to look.
      return told(channel, event.is_ext_shared === false ? { otherOrganisations: false } : {});
    case 'channel_id_changed':
      return readNewId(event, workspace);
    case 'message':
      return readConversion(event, channel);
    default:
      return undefined;
  }
}

function told(channel: string | undefined, facts: ConversationFacts): ToldOfChannel | undefined {
  return channel === undefined ? undefined : { channel, facts };
}

function readRename({ channel }: JsonObject): ToldOfChannel | undefined {
  if (!isObject(channel)) return undefined;
  const name = channel.is_mpim === true ? undefined : stringOf(channel.name);
  return told(stringOf(channel.id), name ? { name: `#${name}` } : {});
}

/** A private channel gets another id when somebody begins to share it with another organisation. */
function readNewId(event: JsonObject, workspace: WorkspaceId): ToldOfChannel | undefined {
  const [before, channel] = [stringOf(event.old_channel_id), stringOf(event.new_channel_id)];
  if (before === undefined || channel === undefined) return undefined;
  const facts = { access: 'private', wasPrivate: true, otherOrganisations: true } as const;
  return { channel, facts, before: conversationIdOf(workspace, before) };
}

/** Comes where the app hears a channel's messages; elsewhere the next look finds it out. */
function readConversion({ subtype }: JsonObject, channel: string | undefined): ToldOfChannel | undefined {
  if (subtype === 'channel_convert_to_private') return told(channel, { access: 'private' });
  if (subtype === 'channel_convert_to_public') return told(channel, { access: 'open', wasPrivate: true });
  return undefined;
}
