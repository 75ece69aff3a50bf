import type { ShortcutEvent } from '../../chat/event.ts';
import type { WorkspaceId } from '../../chat/ids.ts';
import { ignore, type Parsed, type ParseOptions } from './arrival.ts';
import { isObject, type JsonObject, stringOf } from './blocks/json.ts';
import { conversationIdOf, eventIdOf, messageIdOf, personIdOf } from './ids.ts';
import { readInteraction } from './interaction.ts';
import { conversationOf, originOf } from './origin.ts';
import { readText } from './read-text.ts';

/** `message_action` and `shortcut`: an entry of ours in a message's menu, or in the search. */
export function parseShortcut(body: JsonObject, { at }: ParseOptions): Parsed {
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
