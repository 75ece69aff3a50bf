import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { stringify } from 'node:querystring';
import { pino } from 'pino';
import { createServer } from 'restify';
import { createSlackAdapter, type SlackAdapter, type SlackOptions } from '../../../src/bots/slack/platform.ts';
import type { Bot } from '../../../src/chat/bot.ts';
import type { ChatEvent } from '../../../src/chat/event.ts';
import { nothing, type Reply } from '../../../src/chat/reply.ts';
import type { FakeSlack } from './fake-slack.ts';

export const signingSecret = 'e6b19c573432dcc6b075501d51b51bb8';
const now = new Date('2026-11-24T09:00:00Z');

const quiet = pino({ level: 'silent' });

export async function createPlatformForTest(
  slack: Pick<FakeSlack, 'apiUrl'>,
  change: Partial<SlackOptions> = {},
): Promise<SlackAdapter> {
  return createSlackAdapter({
    signingSecret,
    botToken: 'xoxb-test',
    apiUrl: slack.apiUrl,
    commands: ['outloud', 'pilot'],
    shortcuts: ['turn-into-note', 'suggest-highlight'],
    bot: { handle: async () => nothing },
    clock: { now: () => now },
    logger: quiet,
    ...change,
  });
}

/** The core's part: what it was given, and what it says. */
export interface ScriptedBot extends Bot {
  readonly events: ChatEvent[];
  answer: (event: ChatEvent) => Reply | Promise<Reply>;
}

export function createScriptedBot(): ScriptedBot {
  const events: ChatEvent[] = [];
  return {
    events,
    answer: () => nothing,
    async handle(event) {
      events.push(event);
      return this.answer(event);
    },
  };
}

export interface Mounted {
  readonly adapter: SlackAdapter;
  readonly url: string;
  /** A JSON body, signed now unless said otherwise. */
  sendEvent(body: unknown, change?: Change): Promise<Answered>;
  /** A form body: a command's fields. */
  sendForm(fields: Readonly<Record<string, unknown>>, change?: Change): Promise<Answered>;
  /** An interaction: a form body with `payload`. */
  sendPayload(payload: unknown, change?: Change): Promise<Answered>;
  send(body: string | Buffer, change?: Change): Promise<Answered>;
  close(): Promise<void>;
}

export interface Change {
  readonly secondsAgo?: number;
  readonly secret?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Answered {
  readonly status: number;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

const formType = { 'content-type': 'application/x-www-form-urlencoded' };

/** A real restify server with the adapter on it. */
export async function mount(adapter: SlackAdapter): Promise<Mounted> {
  const server = createServer();
  adapter.mount(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as unknown as AddressInfo).port}/slack/events`;

  async function send(body: string | Buffer, change: Change = {}): Promise<Answered> {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...sign(body, change), ...change.headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true;
    return { status: answer.status, text, json: isJson ? (JSON.parse(text) as Answered['json']) : undefined };
  }

  const asForm = (change: Change = {}): Change => ({ ...change, headers: { ...formType, ...change.headers } });
  return {
    adapter,
    url,
    send,
    sendEvent: (body, change) => send(JSON.stringify(body), change),
    sendForm: (fields, change) => send(stringify(fields as Record<string, string>), asForm(change)),
    sendPayload: (payload, change) => send(stringify({ payload: JSON.stringify(payload) }), asForm(change)),
    async close() {
      await adapter.stop();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export function sign(
  body: string | Buffer,
  { secondsAgo = 0, secret = signingSecret }: Change = {},
): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000) - secondsAgo);
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` };
}
