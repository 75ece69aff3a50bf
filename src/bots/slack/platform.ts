import type { KnownBlock } from '@slack/types';
import type { Server } from 'restify';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { Bot } from '../../chat/bot.ts';
import type { ConversationId, MessageRef, PersonId } from '../../chat/ids.ts';
import type { Message } from '../../chat/message.ts';
import { type Platform, PlatformError, type PostOptions } from '../../chat/platform.ts';
import { describe } from './channels.ts';
import { type CardStyle, type ChartPictures, createChartPictures } from './chart-pictures.ts';
import type { SlackClients } from './client.ts';
import { slackWordOf } from './errors.ts';
import { publishHome } from './home.ts';
import { conversationIdOf, messageIdOf, slackIdOf, workspaceOf } from './ids.ts';
import type { SlackInstaller } from './installs/installer.ts';
import { createSlackInstalls, type SlackJob, type SlackOAuthOptions } from './installs/installs.ts';
import { connectBolt } from './intake.ts';
import { answerWithinMs, slackLimits } from './limits.ts';
import { createPeople } from './people.ts';
import { deliveryType, findPost } from './posts.ts';
import { createReceiver } from './receiver.ts';
import { type RenderedMessage, renderMessage } from './render-message.ts';
import { restOf } from './rest.ts';
import { threadAddress } from './thread-address.ts';
import { words } from './words.ts';

export interface SlackOptions {
  readonly signingSecret: string;
  /** Of the one workspace that the app was installed to by hand. */
  readonly botToken?: string;
  /** Any number of workspaces install it by OAuth. */
  readonly oauth?: SlackOAuthOptions;
  /** Another address of the Slack Web API; Slack's own by default. */
  readonly apiUrl?: string;
  /** Without the slash. */
  readonly commands: readonly string[];
  readonly shortcuts: readonly string[];
  readonly bot: Bot;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Slack waits 3 seconds; after this long it gets a first answer and the real one follows. */
  readonly answerWithinMs?: number;
  /** Waits so many milliseconds for a picture that Slack is still working on. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

export interface SlackAdapter {
  readonly platform: Platform;
  /** Adds `POST /slack/events`; the server must not have read the body before. */
  mount(server: Server): void;
  /** Absent where nobody can install by OAuth. */
  readonly installer?: SlackInstaller;
  readonly jobs: readonly SlackJob[];
  /** Waits for what is being answered, and for what must be kept. */
  stop(): Promise<void>;
}

/** Makes no call to Slack. */
export async function createSlackAdapter(options: SlackOptions): Promise<SlackAdapter> {
  const logger = options.logger.child({ platform: 'slack' });
  const installs = createSlackInstalls({ ...options, logger });
  const { clients } = installs;
  const charts = createChartPictures({ ...options, clients, logger });
  const patience = options.answerWithinMs ?? answerWithinMs;
  const receiver = createReceiver({ signingSecret: options.signingSecret, answerWithinMs: patience, logger });
  connectBolt(receiver, { ...options, logger, installs, clients, charts, answerWithinMs: patience });
  return {
    platform: createPlatform({ ...options, clients, charts, logger }),
    mount(server) {
      server.post('/slack/events', (request, response, next) => {
        response.once('close', () => next(false));
        receiver.handle(request, response);
      });
    },
    installer: installs.installer,
    jobs: installs.jobs,
    async stop() {
      await receiver.settled();
      await installs.settled();
    },
  };
}

interface PlatformOptions extends Pick<SlackOptions, 'botToken' | 'oauth' | 'signingSecret' | 'clock' | 'logger'> {
  readonly clients: SlackClients;
  readonly charts: ChartPictures;
}

