import { createHash } from 'node:crypto';
import type { Conversation, ConversationKind } from '../../chat/conversation.ts';
import type { Answers } from '../../chat/event.ts';
import type { ConversationId, EventId, MessageRef, WorkspaceId } from '../../chat/ids.ts';
import type { Person } from '../../chat/person.ts';
import { type Account, type Activity, tenantOfActivity } from './activity.ts';
import { conversationIdOf, eventIdOf, messageIdOf, personIdOf, splitThread, workspaceIdOf } from './ids.ts';

/** Who an activity comes from, where, about which message: what every event has. */

/** A message, or a card's `Action.Submit`: the HTTP answer holds nothing that a person would see. */
export const none: Answers = { form: false, note: false, replace: false };
/** `task/…`, `composeExtension/…`: the answer is a dialog, or closes one. */
export const inDialog: Answers = { form: true, note: 'words', replace: false };

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

export function kindOf({ conversation, channelData }: Activity): ConversationKind {
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

export function base(activity: Activity, receivedAt: Date) {
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

/** A message in the conversation of an activity. Only channels have threads; a thread's first message stands in none. */
export function refOf(activity: Activity, id: string): MessageRef {
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
export function eventIdFor(
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
