import type { ConversationFacts } from '../../chat/conversation.ts';
import type { Activity } from './activity.ts';

/*
 * What Teams tells of channels and teams themselves
 * (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events;
 * `channelShared` and its like: https://github.com/microsoft/Agents/issues/179).
 */

/** Nothing where the activity tells of no place. */
export function readPlaceChange({ type, channelData, topicName }: Activity): ConversationFacts | undefined {
  if (type !== 'conversationUpdate') return undefined;
  if (topicName) return { name: topicName };
  const { channel, eventType } = channelData ?? {};
  const said = factsOfType(channel?.type);
  // The spelling of some differs between services.
  switch (eventType?.toLowerCase()) {
    case 'channelrenamed':
      return { ...said, ...(channel?.name && { name: channel.name }) };
    case 'channeldeleted':
    case 'teamarchived':
    case 'teamdeleted':
    case 'teamharddeleted':
      return { ...said, archived: true };
    case 'channelrestored':
    case 'teamunarchived':
    case 'teamrestored':
      return { ...said, archived: false };
    case 'channelshared':
      return { access: 'private', otherOrganisations: true };
    case 'channelunshared':
      // It stays a shared channel, into which others can be let at any time.
      return said;
    default:
      return undefined;
  }
}

/** The activity is about all channels of its team. */
export function isAboutTeam({ channelData }: Activity): boolean {
  return channelData?.eventType?.toLowerCase().startsWith('team') ?? false;
}

/**
 * What the type of a channel says (botframework-schema, `ChannelInfo.type`). Who is let into a shared channel may come
 * from any organisation, and from which a bot is not told.
 */
export function factsOfType(type: string | undefined): ConversationFacts {
  switch (type?.toLowerCase()) {
    case 'standard':
      return { access: 'open', otherOrganisations: false };
    case 'private':
      return { access: 'private', otherOrganisations: false };
    case 'shared':
      return { access: 'private', otherOrganisations: true };
    default:
      return {};
  }
}