function createPlatform({ clients, charts, ...options }: PlatformOptions): Platform {
  const people = createPeople(clients, options.clock);

  async function sendPost(to: ConversationId | PersonId, message: Message, about: PostOptions) {
    const shown = about.repeat ? withRepeatNote(message) : message;
    const client = clients.at(workspaceOf(to));
    const place = { channel: slackIdOf(to), ...(about.thread !== undefined && { thread_ts: about.thread }) };
    const answer = await send(to, shown, about.deliveryId, ({ text, blocks }) =>
      client.call('chat.postMessage', (web) =>
        web.chat.postMessage({
          ...place,
          text,
          blocks: blocks as KnownBlock[],
          // Nothing that a person wrote is looked at for names and addresses, and nothing is fetched from there.
          parse: 'none',
          mrkdwn: false,
          unfurl_links: false,
          unfurl_media: false,
          metadata: { event_type: deliveryType, event_payload: { delivery_id: about.deliveryId } },
        }),
      ),
    );
    if (!answer.ts) throw new PlatformError('unavailable', 'chat.postMessage: no ts in the answer');
    return { id: messageIdOf(answer.ts), channel: answer.channel };
  }

  async function post(to: ConversationId, message: Message, about: PostOptions): Promise<MessageRef> {
    const { id } = await sendPost(to, message, about);
    return { conversation: to, id, ...(about.thread !== undefined && { thread: about.thread }) };
  }

  /** A person's id opens the direct chat; the answer names it (https://docs.slack.dev/reference/methods/chat.postMessage). */
  async function postDirect(person: PersonId, message: Message, about: PostOptions): Promise<MessageRef> {
    const { id, channel } = await sendPost(person, message, about);
    if (!channel) throw new PlatformError('unavailable', 'chat.postMessage: no channel in the answer');
    return { conversation: conversationIdOf(workspaceOf(person), channel), id };
  }

  async function update(ref: MessageRef, message: Message, about?: { deliveryId: string }): Promise<void> {
    const client = clients.at(workspaceOf(ref.conversation));
    const place = { channel: slackIdOf(ref.conversation), ts: ref.id };
    await send(ref.conversation, message, about?.deliveryId, ({ text, blocks }) =>
      client.call('chat.update', (web) =>
        web.chat.update({ ...place, text, blocks: blocks as KnownBlock[], parse: 'none' }),
      ),
    );
  }

  /** What a delivery shows too little of can be opened in full; what is none is short. */
  function send<T>(
    to: ConversationId | PersonId,
    message: Message,
    deliveryId: string | undefined,
    deliver: (rendered: RenderedMessage) => Promise<T>,
  ): Promise<T> {
    const rest = deliveryId === undefined ? undefined : restOf(`delivery:${deliveryId}`);
    const draw = (style: CardStyle): RenderedMessage => {
      const rendered = renderMessage(message, { ...style, rest });
      if (rendered.lost.length > 0) options.logger.debug({ lost: rendered.lost }, 'Slack cannot show all of this card');
      return rendered;
    };
    return charts.send(workspaceOf(to), draw, deliver);
  }

  return {
    name: 'slack',
    limits: slackLimits,
    abilities: {
      postDirect,
      findPost: (to, traces) => findPost(clients.at(workspaceOf(to)), to, traces),
      tellsAdministrators: true,
      publishHome: (person, card) => publishHome({ clients, charts }, person, card),
      profile: (person) => people.profile(person),
      threadAddress,
      describe: (conversation) => describe(clients.at(workspaceOf(conversation)), conversation),
    },
    post,
    update,
    async remove(ref, instead) {
      const client = clients.at(workspaceOf(ref.conversation));
      const place = { channel: slackIdOf(ref.conversation), ts: ref.id };
      try {
        await client.call('chat.delete', (web) => web.chat.delete(place));
      } catch (error) {
        const word = slackWordOf(error);
        if (word === 'message_not_found') return;
        if (word !== 'cant_delete_message' && word !== 'compliance_exports_prevent_deletion') throw error;
        await update(ref, { text: instead });
      }
    },
    async openDirect(person: PersonId) {
      const workspace = workspaceOf(person);
      const answer = await clients
        .at(workspace)
        .call('conversations.open', (web) => web.conversations.open({ users: slackIdOf(person) }));
      const channel = answer.channel?.id;
      if (!channel) throw new PlatformError('unavailable', 'conversations.open: no channel in the answer');
      return { id: conversationIdOf(workspace, channel), workspace, kind: 'direct' };
    },
    members: (conversation) => people.members(conversation),
    async ready() {
      if (!(options.botToken || options.oauth) || options.signingSecret === '') {
        throw new PlatformError('unauthorized', 'the bot token or the signing secret of Slack is missing');
      }
    },
  };
}

/** Without the permission to look, nobody can tell whether the first one arrived; its buttons are harmless when pressed twice. */
function withRepeatNote({ text, card }: Message): Message {
  const note = { type: 'TextBlock', text: words.perhapsTwice, wrap: true, isSubtle: true, size: 'Small' };
  const told = `${text}\n\n${words.perhapsTwice}`;
  return card ? { text: told, card: { ...card, body: [...card.body, note] } } : { text: told };
}
