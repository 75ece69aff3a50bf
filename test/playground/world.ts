import { createHmac, createPublicKey, verify } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LogLevel, WebClient } from '@slack/web-api';
import type { Kysely } from 'kysely';
import restify from 'restify';
import { type Clock, createMovableClock, type MovableClock } from '../../src/base/clock.ts';
import { createPlayground, type Playground, type PlaygroundOptions } from '../../src/playground/playground.ts';
import type { SlackMessage, State, TeamsMessage } from '../../src/playground/state.ts';
import type { Database } from '../../src/storage/schema.ts';
import { testLogger } from '../support/database.ts';

type Body = Record<string, unknown>;

/** A request that the local Slack or Teams sent to the app, believed only once its signature was checked. */
export interface Received {
  readonly route: 'slack' | 'teams';
  readonly headers: IncomingMessage['headers'];
  /** An event's JSON, a form's fields, or the `payload` of an interaction. */
  readonly body: Body;
}

export interface Reply {
  readonly status?: number;
  readonly body?: string;
  /** Never answers; the service gives up. */
  readonly hang?: true;
}

export interface World {
  readonly origin: string;
  readonly playground: Playground;
  readonly clock: MovableClock;
  /** Moves the clock by which triggers and signatures live. */
  realOffsetMs: number;
  readonly received: Received[];
  /** What the app answers to the next requests; an empty 200 when there is nothing left here. */
  readonly replies: (Reply | ((received: Received) => Reply | Promise<Reply>))[];
  state(): Promise<State>;
  act(act: Body): Promise<{ ok: boolean; tell?: string }>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  slackMessages(conversation: string): Promise<SlackMessage[]>;
  teamsMessages(conversation: string): Promise<TeamsMessage[]>;
  /** A new process on the same database. */
  restart(): Promise<World>;
  close(): Promise<void>;
}

type Extra = Partial<Pick<PlaygroundOptions, 'nextDueAt' | 'onClockMoved' | 'patience' | 'unknownBlocks' | 'cards'>>;

/** A real server with the playground on it, and an app beside it that answers what a test tells it to. */
export async function openWorld(db: Kysely<Database>, extra: Extra = {}): Promise<World> {
  const server = restify.createServer({ name: 'test' });
  const clock = createMovableClock();
  const received: Received[] = [];
  const replies: World['replies'] = [];
  let origin = '';
  const realClock: Clock = { now: () => new Date(Date.now() + world.realOffsetMs) };

  const world: World = {
    get origin() {
      return origin;
    },
    get playground() {
      return playground;
    },
    clock,
    realOffsetMs: 0,
    received,
    replies,
    state: async () => (await fetch(`${origin}/playground/state`)).json() as Promise<State>,
    act: async (act) => (await world.post('/playground/act', act)).json() as Promise<{ ok: boolean; tell?: string }>,
    post: (path, body, headers = {}) =>
      fetch(`${origin}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    slackMessages: async (id) => (await world.state()).slack.conversations[id]?.messages ?? [],
    teamsMessages: async (id) => (await world.state()).teams.conversations[id]?.messages ?? [],
    async restart() {
      await world.close();
      return openWorld(db, extra);
    },
    async close() {
      await playground.stop();
      server.server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };

  async function answer(one: Received, res: ServerResponse): Promise<void> {
    received.push(one);
    const next = replies.shift() ?? {};
    const { status = 200, body = '', hang } = typeof next === 'function' ? await next(one) : next;
    if (hang) await once(res, 'close');
    else sendStatus(res, status, body);
  }

  server.post('/slack/events', async (req, res) => {
    const raw = await rawBody(req);
    if (!slackSigned(req.headers, raw, playground.slack.signingSecret)) return sendStatus(res, 401);
    await answer({ route: 'slack', headers: req.headers, body: readSlack(raw, req.headers['content-type']) }, res);
  });
  server.post('/api/messages', async (req, res) => {
    const body = JSON.parse(await rawBody(req)) as Body;
    if (!(await teamsSigned(req.headers.authorization, body, playground))) return sendStatus(res, 401);
    await answer({ route: 'teams', headers: req.headers, body }, res);
  });

  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  origin = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  const playground = await createPlayground({
    origin: () => origin,
    db,
    clock,
    realClock,
    nextDueAt: async () => undefined,
    onClockMoved: async () => undefined,
    commands: [{ command: '/outloud', hint: 'help', description: 'Working out loud' }],
    shortcuts: [{ id: 'turn-into-note', name: 'Turn into a note' }],
    logger: testLogger,
    ...extra,
  });
  playground.mount(server);
  return world;
}

/** The SDK that the app uses, without its retries and its talk. */
export function slackClient({ playground }: World, token = playground.slack.botToken): WebClient {
  const silent = () => undefined;
  return new WebClient(token, {
    slackApiUrl: playground.slack.apiUrl(),
    retryConfig: { retries: 0 },
    logger: {
      debug: silent,
      info: silent,
      warn: silent,
      error: silent,
      setLevel: silent,
      setName: silent,
      getLevel: () => LogLevel.ERROR,
    },
  });
}

/** restify's `writeHead` gives nothing back. */
function sendStatus(res: ServerResponse, status: number, body = ''): void {
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(body);
}

async function rawBody(req: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of req) text += String(chunk);
  return text;
}

function slackSigned(headers: IncomingMessage['headers'], raw: string, secret: string): boolean {
  const timestamp = String(headers['x-slack-request-timestamp']);
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;
  const expected = createHmac('sha256', secret).update(`v0:${timestamp}:${raw}`).digest('hex');
  return headers['x-slack-signature'] === `v0=${expected}`;
}

function readSlack(raw: string, type = ''): Body {
  if (type.startsWith('application/json')) return JSON.parse(raw) as Body;
  const form = new URLSearchParams(raw);
  const payload = form.get('payload');
  return payload === null ? Object.fromEntries(form) : (JSON.parse(payload) as Body);
}

/** As a bot has to: the key from the published metadata, issuer, audience, time, and the claim that is the address. */
async function teamsSigned(header: string | undefined, body: Body, playground: Playground): Promise<boolean> {
  const [head = '', claims = '', signature = ''] = (header ?? '').replace('Bearer ', '').split('.');
  const { kid, alg } = decoded(head);
  const metadata = (await (await fetch(playground.teams.openIdMetadataUrl())).json()) as Record<string, string>;
  const { keys } = (await (await fetch(metadata.jwks_uri ?? '')).json()) as {
    keys: Record<string, string | string[]>[];
  };
  const key = keys.find((one) => one.kid === kid);
  if (!key || alg !== 'RS256' || !(key.endorsements as string[]).includes('msteams')) return false;
  const publicKey = createPublicKey({ key: key as Record<string, string>, format: 'jwk' });
  const signed = Buffer.from(`${head}.${claims}`);
  if (!verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'))) return false;
  const { iss, aud, exp, serviceurl } = decoded(claims);
  return (
    iss === 'https://api.botframework.com' &&
    iss === metadata.issuer &&
    aud === playground.teams.appId &&
    Number(exp) > Date.now() / 1000 &&
    serviceurl === body.serviceUrl
  );
}

function decoded(part: string): Body {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8') || '{}') as Body;
}
