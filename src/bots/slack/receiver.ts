import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse as parseForm } from 'node:querystring';
import type { App, Receiver } from '@slack/bolt';
import { parseJson } from '../../base/json.ts';
import type { Logger } from '../../base/logger.ts';
import { settleWithin } from '../../base/patience.ts';
import { readBody } from '../../base/request-body.ts';
import { Busy } from '../../chat/bot.ts';
import { isObject, type JsonObject, stringOf } from './blocks/json.ts';
import { longestBody, mostUnderWay, sendAgainAfterSeconds } from './limits.ts';
import { whyNotSlack } from './verify.ts';
import { complaintAbout } from './well-shaped.ts';

/*
 * Bolt's own HTTPReceiver does the same for well-formed requests. This one is ours because of the others: a body that
 * is `null`, a payload without a sender or one of an unknown type make Bolt throw outside of its own try, or wait three
 * seconds and answer 404; and everything is acknowledged here only once the core has it. Slack sends an event again
 * that was answered 503, at once and after 1 and 5 minutes (https://docs.slack.dev/apis/events-api), and shows a sign
 * beside a button whose press was.
 */
export interface SlackReceiver extends Receiver {
  /** Answers every request, whatever is in it; also when what it caused is not over yet. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** When everything that was begun has ended. */
  settled(): Promise<void>;
}

interface ReceiverOptions {
  readonly signingSecret: string;
  /** Also what a body may take to arrive: one that trickles in slower is not from Slack. */
  readonly answerWithinMs: number;
  readonly logger: Logger;
}

interface Answer {
  readonly status: number;
  readonly body?: string | JsonObject;
}

const unread: Readonly<Record<'large' | 'slow' | 'broken', Answer>> = {
  large: { status: 413, body: 'The body is larger than 1 MB.' },
  slow: { status: 408, body: 'The body did not arrive in time.' },
  broken: { status: 400, body: 'The body broke off.' },
};

const sendAgain: Answer = { status: 503, body: 'Many people are here at once. Please send this again.' };

export function createReceiver(options: ReceiverOptions): SlackReceiver {
  const { logger } = options;
  let app: App | undefined;

  const running = new Set<Promise<void>>();

  function handle(request: IncomingMessage, response: ServerResponse): void {
    if (running.size >= mostUnderWay) {
      send(response, sendAgain);
      return;
    }
    const handled = answer(request, response).finally(() => running.delete(handled));
    running.add(handled);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const read = await readRequest(request, options);
      if ('status' in read) return send(response, read);
      if (read.body.event === undefined) await takeInteraction(read.body, response);
      else await takeEvent(read.body, request, response);
    } catch (error) {
      if (error instanceof Busy) return send(response, sendAgain);
      logger.error({ err: error }, 'a request from Slack could not be handled');
      send(response, { status: 500, body: 'Something went wrong on our side.' });
    }
  }

  async function takeInteraction(body: JsonObject, response: ServerResponse): Promise<void> {
    await app?.processEvent({ body, ack: async (said) => send(response, { status: 200, body: toBody(said) }) });
    // Whatever nobody answered: a stale button must not show an error after three seconds.
    send(response, { status: 200 });
  }

  async function takeEvent(body: JsonObject, request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Bolt acknowledges an event itself, before anybody has it; `taken` is for those who do.
    const customProperties = { taken: async () => send(response, { status: 200 }) };
    const event = { body, ack: async () => undefined, retryNum: retryNumber(request), customProperties };
    const handled = Promise.resolve(app?.processEvent(event)).catch((error: unknown) => {
      logger[error instanceof Busy ? 'debug' : 'warn']({ err: error }, 'an event was not taken; Slack sends it again');
      send(response, sendAgain);
    });
    // Late is not taken: Slack sends it again, and the core knows what it has had.
    if ((await settleWithin(handled, options.answerWithinMs)) === 'late') send(response, sendAgain);
    await handled;
    send(response, { status: 200 });
  }

  return {
    handle,
    async settled() {
      while (running.size > 0) await Promise.allSettled(running);
    },
    init(bolt) {
      app = bolt;
    },
    // Bolt asks for these; the server that this is mounted in starts and stops on its own.
    start: async () => undefined,
    stop: async () => undefined,
  };
}

async function readRequest(request: IncomingMessage, options: ReceiverOptions): Promise<Answer | { body: JsonObject }> {
  if (!['', 'identity'].includes(request.headers['content-encoding'] ?? '')) {
    return { status: 415, body: 'Compressed bodies are not taken.' };
  }
  const rawBody = await readBody(request, { longest: longestBody, withinMs: options.answerWithinMs });
  if (typeof rawBody === 'string') return unread[rawBody];
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const isForm = type === 'application/x-www-form-urlencoded';
  // Slack checks the certificate with an unsigned `ssl_check=1`; nothing else in such a body counts.
  if (isForm && parseForm(rawBody.toString()).ssl_check === '1') return { status: 200 };
  const why = whyNotSlack(
    { headers: request.headers, rawBody },
    { signingSecret: options.signingSecret, now: new Date() },
  );
  if (why !== undefined) {
    options.logger.warn({ why }, 'a request was not from Slack');
    return { status: 401, body: 'This request is not signed by Slack, or too old.' };
  }
  if (!isForm && type !== 'application/json') {
    return { status: 415, body: 'Slack sends application/json or application/x-www-form-urlencoded.' };
  }
  return readPayload(rawBody.toString(), isForm);
}

function readPayload(text: string, isForm: boolean): Answer | { body: JsonObject } {
  const body = isForm ? readForm(text) : parseJson(text);
  if (!isObject(body)) return { status: 400, body: 'The body cannot be read.' };
  if (body.type === 'url_verification') {
    return { status: 200, body: { challenge: stringOf(body.challenge) ?? '' } };
  }
  const complaint = complaintAbout(body);
  return complaint === undefined ? { body } : { status: 400, body: complaint };
}

function readForm(text: string): unknown {
  const fields = parseForm(text);
  if (fields.payload === undefined) return { ...fields };
  return typeof fields.payload === 'string' ? parseJson(fields.payload) : undefined;
}

function retryNumber(request: IncomingMessage): number | undefined {
  const number = Number(request.headers['x-slack-retry-num'] ?? Number.NaN);
  return Number.isInteger(number) ? number : undefined;
}

function toBody(answer: unknown): Answer['body'] {
  if (isObject(answer)) return answer;
  return typeof answer === 'string' && answer !== '' ? { text: answer } : undefined;
}

function send(response: ServerResponse, { status, body }: Answer): void {
  if (response.headersSent || response.destroyed) return;
  const isText = typeof body === 'string';
  const text = isText ? body : body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, {
    'content-length': Buffer.byteLength(text),
    ...(text !== '' && { 'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8' }),
    // The rest of a body that is late is not waited for.
    ...(status === 408 && { connection: 'close' }),
    ...(status === 503 && { 'retry-after': String(sendAgainAfterSeconds) }),
  });
  response.end(text);
}
