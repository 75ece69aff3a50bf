import { createHash } from 'node:crypto';
import type { Conversation, ConversationKind } from '../../chat/conversation.ts';
import type {
  ActionEvent,
  Answers,
  ChatEvent,
  FormEvent,
  MembershipEvent,
  MessageEvent,
  ReactionEvent,
  ShortcutEvent,
  ThreadReplyEvent,
} from '../../chat/event.ts';
import type { ConversationId, EventId, MessageRef, WorkspaceId } from '../../chat/ids.ts';
import type { Person } from '../../chat/person.ts';
import { type Account, type Activity, asRecord, asTeamsId, asText, tenantOfActivity } from './activity.ts';
import { htmlToText } from './html-text.ts';
import { conversationIdOf, eventIdOf, messageIdOf, personIdOf, splitThread, workspaceIdOf } from './ids.ts';
import { readPlaceChange } from './parse-place.ts';

/** A message, or a card's `Action.Submit`: the HTTP answer holds nothing that a person would see. */
const none: Answers = { form: false, note: false, replace: false };
/** `adaptiveCard/action`: the answer is another card or a line beside the card. */
const inCard: Answers = { form: true, note: 'words', replace: true };
/** `task/…`, `composeExtension/…`: the answer is a dialog, or closes one. */
const inDialog: Answers = { form: true, note: 'words', replace: false };

/** Keys in a button's data that say what it does; the rest is what it carries, and what stood in the inputs. */
const ours = new Set(['action', 'form', 'state', 'button', 'msteams']);

/** The events in an activity: one as a rule, none where it says nothing to us, several where many things happened at once. */
export function parseActivity(activity: Activity, receivedAt: Date): readonly ChatEvent[] {
  switch (activity.type) {
    case 'message':
      return parseMessage(activity, receivedAt);
    case 'messageUpdate':
    case 'messageDelete':
      return parseThreadReply(activity, receivedAt);
    case 'invoke':
      return parseInvoke(activity, receivedAt);
    case 'conversationUpdate':
      return [...parseMembers(activity, receivedAt), ...parsePlace(activity, receivedAt)];
    case 'installationUpdate':
      return parseInstallation(activity, receivedAt);
    case 'messageReaction':
      return parseReactions(activity, receivedAt);
    default:
      // Typing, read receipts, meetings: nothing that we act on.
      return [];
  }
}

export function workspaceOfActivity(activity: Activity): WorkspaceId {
  return workspaceIdOf(tenantOfActivity(activity) ?? 'local');
}

export function conversationOfActivity(activity: Activity): Conversation {
  const { conversation, channelData } = activity;
  const workspace = workspaceOfActivity(activity);
  const kind = kindOf(activity);
  const name = conversation.name ?? (kind === 'channel' ? channelData?.channel?.name : undefined);
  return {
    id: conversationIdOf(workspace, splitThread(whereOf(activity)).conversation),
    workspace,
    kind,
    ...(name && { name }),
  };
}

/**
 * Added to a team, the app hears of the whole team (by its first channel's id), and of the channel that it was added
 * from: that is where people look for it. What happens to a channel is told in the first one, too.
 */
function whereOf({ type, conversation, channelData }: Activity): string {
  const selected = channelData?.settings?.selectedChannel?.id;
  const isAboutChannel = type === 'conversationUpdate' && channelData?.eventType?.startsWith('channel');
  if (isAboutChannel && channelData?.channel?.id) return channelData.channel.id;
  const isInstalling = type === 'conversationUpdate' || type === 'installationUpdate';
  return isInstalling && channelData?.team && selected ? selected : conversation.id;
}

function kindOf({ conversation, channelData }: Activity): ConversationKind {
  switch (conversation.conversationType) {
    case 'personal':
      return 'direct';
    case 'groupChat':
      return 'group';
    case 'channel':
      return 'channel';
    default:
      if (channelData?.team) return 'channel';
      return conversation.isGroup ? 'group' : 'direct';
  }
}

/** A person by the organisation's own id where there is one; `29:…` is another for every bot. */
export function personOf(account: Account, workspace: WorkspaceId, tenant: string | undefined): Person {
  return {
    id: personIdOf(workspace, account.aadObjectId ?? account.id),
    workspace,
    name: account.name ?? '',
    ...(isExternal(account, tenant) && { external: true }),
    ...(isBot(account) && { bot: true }),
  };
}

export function isBot({ id, role, userRole }: Account): boolean {
  return id.startsWith('28:') || [role, userRole].some((each) => each === 'bot' || each === 'skill');
}

