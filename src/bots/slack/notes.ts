import type { Logger } from '../../base/logger.ts';
import type { Message } from '../../chat/message.ts';
import type { NoteReply } from '../../chat/reply.ts';
import type { Way } from './arrival.ts';
import type { CardStyle, ChartPictures } from './chart-pictures.ts';
import type { SlackClients } from './client.ts';
import { type RenderedMessage, renderMessage } from './render-message.ts';
import { restOf } from './rest.ts';

/** Answers that are messages: by `response_url` while it lives, else by a call of their own. */
export interface Notes {
  say(way: Way, message: Message, to: NoteReply['to']): Promise<void>;
  /** The message that was acted on becomes another one; what is no message of a press is told instead. */
  replace(way: Way, message: Message): Promise<void>;
  /** As it stands in the HTTP answer to a command; absent where Slack's objections to it would not be heard there. */
  bodyOf(way: Way, message: Message, to: NoteReply['to']): Record<string, unknown> | undefined;
}

interface NoteOptions {
  readonly clients: SlackClients;
  readonly charts: ChartPictures;
  readonly logger: Logger;
}

/** One way to give an answer, where there is one. */
type Try = false | '' | undefined | (() => Promise<unknown>);

const plain = { unfurl_links: false, unfurl_media: false } as const;

export function createNotes({ clients, charts, logger }: NoteOptions): Notes {
  async function say(way: Way, message: Message, to: NoteReply['to']): Promise<void> {
    const { responseUrl, channel, thread } = way.origin;
    const { user } = way;
    await give('an answer could not be given', way, message, (shown) => {
      const { text, blocks } = shown;
      const body = { text, blocks, ...(thread !== undefined && { thread_ts: thread }), ...plain };
      return [
        responseUrl && (() => clients.respond(responseUrl, noteBody(shown, to, thread))),
        channel &&
          to === 'person' &&
          (() =>
            clients
              .at(way.workspace)
              .call('chat.postEphemeral', (web) => web.chat.postEphemeral({ channel, user, ...body }))),
        channel &&
          to === 'here' &&
          (() =>
            clients.at(way.workspace).call('chat.postMessage', (web) => web.chat.postMessage({ channel, ...body }))),
      ];
    });
  }

  async function replace(way: Way, message: Message): Promise<void> {
    const { responseUrl, channel } = way.origin;
    if (way.from !== 'message') {
      if (way.from !== 'submission') await say(way, message, 'person');
      return;
    }
    const ts = way.message;
    await give('a card could not be replaced', way, message, ({ text, blocks }) => [
      responseUrl && (() => clients.respond(responseUrl, { replace_original: true, text, blocks, ...plain })),
      channel &&
        ts &&
        (() =>
          clients
            .at(way.workspace)
            .call('chat.update', (web) => web.chat.update({ channel, ts, text, blocks, parse: 'none' }))),
    ]);
  }

  /** By the first way that works, as the workspace can show it. An answer that cannot be given is logged. */
  async function give(
    complaint: string,
    way: Way,
    message: Message,
    waysFor: (shown: RenderedMessage) => readonly Try[],
  ): Promise<void> {
    try {
      await charts.send(
        way.workspace,
        (style) => render(way, message, style),
        (shown) => firstOf(complaint, waysFor(shown)),
      );
    } catch (error) {
      logger.warn({ err: error }, complaint);
    }
  }

  /** The first that works; the last one's failure is that of all. */
  async function firstOf(complaint: string, ways: readonly Try[]): Promise<void> {
    const open = ways.filter((one) => typeof one === 'function');
    if (open.length === 0) logger.debug(`${complaint}: this event has no place for one`);
    for (const [index, one] of open.entries()) {
      try {
        await one();
        return;
      } catch (error) {
        if (index === open.length - 1) throw error;
        logger.debug({ err: error }, complaint);
      }
    }
  }

  /** What an answer shows too little of can be opened in full, as long as the core remembers the answer. */
  function render({ event }: Way, message: Message, style: CardStyle = {}): RenderedMessage {
    const rendered = renderMessage(message, { ...style, rest: event && restOf(`reply:${event}`) });
    if (rendered.lost.length > 0) logger.debug({ lost: rendered.lost }, 'Slack cannot show all of this card');
    return rendered;
  }

  return {
    say,
    replace,
    bodyOf(way, message, to) {
      const shown = render(way, message);
      return hasCharts(shown) ? undefined : noteBody(shown, to);
    },
  };
}

function hasCharts({ blocks, pictures }: RenderedMessage): boolean {
  return pictures.length > 0 || blocks.some((block) => block.type === 'data_visualization');
}

/** A message in the answer to a command or through a `response_url`; only the person sees it, unless it is for `here`. */
export function noteBody(shown: RenderedMessage, to: NoteReply['to'], thread?: string): Record<string, unknown> {
  const { text, blocks } = shown;
  return {
    response_type: to === 'here' ? 'in_channel' : 'ephemeral',
    replace_original: false,
    text,
    blocks,
    ...(thread !== undefined && { thread_ts: thread }),
    ...plain,
  };
}
