import { createHash } from 'node:crypto';
import type { Conversation, ConversationKind } from '../../chat/conversation.ts';
import type {
  ActionEvent,
  Answers,
  ChatEvent,
  CommandEvent,
  FormEvent,
  HomeEvent,
  InstallationEvent,
  MembershipEvent,
  MessageEvent,
  ReactionEvent,
  ShortcutEvent,
} from '../../chat/event.ts';
import type { EventId, MessageRef, WorkspaceId } from '../../chat/ids.ts';
import type { Person } from '../../chat/person.ts';
import { PlatformError } from '../../chat/platform.ts';
import { isObject, type JsonObject, listOf, stringOf, textOf } from './blocks/json.ts';
import { conversationIdOf, eventIdOf, messageIdOf, personIdOf, workspaceIdOf } from './ids.ts';
import { readAnswers } from './inputs.ts';
import { type Origin, readMetadata } from './metadata.ts';
import { readText } from './read-text.ts';
import { actionNameOf } from './render-card.ts';

/** What came in, and how an answer gets back. */
export interface Arrival {
  readonly event: ChatEvent;
  readonly way: Way;
}

export interface Way {
  readonly from: 'event' | 'command' | 'message' | 'shortcut' | 'modal' | 'home' | 'submission';
  readonly workspace: WorkspaceId;
  /** Slack's id of the person. */
  readonly user: string;
  readonly triggerId?: string;
  /** Where answers belong, and where a form that is opened now belongs. */
  readonly origin: Origin;
  /** The `ts` of the message that was acted on; an ephemeral one has none that could be used. */
  readonly message?: string;
  readonly view?: OpenView;
}

export interface OpenView {
  readonly id: string;
  readonly title: string;
  /** 1 for the view that was opened, up to 3 for views pushed on top. */
  readonly depth: number;
  readonly blocks: readonly unknown[];
}

/** Nothing to hand on, and why. */
export interface Ignored {
  readonly ignored: string;
}

export interface ParseOptions {
  readonly at: Date;
  /** The bot's own user id, where it is known: see `botUserOf` and `needsBotUser`. */
  readonly botUser?: string;
}

type Parsed = Arrival | Ignored;

const none: Answers = { form: false, note: false, replace: false };

/** A verified body from Slack as a `ChatEvent`. Pure; anything missing or unknown is `Ignored`, never thrown. */
export function parse(body: JsonObject, options: ParseOptions): Parsed {
  try {
    return parseBody(body, options);
  } catch (error) {
    if (error instanceof PlatformError) return ignore(error.message);
    throw error;
  }
}

function parseBody(body: JsonObject, options: ParseOptions): Parsed {
  if (isObject(body.event)) return parseEvent(body, body.event, options);
  if (stringOf(body.command) !== undefined) return parseCommand(body, options);
  switch (body.type) {
    case 'block_actions':
      return parseActions(body, options);
    case 'view_submission':
      return parseSubmission(body, options);
    case 'message_action':
    case 'shortcut':
      return parseShortcut(body, options);
    case 'view_closed':
      return ignore('a form that was closed');
    default:
      return ignore(`a payload of type ${String(body.type)}`);
  }
}

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

function ignore(why: string): Ignored {
  return { ignored: why };
}

// Events

