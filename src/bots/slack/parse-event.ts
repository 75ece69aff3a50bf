import type { ConversationKind } from '../../chat/conversation.ts';
import type {
  HomeEvent,
  InstallationEvent,
  MembershipEvent,
  MessageEvent,
  PlaceEvent,
  ReactionEvent,
} from '../../chat/event.ts';
import type { MessageRef, WorkspaceId } from '../../chat/ids.ts';
import { ignore, type Parsed, type ParseOptions } from './arrival.ts';
import { isObject, type JsonObject, listOf, stringOf } from './blocks/json.ts';
import { arrivalOf, type EventSource, eventBase, eventPerson } from './event-source.ts';
import { conversationIdOf, eventIdOf, isSlackId, messageIdOf, personIdOf, workspaceIdOf } from './ids.ts';
import { conversationOf, kindOf } from './origin.ts';
import { readPlaceEvent, type ToldOfChannel } from './parse-place.ts';
import { parseThreadReply } from './parse-thread-reply.ts';
import { readText } from './read-text.ts';

/** The bot's user id, where the delivery itself says it (https://docs.slack.dev/apis/events-api/#authorizations). */
export function botUserOf(body: JsonObject): string | undefined {
  const bot = listOf(body.authorizations).find((one) => isObject(one) && one.is_bot === true);
  return isObject(bot) ? stringOf(bot.user_id) : undefined;
}

/** These mean one thing when the bot is in them and another when it is not. */
export function needsBotUser(body: JsonObject): boolean {
  const type = isObject(body.event) ? body.event.type : undefined;
  return (
    typeof type === 'string' && /^(?:app_mention|member_(?:joined|left)_channel|reaction_(?:added|removed))$/.test(type)
  );
}

/** An envelope of the Events API (https://docs.slack.dev/apis/events-api). */
export function parseEvent(body: JsonObject, event: JsonObject, options: ParseOptions): Parsed {
  const id = stringOf(body.event_id);
  const workspace = eventWorkspace(body);
  if (id === undefined || workspace === undefined) return ignore('an event without id or workspace');
  const source: EventSource = { body, event, workspace, id: eventIdOf(id), ...options };
  const told = readPlaceEvent(event, workspace);
  if (told) return parsePlace(source, told);
  switch (event.type) {
    case 'message':
      return parseDirectMessage(source);
    case 'app_mention':
      return parseMention(source);
    case 'app_home_opened':
      return parseHome(source);
    case 'member_joined_channel':
    case 'member_left_channel':
      return parseMembership(source);
    case 'channel_left':
    case 'group_left':
      return parseBotLeft(source);
    case 'reaction_added':
    case 'reaction_removed':
      return parseReaction(source);
    case 'app_uninstalled':
    case 'tokens_revoked':
      return parseRemoval(source);
    default:
      return ignore(`an event of type ${String(event.type)}`);
  }
}

/** Where the app is installed, which for a shared channel is not always where the event happened. */
export function eventWorkspace(body: JsonObject): WorkspaceId | undefined {
  const installation = listOf(body.authorizations)[0];
  const by = isObject(installation) ? installation : {};
  const enterprise = stringOf(by.enterprise_id) ?? stringOf(body.enterprise_id);
  const team = stringOf(by.team_id) ?? stringOf(body.context_team_id) ?? stringOf(body.team_id);
  const installed = by.is_enterprise_install === true ? (enterprise ?? team) : team;
  return installed !== undefined && isSlackId(installed) ? workspaceIdOf(installed) : undefined;
}

function parseDirectMessage(source: EventSource): Parsed {
  const { event } = source;
  if (event.channel_type !== 'im') return parseThreadReply(source);
  const subtype = stringOf(event.subtype);
  if (subtype !== undefined && subtype !== 'file_share') return ignore(`a message of subtype ${subtype}`);
  return parseWords(source, 'direct');
}

function parseMention(source: EventSource): Parsed {
  const channel = stringOf(source.event.channel) ?? '';
  // In the direct chat the same words also come as a message.
  if (channel.startsWith('D')) return ignore('a mention in the direct chat');
  return parseWords(source, 'channel');
}

