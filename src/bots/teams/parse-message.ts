import type { ChatEvent, MessageEvent, ThreadReplyEvent } from '../../chat/event.ts';
import type { Activity } from './activity.ts';
import { htmlToText } from './html-text.ts';
import { base, conversationOfActivity, eventIdFor, isBot, kindOf, none, refOf } from './origin.ts';

/** What people write to the bot; a card's `Action.Submit` comes as a message too, and is read in `parse-press.ts`. */
export function parseMessage(activity: Activity, receivedAt: Date): readonly ChatEvent[] {
  const { text = '' } = activity;
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
export function parseThreadReply(activity: Activity, receivedAt: Date): readonly ChatEvent[] {
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