function parseEvent(body: JsonObject, event: JsonObject, options: ParseOptions): Parsed {
  const id = stringOf(body.event_id);
  const workspace = eventWorkspace(body);
  if (id === undefined || workspace === undefined) return ignore('an event without id or workspace');
  const source: EventSource = { body, event, workspace, id: eventIdOf(id), ...options };
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

interface EventSource extends ParseOptions {
  readonly body: JsonObject;
  readonly event: JsonObject;
  readonly workspace: WorkspaceId;
  readonly id: EventId;
}

/** Where the app is installed, which for a shared channel is not always where the event happened. */
function eventWorkspace(body: JsonObject): WorkspaceId | undefined {
  const installation = listOf(body.authorizations)[0];
  const by = isObject(installation) ? installation : {};
  const enterprise = stringOf(by.enterprise_id) ?? stringOf(body.enterprise_id);
  const team = stringOf(by.team_id) ?? stringOf(body.context_team_id) ?? stringOf(body.team_id);
  const installed = by.is_enterprise_install === true ? (enterprise ?? team) : team;
  return installed === undefined ? undefined : workspaceIdOf(installed);
}

function parseDirectMessage(source: EventSource): Parsed {
  const { event } = source;
  if (event.channel_type !== 'im') return ignore('a message that does not speak to the bot');
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

function eventBase(source: EventSource, user: string) {
  return {
    id: source.id,
    platform: 'slack' as const,
    workspace: source.workspace,
    at: source.at,
    person: eventPerson(source, user),
    answers: none,
  };
}

function eventPerson({ body, event, workspace }: EventSource, user: string): Person {
  // Only in channels shared with another organisation does `user_team` say where a person belongs.
  const isOutside = body.is_ext_shared_channel === true && isOther(stringOf(event.user_team), body);
  return { id: personIdOf(workspace, user), workspace, name: '', ...(isOutside && { external: true }) };
}

function isOther(team: string | undefined, body: JsonObject): boolean {
  if (team === undefined) return false;
  const installation = listOf(body.authorizations)[0];
  const by = isObject(installation) ? installation : {};
  return ![by.team_id, by.enterprise_id, body.context_team_id, body.context_enterprise_id].includes(team);
}

function arrivalOf(event: ChatEvent, source: EventSource, user: string, channel?: string): Arrival {
  return { event, way: { from: 'event', workspace: source.workspace, user, origin: { channel } } };
}

// Commands

function parseCommand(body: JsonObject, { at }: ParseOptions): Parsed {
  const isEnterprise = body.is_enterprise_install === 'true';
  const team = (isEnterprise ? stringOf(body.enterprise_id) : undefined) ?? stringOf(body.team_id);
  const [user, channel, trigger] = [stringOf(body.user_id), stringOf(body.channel_id), stringOf(body.trigger_id)];
  if (!team || !user || !channel || !trigger) return ignore('a command without its sender or place');
  const workspace = workspaceIdOf(team);
  const origin = originOf(channel, stringOf(body.channel_name), stringOf(body.response_url));
  const event: CommandEvent = {
    id: eventIdOf('command', trigger),
    platform: 'slack',
    workspace,
    at,
    person: { id: personIdOf(workspace, user), workspace, name: stringOf(body.user_name) ?? '' },
    conversation: conversationOf(workspace, origin),
    answers: { form: true, note: true, replace: false },
    kind: 'command',
    command: (stringOf(body.command) ?? '').replace(/^\//, ''),
    words: readText(stringOf(body.text) ?? '').trim(),
  };
  return { event, way: { from: 'command', workspace, user, triggerId: trigger, origin } };
}

// Buttons

interface Interaction {
  readonly workspace: WorkspaceId;
  readonly user: string;
  readonly person: Person;
  readonly triggerId: string | undefined;
}

function parseActions(body: JsonObject, { at }: ParseOptions): Parsed {
  const from = readInteraction(body);
  const pressed = Array.isArray(body.actions) ? body.actions[0] : undefined;
  if (!from || !isObject(pressed)) return ignore('a press without its sender');
  const place = readPlace(body);
  if (isLink(pressed, place.blocks)) return ignore('a link that was opened');
  const data = readData(pressed);
  const answers = readAnswers(place.values, place.blocks, place.inputs);
  const base = {
    id: eventIdOf('action', from.triggerId ?? '', stringOf(pressed.action_ts) ?? '', stringOf(pressed.action_id) ?? ''),
    platform: 'slack' as const,
    workspace: from.workspace,
    at,
    person: from.person,
    ...(place.origin.channel !== undefined && { conversation: conversationOf(from.workspace, place.origin) }),
    answers: answersIn(place),
    ...messageIn(from.workspace, place),
    inputs: answers,
  };
  const event: ActionEvent | FormEvent =
    data.form === undefined
      ? { ...base, kind: 'action', action: actionNameOf(stringOf(pressed.action_id) ?? ''), values: withoutName(data) }
      : {
          ...base,
          kind: 'form',
          form: data.form,
          state: data.state ?? '',
          button: data.button === 'back' ? 'back' : 'submit',
        };
  const { workspace, user, triggerId } = from;
  return { event, way: { from: place.from, workspace, user, triggerId, ...wayIn(place) } };
}

/** Where a button stood. */
interface Place {
  readonly from: 'message' | 'modal' | 'home';
  readonly origin: Origin;
  readonly message?: string;
  readonly blocks: readonly unknown[];
  readonly values: unknown;
  readonly inputs: ReturnType<typeof readMetadata>['inputs'];
  readonly view?: OpenView;
}

function readPlace(body: JsonObject): Place {
  const state = isObject(body.state) ? body.state : {};
  if (!isObject(body.view)) return { ...readMessagePlace(body), values: state.values, inputs: [] };
  const { origin, inputs } = readMetadata(stringOf(body.view.private_metadata) ?? '');
  const view = readView(body.view);
  const viewState = isObject(body.view.state) ? body.view.state : state;
  const shared = { blocks: view.blocks, values: viewState.values, inputs };
  return body.view.type === 'home'
    ? { ...shared, from: 'home', origin: {} }
    : { ...shared, from: 'modal', origin, view };
}

function readMessagePlace(body: JsonObject): Pick<Place, 'from' | 'origin' | 'message' | 'blocks'> {
  const container = isObject(body.container) ? body.container : {};
  const message = isObject(body.message) ? body.message : {};
  const channel = isObject(body.channel) ? body.channel : {};
  const origin = originOf(
    stringOf(channel.id) ?? stringOf(container.channel_id),
    stringOf(channel.name),
    stringOf(body.response_url),
    stringOf(message.thread_ts) ?? stringOf(container.thread_ts),
  );
  const ts = stringOf(container.message_ts) ?? stringOf(message.ts);
  return {
    from: 'message',
    origin,
    blocks: listOf(message.blocks),
    ...(container.is_ephemeral !== true && ts !== undefined && { message: ts }),
  };
}

function answersIn(place: Place): Answers {
  if (place.from === 'message') return { form: true, note: true, replace: true };
  return { form: true, note: place.origin.channel !== undefined, replace: false };
}

function messageIn(workspace: WorkspaceId, { message, origin }: Place): { message?: MessageRef } {
  if (message === undefined || origin.channel === undefined) return {};
  const { thread } = origin;
  return {
    message: {
      conversation: conversationIdOf(workspace, origin.channel),
      id: messageIdOf(message),
      ...(thread !== undefined && thread !== message && { thread: messageIdOf(thread) }),
    },
  };
}

function wayIn({ origin, message, view }: Place): Pick<Way, 'origin' | 'message' | 'view'> {
  // An answer to a button of a thread's first message belongs beside it, not under it.
  const thread = origin.thread === message ? undefined : origin.thread;
  return { origin: { ...origin, thread }, message, view };
}

/** Slack also tells of presses that only opened an address; not every payload repeats it. */
function isLink(pressed: JsonObject, blocks: readonly unknown[]): boolean {
  if (pressed.url !== undefined) return true;
  return blocks.some((block) => {
    const elements =
      isObject(block) && block.block_id === pressed.block_id ? [...listOf(block.elements), block.accessory] : [];
    return elements.some((one) => isObject(one) && one.action_id === pressed.action_id && one.url !== undefined);
  });
}

/** What the button carries, flat. Anything but our own JSON carries nothing. */
function readData(pressed: JsonObject): Record<string, string> {
  const chosen = isObject(pressed.selected_option) ? pressed.selected_option.value : undefined;
  const data = parseJson(stringOf(pressed.value) ?? stringOf(chosen) ?? '');
  if (!isObject(data)) return {};
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) => {
      if (value === null || value === undefined || key === '__proto__') return [];
      return [[key, textOf(value) ?? JSON.stringify(value)]];
    }),
  );
}