function parseWords(source: EventSource, kind: ConversationKind): Parsed {
  const { event, workspace } = source;
  const [user, channel, ts] = [stringOf(event.user), stringOf(event.channel), stringOf(event.ts)];
  if (event.bot_id !== undefined || user === undefined || user === source.botUser) return ignore('the words of a bot');
  if (channel === undefined || ts === undefined) return ignore('a message without its place');
  const thread = stringOf(event.thread_ts);
  const message: MessageRef = {
    conversation: conversationIdOf(workspace, channel),
    id: messageIdOf(ts),
    ...(thread !== undefined && thread !== ts && { thread: messageIdOf(thread) }),
  };
  const found: MessageEvent = {
    ...eventBase(source, user),
    kind: 'message',
    conversation: { id: message.conversation, workspace, kind },
    text: readText(stringOf(event.text) ?? '', source.botUser ?? botUserOf(source.body)),
    message,
  };
  return arrivalOf(found, source, user, channel);
}

function parseHome(source: EventSource): Parsed {
  const user = stringOf(source.event.user);
  if (user === undefined || source.event.tab === 'messages') return ignore('the messages tab was opened');
  const found: HomeEvent = { ...eventBase(source, user), kind: 'home' };
  return arrivalOf(found, source, user);
}

function parseMembership(source: EventSource): Parsed {
  const { event, workspace } = source;
  const [user, channel] = [stringOf(event.user), stringOf(event.channel)];
  if (user === undefined || channel === undefined) return ignore('a membership without person or channel');
  const isBot = user === source.botUser;
  const didJoin = event.type === 'member_joined_channel';
  const moved = isBot ? [] : [eventPerson(source, user)];
  const actor = isBot ? (stringOf(event.inviter) ?? user) : user;
  const found: MembershipEvent = {
    ...eventBase(source, actor),
    kind: 'membership',
    conversation: conversationOf(workspace, { channel, kind: 'channel' }),
    joined: didJoin ? moved : [],
    left: didJoin ? [] : moved,
    bot: isBot ? (didJoin ? 'joined' : 'left') : 'no',
  };
  return arrivalOf(found, source, actor, channel);
}

/** Told to the bot alone when it is taken out of a channel. */
function parseBotLeft(source: EventSource): Parsed {
  const channel = stringOf(source.event.channel);
  const user = stringOf(source.event.actor_id) ?? botUserOf(source.body);
  if (channel === undefined || user === undefined) return ignore('a channel that was left by nobody we know');
  const found: MembershipEvent = {
    ...eventBase(source, user),
    kind: 'membership',
    conversation: conversationOf(source.workspace, { channel, kind: 'channel' }),
    joined: [],
    left: [],
    bot: 'left',
  };
  return arrivalOf(found, source, user, channel);
}

/** Slack does not always say who did it: the bot stands for them. */
function parsePlace(source: EventSource, { channel, facts, before }: ToldOfChannel): Parsed {
  const { workspace } = source;
  const bot = source.botUser ?? botUserOf(source.body) ?? 'USLACKBOT';
  const found: PlaceEvent = {
    ...eventBase(source, bot),
    person: { id: personIdOf(workspace, bot), workspace, name: '', bot: true },
    kind: 'place',
    conversation: { id: conversationIdOf(workspace, channel), workspace, kind: kindOf(channel) },
    facts,
    ...(before && { before }),
  };
  return arrivalOf(found, source, bot, channel);
}

function parseReaction(source: EventSource): Parsed {
  const { event, workspace } = source;
  const item = isObject(event.item) ? event.item : {};
  const [user, channel, ts] = [stringOf(event.user), stringOf(item.channel), stringOf(item.ts)];
  if (item.type !== 'message' || channel === undefined || ts === undefined) return ignore('a reaction to no message');
  if (user === undefined || user === source.botUser) return ignore('a reaction of the bot');
  if (event.item_user !== source.botUser) return ignore("a reaction to somebody else's message");
  const conversation = conversationOf(workspace, { channel, kind: kindOf(channel) });
  const found: ReactionEvent = {
    ...eventBase(source, user),
    kind: 'reaction',
    conversation,
    reaction: stringOf(event.reaction) ?? '',
    added: event.type === 'reaction_added',
    message: { conversation: conversation.id, id: messageIdOf(ts) },
  };
  return arrivalOf(found, source, user, channel);
}

function parseRemoval(source: EventSource): Parsed {
  const { event, workspace } = source;
  const tokens = isObject(event.tokens) ? event.tokens : {};
  const revoked = stringOf(listOf(tokens.bot)[0]);
  if (event.type === 'tokens_revoked' && revoked === undefined) return ignore("the end of a person's own token");
  // Slack does not say who did it: the bot stands for them.
  const bot = revoked ?? botUserOf(source.body) ?? 'USLACKBOT';
  const found: InstallationEvent = {
    ...eventBase(source, bot),
    person: { id: personIdOf(workspace, bot), workspace, name: '', bot: true },
    kind: 'installation',
    change: 'removed',
  };
  return arrivalOf(found, source, bot);
}
