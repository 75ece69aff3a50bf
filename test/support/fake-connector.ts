import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A Bot Connector with its token authority and its keys, on this machine; and what Teams sends, signed by those keys. */

export const appId = 'b7a1c9d4-52e6-4f08-a3bb-90c4d1e7f265';
export const tenantId = '6f3c1d2e-8a47-4b5e-9c11-27d0a5b4e803';

export type Json = Record<string, unknown>;

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Json;
  /** How it was answered; 0 while, or because, it was not. */
  status: number;
  answer: Json;
}

export type Failure =
  | {
      readonly status: number;
      readonly retryAfterSeconds?: number;
      readonly location?: string;
      readonly body?: unknown;
    }
  | 'reset'
  | 'silent';

export interface FakeConnector {
  readonly serviceUrl: string;
  readonly openIdMetadataUrl: string;
  readonly loginUrl: string;
  /** What arrived, tokens and keys left out. */
  readonly calls: readonly Call[];
  /** Requests for tokens and keys. */
  readonly tokenCalls: readonly string[];
  /** The roster of every conversation, as `pagedmembers` gives it. */
  members: readonly Json[];
  /** The channels of every team. */
  channels: readonly Json[];
  pageSize: number;
  /** The next call fails like this, once. */
  fail(next: Failure): void;
  /** The next request for a token or for keys fails like this, once. */
  failToken(status: number): void;
  /** What DELETE answers; emulators cannot. */
  deletes: number;
  token(claims?: Json, options?: { readonly key?: 'ours' | 'another'; readonly kid?: string }): string;
  close(): Promise<void>;
}

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const another = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

export async function startFakeConnector(): Promise<FakeConnector> {
  const calls: Call[] = [];
  const tokenCalls: string[] = [];
  const gone = new Set<string>();
  const kid = randomUUID();
  let failure: Failure | undefined;
  let tokenFailure: number | undefined;
  let sequence = 0;
  const server = http.createServer((req, res) => void answer(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const serviceUrl = `${origin}/teams/`;

  const fake: FakeConnector = {
    serviceUrl,
    openIdMetadataUrl: `${origin}/teams/.well-known/openidconfiguration`,
    loginUrl: `${origin}/teams`,
    calls,
    tokenCalls,
    members: [],
    channels: [],
    pageSize: 2,
    deletes: 200,
    fail(next) {
      failure = next;
    },
    failToken(status) {
      tokenFailure = status;
    },
    token: (claims = {}, options = {}) => sign({ ...standardClaims(serviceUrl), ...claims }, { kid, ...options }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;

  async function answer(req: http.IncomingMessage, res: http.ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', origin);
    const body = await read(req);
    if (isForTokens(url.pathname)) return send(res, ...answerTokens(url.pathname, body));
    const method = req.method ?? '';
    const call = { method, path: url.pathname, query: url.searchParams, headers: req.headers, body: parse(body) };
    const kept: Call = { ...call, status: 0, answer: {} };
    calls.push(kept);
    const fails = failure;
    failure = undefined;
    if (fails === 'silent') return;
    if (fails === 'reset') return void req.socket.destroy();
    if (fails) {
      const { retryAfterSeconds, location } = fails;
      const headers = {
        ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
        ...(location !== undefined && { location }),
      };
      kept.status = fails.status;
      return send(res, fails.status, fails.body ?? { error: { code: 'Failing', message: 'secret words' } }, headers);
    }
    const [status, answer] = route(method, url, kept.body);
    Object.assign(kept, { status, answer: answer ?? {} });
    return send(res, status, answer);
  }

  function answerTokens(path: string, body: string): [status: number, answer: Json] {
    tokenCalls.push(path);
    const fails = tokenFailure;
    tokenFailure = undefined;
    if (fails) return [fails, { error: 'invalid_client' }];
    if (path.endsWith('/token')) {
      const right = new URLSearchParams(body).get('client_secret') === 'the password';
      return [right ? 200 : 401, { token_type: 'Bearer', expires_in: 3600, access_token: 'outgoing-token' }];
    }
    if (path.endsWith('/keys')) {
      const jwk = { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256', endorsements: ['msteams'] };
      return [200, { keys: [jwk] }];
    }
    return [200, { issuer: 'https://api.botframework.com', jwks_uri: `${origin}/teams/keys` }];
  }

  function route(method: string, url: URL, body: Json): [status: number, answer?: Json] {
    if (/^\/teams\/v3\/teams\/[^/]+\/conversations$/.test(url.pathname)) return [200, { conversations: fake.channels }];
    const [, conversation, what, activity = ''] =
      /^\/teams\/v3\/conversations(?:\/([^/]+)(?:\/(activities|pagedmembers)(?:\/([^/]+))?)?)?$/.exec(url.pathname) ??
      [];
    if (method === 'POST' && !conversation) return create(body);
    if (what === 'pagedmembers') return page(url);
    if (what !== 'activities') return [404, { error: { code: 'ServiceError' } }];
    if (method === 'POST') return [201, { id: nextId() }];
    if (method === 'PUT') return [200, { id: activity }];
    if (gone.has(activity)) return [404, { error: { code: 'ActivityNotFoundInConversation' } }];
    if (fake.deletes !== 200) return [fake.deletes, { error: { code: 'NotImplemented' } }];
    gone.add(activity);
    return [200];
  }

  function create(body: Json): [number, Json] {
    const channel = (body.channelData as { channel?: { id: string } } | undefined)?.channel?.id;
    const id = nextId();
    if (channel) return [201, { id: `${channel};messageid=${id}`, activityId: id }];
    const [member] = body.members as { id: string }[];
    return [201, { id: `a:direct-of-${member?.id}` }];
  }

  function page(url: URL): [number, Json] {
    const start = Number(url.searchParams.get('continuationToken') ?? 0);
    const end = start + fake.pageSize;
    const more = end < fake.members.length ? { continuationToken: String(end) } : {};
    return [200, { members: fake.members.slice(start, end), ...more }];
  }

  function nextId(): string {
    sequence += 1;
    return String(1_763_899_300_000 + sequence);
  }
}

function standardClaims(serviceUrl: string): Json {
  const now = Math.floor(Date.now() / 1000);
  return { iss: 'https://api.botframework.com', aud: appId, serviceurl: serviceUrl, nbf: now - 60, exp: now + 3600 };
}

function sign(claims: Json, { key, kid }: { readonly key?: 'ours' | 'another'; readonly kid: string }): string {
  const encode = (part: Json) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ alg: 'RS256', typ: 'JWT', kid })}.${encode(claims)}`;
  const signature = createSign('RSA-SHA256')
    .update(signed)
    .sign(key === 'another' ? another : privateKey);
  return `${signed}.${signature.toString('base64url')}`;
}

function isForTokens(path: string): boolean {
  return path.endsWith('/token') || path.endsWith('/keys') || path.endsWith('/openidconfiguration');
}

async function read(req: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function parse(body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return {};
  }
}

function send(res: http.ServerResponse, status: number, body?: unknown, headers: http.OutgoingHttpHeaders = {}): void {
  res.writeHead(status, { 'content-type': 'application/json', ...headers });
  res.end(body === undefined ? undefined : JSON.stringify(body));
}
