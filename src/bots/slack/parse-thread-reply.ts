import type { ThreadReplyEvent } from '../../chat/event.ts';
import { ignore, type Parsed } from './arrival.ts';
import { isObject, type JsonObject, stringOf } from './blocks/json.ts';
import { arrivalOf, type EventSource, eventBase } from './event-source.ts';
import { conversationIdOf, messageIdOf, personIdOf } from './ids.ts';
import { readText } from './read-text.ts';

/*
 * What people write in a thread under a message of ours, and how they change or delete it. Everything else that is said
 * in a channel goes by unread: here is where it is dropped.
 */

export function parseThreadReply(source: EventSource): Parsed {
  const { event } = source;
  const found = changeIn(event);
  if (!found) return ignore('a message that does not speak to the bot');
  const { change, said } = found;
  const [user, ts, thread] = [stringOf(said.user), stringOf(said.ts), stringOf(said.thread_ts)];
  const channel = stringOf(event.channel);
  if (channel === undefined || ts === undefined || thread === undefined || thread === ts) {
    return ignore('a message that does not speak to the bot');
  }
  if (said.bot_id !== undefined || user === undefined || user === source.botUser) return ignore('the words of a bot');
  const parent = stringOf(said.parent_user_id);
  if (parent !== undefined && parent !== source.botUser) return ignore('a reply to a message of somebody else');
  const text = stringOf(said.text) ?? '';
  // It comes as a mention of its own, which is an order.
  if (source.botUser && text.includes(`<@${source.botUser}`)) return ignore('a mention in a thread');
  const { workspace } = source;
  const conversation = conversationIdOf(workspace, channel);
  const reply: ThreadReplyEvent = {
    ...eventBase(source, user),
    kind: 'thread-reply',
    conversation: { id: conversation, workspace, kind: 'channel' },
    change,
    text: change === 'deleted' ? '' : readText(text),
    mentions: change === 'deleted' ? [] : mentionsIn(text, source),
    message: { conversation, id: messageIdOf(ts), thread: messageIdOf(thread) },
  };
  return arrivalOf(reply, source, user, channel);
}

interface Said {
  readonly change: ThreadReplyEvent['change'];
  /** The message as it is now; where it is gone, as it was. */
  readonly said: JsonObject;
}

function changeIn(event: JsonObject): Said | undefined {
  const { subtype } = event;
  if (subtype === undefined || subtype === 'file_share' || subtype === 'thread_broadcast') {
    return { change: 'written', said: event };
  }
  const before = event.previous_message;
  if (subtype === 'message_deleted') return isObject(before) ? { change: 'deleted', said: before } : undefined;
  if (subtype !== 'message_changed' || !isObject(event.message)) return undefined;
  // Slack changes messages itself too, as when it fetches the preview of a link.
  const isSame = isObject(before) && before.text === event.message.text;
  return isSame ? undefined : { change: 'changed', said: event.message };
}

function mentionsIn(text: string, { workspace }: EventSource): ThreadReplyEvent['mentions'] {
  const users = new Set([...text.matchAll(/<@([A-Z0-9]+)(?:\|[^<>]*)?>/g)].map(([, user = '']) => user));
  return [...users].map((user) => ({ text: `@${user}`, person: personIdOf(workspace, user) }));
}