/** Guests, people without an account, people of the other side of a shared channel. */
function isExternal({ tenantId, role, userRole }: Account, tenant: string | undefined): boolean {
  if (tenantId && tenant && tenantId.toLowerCase() !== tenant.toLowerCase()) return true;
  return [role, userRole].some((each) => each === 'guest' || each === 'anonymous');
}

function base(activity: Activity, receivedAt: Date) {
  const workspace = workspaceOfActivity(activity);
  return {
    platform: 'teams' as const,
    workspace,
    at: receivedAt,
    person: sender(activity),
    conversation: conversationOfActivity(activity),
  };
}

function sender(activity: Activity): Person {
  const workspace = workspaceOfActivity(activity);
  const client = activity.entities?.find(({ type }) => type === 'clientInfo');
  const timeZone = [activity.localTimezone, client?.timezone].find((each) => each !== undefined && isTimeZone(each));
  const locale = [activity.locale, client?.locale].find((each) => each !== undefined && isLocale(each));
  return {
    ...personOf(activity.from, workspace, tenantOfActivity(activity)),
    ...(timeZone && { timeZone }),
    ...(locale && { locale }),
  };
}

const knownZones = new Map<string, boolean>();

function isTimeZone(name: string): boolean {
  const known = knownZones.get(name);
  if (known !== undefined) return known;
  const is = name.length < 64 && succeeds(() => new Intl.DateTimeFormat('en', { timeZone: name }));
  if (knownZones.size < 1000) knownZones.set(name, is);
  return is;
}

function isLocale(tag: string): boolean {
  return tag.length < 64 && succeeds(() => new Intl.Locale(tag));
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

function parseMessage(activity: Activity, receivedAt: Date): readonly ChatEvent[] {
  const { value, text = '' } = activity;
  if (typeof value === 'object' && value !== null) return [parseSubmit(activity, receivedAt)];
  const direct = kindOf(activity) === 'direct';
  if (!direct && !isForBot(activity)) return parseThreadReply(activity, receivedAt);
  const event: MessageEvent = {
    ...base(activity, receivedAt),
    kind: 'message',
    id: eventIdFor(activity, receivedAt, { kind: 'message', content: text }),
    answers: none,
    text: plainText(activity),
    message: refOf(activity, activity.id ?? ''),
  };
  return [event];
}

/**
 * What people write in a thread of a channel, and how they change or delete it: it comes only where the app may read all
 * messages of the team. Everything else that comes with it goes by unread. Whose message the thread is under is not said.
 */
function parseThreadReply(activity: Activity, receivedAt: Date): readonly ChatEvent[] {
  const change = changeIn(activity);
  const { conversation, ...message } = refOf(activity, activity.id ?? '');
  const { thread } = message;
  if (!change || !activity.id || thread === undefined || isBot(activity.from) || isForBot(activity)) return [];
  const text = change === 'deleted' ? '' : plainText(activity);
  const event: ThreadReplyEvent = {
    ...base(activity, receivedAt),
    kind: 'thread-reply',
    conversation: conversationOfActivity(activity),
    // What is changed back is told with the same words as before, but not at the same time.
    id: eventIdFor(activity, receivedAt, { kind: `thread-${change}`, content: [text, activity.timestamp ?? null] }),
    answers: none,
    change,
    text,
    // Their names stand in the text already.
    mentions: [],
    message: { conversation, id: message.id, thread },
  };
  return [event];
}

function changeIn({ type, channelData }: Activity): ThreadReplyEvent['change'] | undefined {
  if (type === 'message') return 'written';
  switch (channelData?.eventType) {
    case 'editMessage':
      return 'changed';
    case 'softDeleteMessage':
      return 'deleted';
    case 'undeleteMessage':
      return 'written';
    default:
      return undefined;
  }
}

/** Where an app may read all messages of a channel, those without its mention arrive too. */
function isForBot({ entities, recipient }: Activity): boolean {
  if (recipient.isTargeted) return true;
  return entities?.some(({ type, mentioned }) => type === 'mention' && mentioned?.id === recipient.id) ?? false;
}

/** More than anybody means; each is looked for in the whole text. */
const mostMentions = 200;

/**
 * The bot's own mention goes, other people's become their names. What a mention is say the entities: `<at>` in the text
 * alone is only something that somebody typed.
 */
function plainText({ text = '', textFormat, entities, recipient }: Activity): string {
  let words = text;
  for (const entity of (entities ?? []).slice(0, mostMentions)) {
    if (entity.type !== 'mention' || !entity.text) continue;
    const isBotItself = entity.mentioned?.id === recipient.id;
    words = words.replace(entity.text, () => (isBotItself ? ' ' : (entity.mentioned?.name ?? '')));
  }
  if (textFormat === 'xml') return htmlToText(words);
  return words
    .replaceAll('&nbsp;', ' ')
    .replaceAll('\u00a0', ' ')
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]{2,}/g, ' ')
    .trim();
}