function withoutName(data: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(data).filter(([key]) => key !== 'action'));
}

// Forms

function parseSubmission(body: JsonObject, { at }: ParseOptions): Parsed {
  const from = readInteraction(body);
  if (!from || !isObject(body.view)) return ignore('a form without its sender');
  const view = readView(body.view);
  const { origin, state, inputs } = readMetadata(stringOf(body.view.private_metadata) ?? '');
  const values = isObject(body.view.state) ? body.view.state.values : undefined;
  const digest = createHash('sha256')
    .update(JSON.stringify(values ?? {}))
    .digest('base64url')
    .slice(0, 16);
  const event: FormEvent = {
    // Complaints leave view and hash as they were, so these alone would make the corrected form a repeat.
    id: eventIdOf('form', view.id, stringOf(body.view.hash) ?? '', from.triggerId ?? '', digest),
    platform: 'slack',
    workspace: from.workspace,
    at,
    person: from.person,
    ...(origin.channel !== undefined && { conversation: conversationOf(from.workspace, origin) }),
    answers: { form: true, note: origin.channel !== undefined, replace: false },
    kind: 'form',
    form: stringOf(body.view.callback_id) ?? '',
    state,
    inputs: readAnswers(values, view.blocks, inputs),
    button: 'submit',
  };
  const { workspace, user, triggerId } = from;
  return { event, way: { from: 'submission', workspace, user, triggerId, origin, view } };
}