function parseSubmit(activity: Activity, receivedAt: Date): ActionEvent | FormEvent {
  const message = activity.replyToId === undefined ? undefined : refOf(activity, activity.replyToId);
  return pressOrForm(activity, receivedAt, { data: asRecord(activity.value), answers: none, message });
}

function parseInvoke(activity: Activity, receivedAt: Date): readonly ChatEvent[] {
  const value = asRecord(activity.value);
  const message = activity.replyToId === undefined ? undefined : refOf(activity, activity.replyToId);
  switch (activity.name) {
    case 'adaptiveCard/action': {
      const { verb, data } = asRecord(value.action);
      const name = asText(verb) ?? '';
      return [pressOrForm(activity, receivedAt, { data: asRecord(data), name, answers: inCard, message })];
    }
    case 'task/fetch':
    case 'task/submit':
    case 'composeExtension/submitAction':
      return [pressOrForm(activity, receivedAt, { data: asRecord(value.data), answers: inDialog, message })];
    case 'composeExtension/fetchTask':
      return [parseShortcut(activity, receivedAt)];
    default:
      return [];
  }
}

interface Press {
  readonly data: Readonly<Record<string, unknown>>;
  /** The verb of an `Action.Execute`; else `data.action` names the handler. */
  readonly name?: string;
  readonly answers: Answers;
  readonly message: MessageRef | undefined;
}

function pressOrForm(activity: Activity, receivedAt: Date, press: Press): ActionEvent | FormEvent {
  const { data, answers, message } = press;
  const kind = activity.type === 'invoke' ? (activity.name ?? 'invoke') : 'submit';
  const shared = {
    ...base(activity, receivedAt),
    id: eventIdFor(activity, receivedAt, { kind, content: activity.value }),
    answers,
    ...(message && { message }),
  };
  const carried = carriedIn(data);
  const form = asText(data.form);
  if (form) {
    const button = data.button === 'back' ? 'back' : 'submit';
    return { ...shared, kind: 'form', form, state: asText(data.state) ?? '', inputs: carried, button };
  }
  // Teams mixes what a button carries with what stood in the inputs, so both are the whole of it.
  const action = press.name || asText(data.action) || '';
  return { ...shared, kind: 'action', action, values: carried, inputs: carried };
}

/** Strings by name, as Teams sends them; anything with a structure is not ours. */
function carriedIn(data: Readonly<Record<string, unknown>>): Record<string, string> {
  const carried: Record<string, string> = {};
  for (const [name, value] of Object.entries(data)) {
    const text = ours.has(name) ? undefined : stringOf(value);
    if (text !== undefined) carried[name] = text;
  }
  return carried;
}

function stringOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((each) => stringOf(each) ?? '').join(',');
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return asText(value);
}

function parseShortcut(activity: Activity, receivedAt: Date): ShortcutEvent {
  const { commandId, messagePayload } = asRecord(activity.value);
  const shortcut = asText(commandId) ?? '';
  const source = sourceIn(activity, asRecord(messagePayload));
  return {
    ...base(activity, receivedAt),
    kind: 'shortcut',
    id: eventIdFor(activity, receivedAt, { kind: activity.name ?? '', content: activity.value }),
    answers: inDialog,
    shortcut,
    ...(source && { source }),
  };
}

function sourceIn(activity: Activity, payload: Record<string, unknown>): ShortcutEvent['source'] {
  const id = asTeamsId(payload.id);
  if (!id) return undefined;
  const body = asRecord(payload.body);
  const content = asText(body.content) ?? '';
  const author = authorIn(activity, payload);
  const root = asTeamsId(payload.replyToId);
  const ref = refOf(activity, id);
  return {
    text: body.contentType === 'text' ? content.trim() : htmlToText(content),
    message: root && kindOf(activity) === 'channel' ? { ...ref, thread: messageIdOf(root) } : ref,
    ...(author && { author }),
  };
}