function readView(view: JsonObject): OpenView {
  const title = isObject(view.title) ? stringOf(view.title.text) : undefined;
  return { id: stringOf(view.id) ?? '', title: title ?? '', depth: depthOf(view), blocks: listOf(view.blocks) };
}

function depthOf(view: JsonObject): number {
  const previous = stringOf(view.previous_view_id);
  if (previous === undefined) return 1;
  return previous === view.root_view_id ? 2 : 3;
}

// Shortcuts

function parseShortcut(body: JsonObject, { at }: ParseOptions): Parsed {
  const from = readInteraction(body);
  const name = stringOf(body.callback_id);
  if (!from || name === undefined) return ignore('a shortcut without its sender');
  const { workspace, user, triggerId } = from;
  const channel = isObject(body.channel) ? body.channel : {};
  const message = isObject(body.message) ? body.message : {};
  const source = readSource(workspace, stringOf(channel.id), message);
  const origin = originOf(
    stringOf(channel.id),
    stringOf(channel.name),
    stringOf(body.response_url),
    stringOf(message.thread_ts),
  );
  const event: ShortcutEvent = {
    id: eventIdOf('shortcut', triggerId ?? '', stringOf(body.action_ts) ?? ''),
    platform: 'slack',
    workspace,
    at,
    person: from.person,
    ...(origin.channel !== undefined && { conversation: conversationOf(workspace, origin) }),
    answers: { form: true, note: origin.responseUrl !== undefined, replace: false },
    kind: 'shortcut',
    shortcut: name,
    ...(source && { source }),
  };
  const thread = origin.thread === message.ts ? undefined : origin.thread;
  return { event, way: { from: 'shortcut', workspace, user, triggerId, origin: { ...origin, thread } } };
}

function readSource(workspace: WorkspaceId, channel: string | undefined, message: JsonObject): ShortcutEvent['source'] {
  const ts = stringOf(message.ts);
  if (channel === undefined || ts === undefined) return undefined;
  const author = stringOf(message.user);
  const thread = stringOf(message.thread_ts);
  const isBot = message.bot_id !== undefined;
  return {
    text: readText(stringOf(message.text) ?? ''),
    ...(author !== undefined && {
      author: { id: personIdOf(workspace, author), workspace, name: '', ...(isBot && { bot: true }) },
    }),
    message: {
      conversation: conversationIdOf(workspace, channel),
      id: messageIdOf(ts),
      ...(thread !== undefined && thread !== ts && { thread: messageIdOf(thread) }),
    },
  };
}

// What all interactions share

function readInteraction(body: JsonObject): Interaction | undefined {
  const by = isObject(body.user) ? body.user : {};
  const user = stringOf(by.id);
  const home = interactionTeam(body);
  if (user === undefined || home === undefined) return undefined;
  const workspace = workspaceIdOf(home);
  const isOutside = isFromElsewhere(stringOf(by.team_id), body);
  const person: Person = {
    id: personIdOf(workspace, user),
    workspace,
    name: stringOf(by.name) ?? stringOf(by.username) ?? '',
    ...(isOutside && { external: true }),
  };
  return { workspace, user, person, triggerId: stringOf(body.trigger_id) };
}

/** A view may be sent from another workspace than the app's own: there `app_installed_team_id` is the one that counts. */
function interactionTeam(body: JsonObject): string | undefined {
  const [team, enterprise, by, view] = [body.team, body.enterprise, body.user, body.view].map((one) =>
    isObject(one) ? one : {},
  );
  const installed = stringOf(view?.app_installed_team_id);
  if (body.is_enterprise_install === true) return stringOf(enterprise?.id) ?? installed ?? stringOf(team?.id);
  return installed ?? stringOf(team?.id) ?? stringOf(by?.team_id);
}

/** On Enterprise Grid a colleague may belong to another workspace of the same organisation: only `users.info` tells. */
function isFromElsewhere(personTeam: string | undefined, body: JsonObject): boolean {
  if (personTeam === undefined || !isObject(body.team) || isObject(body.enterprise)) return false;
  return personTeam !== body.team.id && body.team.enterprise_id === undefined;
}

function originOf(channel?: string, name?: string, responseUrl?: string, thread?: string): Origin {
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
function kindOf(channel: string, name = ''): ConversationKind {
  if (name === 'directmessage' || channel.startsWith('D')) return 'direct';
  return name.startsWith('mpdm-') ? 'group' : 'channel';
}

function conversationOf(workspace: WorkspaceId, { channel = '', kind = 'channel', name }: Origin): Conversation {
  return { id: conversationIdOf(workspace, channel), workspace, kind, ...(name !== undefined && { name }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