/** In a message payload a user's id is the organisation's own id. */
function authorIn(activity: Activity, payload: Record<string, unknown>): Person | undefined {
  const workspace = workspaceOfActivity(activity);
  const { user, application } = asRecord(payload.from);
  const { id: userId, displayName, userIdentityType } = asRecord(user);
  const id = asTeamsId(userId);
  const name = asText(displayName) ?? '';
  if (id) {
    const external = userIdentityType !== undefined && userIdentityType !== 'aadUser';
    return { id: personIdOf(workspace, id), workspace, name, ...(external && { external }) };
  }
  const app = asRecord(application);
  const appId = asTeamsId(app.id);
  if (!appId) return undefined;
  return { id: personIdOf(workspace, `28:${appId}`), workspace, name: asText(app.displayName) ?? '', bot: true };
}

function parseMembers(activity: Activity, receivedAt: Date): readonly ChatEvent[] {
  const { membersAdded = [], membersRemoved = [], recipient } = activity;
  if (membersAdded.length === 0 && membersRemoved.length === 0) return [];
  const isUs = ({ id }: Account) => id === recipient.id;
  const bot = membersAdded.some(isUs) ? 'joined' : membersRemoved.some(isUs) ? 'left' : 'no';
  const people = (accounts: readonly Account[]) =>
    accounts
      .filter((each) => !isBot(each) && !isUs(each))
      .map((each) => personOf(each, workspaceOfActivity(activity), tenantOfActivity(activity)));
  const event: MembershipEvent = {
    ...base(activity, receivedAt),
    kind: 'membership',
    id: eventIdFor(activity, receivedAt, { kind: 'members', content: [membersAdded, membersRemoved] }),
    answers: none,
    joined: people(membersAdded),
    left: people(membersRemoved),
    bot,
  };
  return [event];
}

function parsePlace(activity: Activity, receivedAt: Date): readonly ChatEvent[] {
  const facts = readPlaceChange(activity);
  if (!facts) return [];
  const { eventType } = activity.channelData ?? {};
  const id = eventIdFor(activity, receivedAt, { kind: 'place', content: [eventType ?? null, facts] });
  return [{ ...base(activity, receivedAt), kind: 'place', id, answers: none, facts }];
}

function parseInstallation(activity: Activity, receivedAt: Date): readonly ChatEvent[] {
  // `add-upgrade` and `remove-upgrade` are a new version of an app that stays where it is.
  const change = activity.action === 'add' ? 'added' : activity.action === 'remove' ? 'removed' : undefined;
  if (!change) return [];
  const id = eventIdFor(activity, receivedAt, { kind: 'installation', content: change });
  return [{ ...base(activity, receivedAt), kind: 'installation', id, answers: none, change }];
}

function parseReactions(activity: Activity, receivedAt: Date): readonly ChatEvent[] {
  const { reactionsAdded = [], reactionsRemoved = [], replyToId } = activity;
  if (!replyToId) return [];
  const message = refOf(activity, replyToId);
  const event = (reaction: string, added: boolean): ReactionEvent => ({
    ...base(activity, receivedAt),
    kind: 'reaction',
    id: eventIdFor(activity, receivedAt, { kind: `reaction-${added ? 'added' : 'removed'}`, content: reaction }),
    answers: none,
    reaction,
    added,
    message,
  });
  return [
    ...reactionsAdded.map(({ type }) => event(type, true)),
    ...reactionsRemoved.map(({ type }) => event(type, false)),
  ];
}

/** A message in the conversation of an activity. Only channels have threads; a thread's first message stands in none. */
function refOf(activity: Activity, id: string): MessageRef {
  const { root } = splitThread(activity.conversation.id);
  const conversation: ConversationId = conversationOfActivity(activity).id;
  const thread = kindOf(activity) === 'channel' && root !== undefined && root !== id ? root : undefined;
  return { conversation, id: messageIdOf(id), ...(thread && { thread: messageIdOf(thread) }) };
}

/**
 * The same when Teams sends the same activity again, as it does when an answer takes long or pleases it not. The
 * activity's id alone does not say it: of invokes it may be missing, and nothing promises that two presses have two ids,
 * so what was sent counts too. Without an id the time at which it was sent stands in, and without that the present: then
 * a repeat cannot be told, but no press is lost.
 */
function eventIdFor(
  activity: Activity,
  receivedAt: Date,
  { kind, content }: { readonly kind: string; readonly content: unknown },
): EventId {
  const { id, conversation, from, replyToId, timestamp } = activity;
  const which = id ?? timestamp ?? receivedAt.toISOString();
  const hash = createHash('sha256')
    .update(JSON.stringify([conversation.id, from.id, which, replyToId ?? null, content ?? null]))
    .digest('base64url')
    .slice(0, 32);
  return eventIdOf(workspaceOfActivity(activity), kind, hash);
}
