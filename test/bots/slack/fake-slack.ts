import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse as parseForm } from 'node:querystring';
import { text as readAll, buffer as readBuffer } from 'node:stream/consumers';

/** A small Slack Web API over HTTP: keeps messages, records every call, fails when told to. */
export interface FakeSlack {
  readonly apiUrl: string;
  readonly calls: Call[];
  readonly messages: Kept[];
  /** Bodies that came through a `response_url`, with its last part. */
  readonly responses: { readonly id: string; readonly body: Args }[];
  responseUrl(id: string): string;
  /** The next request fails like this. `word` is Slack's own way: status 200 and `ok: false`. */
  fail(next: Fault): void;
  /** Every call of a method is answered like this; `undefined` is the usual answer. */
  answer(method: string, result: Args | ((args: Args) => Args | undefined)): void;
  /** Pictures that were uploaded, by the file's id. */
  readonly files: ReadonlyMap<string, Buffer>;
  callsOf(method: string): Call[];
  /** Resolves when the next body has come through a `response_url`. */
  nextResponse(): Promise<void>;
  close(): Promise<void>;
}

export type Fault = { word: string } | { status: number; retryAfterSeconds?: number } | 'reset' | 'hang';
export type Args = Readonly<Record<string, unknown>>;

export interface Call {
  readonly method: string;
  readonly args: Args;
  readonly token: string | undefined;
}

interface Kept {
  readonly channel: string;
  readonly ts: string;
  args: Args;
}

const users: Readonly<Record<string, Args>> = {
  U0MAYA001: { real_name: 'Maya Kaur', name: 'maya.k', tz: 'Europe/London', locale: 'en-GB' },
  U0SAM0001: { real_name: 'Sam Lee', name: 'sam', tz: 'America/New_York' },
  U0GUEST01: { real_name: 'Guest', name: 'guest', is_restricted: true },
  U0PARTNER: { real_name: 'Partner', name: 'partner', team_id: 'T0PARTNER', is_stranger: true },
  U0LEFT001: { real_name: 'Left', name: 'left', deleted: true },
  U0BOT0001: { real_name: 'Outloud', name: 'outloud', is_bot: true },
};

export async function startFakeSlack(): Promise<FakeSlack> {
  const calls: Call[] = [];
  const messages: Kept[] = [];
  const responses: { id: string; body: Args }[] = [];
  const answers = new Map<string, (args: Args) => Args | undefined>();
  const files = new Map<string, Buffer>();
  const arrived = new EventEmitter();
  let fault: Fault | undefined;
  let clock = 1_732_500_000;

  const nextTs = (): string => `${++clock}.000100`;
  const find = (args: Args): Kept | undefined =>
    messages.find(({ channel, ts }) => channel === args.channel && ts === args.ts);

  const methods: Readonly<Record<string, (args: Args) => Args>> = {
    'auth.test': () => ({ user_id: 'U0BOT0001', bot_id: 'B0BOT0001', team_id: 'T061EG9R6' }),
    'chat.postMessage': (args) => {
      if (args.channel === 'C0NOWHERE') return { ok: false, error: 'channel_not_found' };
      const ts = nextTs();
      // A person's id opens their direct chat.
      const channel = String(args.channel).replace(/^U/, 'D');
      messages.push({ channel, ts, args });
      return { channel, ts };
    },
    'chat.postEphemeral': () => ({ message_ts: nextTs() }),
    'chat.update': (args) => {
      const kept = find(args);
      if (!kept) return { ok: false, error: 'message_not_found' };
      kept.args = args;
      return { channel: args.channel, ts: args.ts };
    },
    'chat.delete': (args) => {
      const kept = find(args);
      if (!kept) return { ok: false, error: 'message_not_found' };
      messages.splice(messages.indexOf(kept), 1);
      return {};
    },
    'conversations.open': (args) => ({ channel: { id: `D${String(args.users).slice(1)}` } }),
    'conversations.members': (args) => page(Object.keys(users), args, 'members', 4),
    'conversations.history': (args) =>
      page(
        shown(args, (args_) => args_.thread_ts === undefined),
        args,
        'messages',
        3,
      ),
    'conversations.replies': (args) =>
      page(
        shown(args, (args_) => args_.thread_ts === args.ts),
        args,
        'messages',
        3,
      ),
    'users.info': (args) => {
      const user = users[String(args.user)];
      return user ? { user: { id: args.user, team_id: 'T061EG9R6', ...user } } : { ok: false, error: 'user_not_found' };
    },
    'files.getUploadURLExternal': () => {
      const id = `F${String(files.size + 1).padStart(9, '0')}`;
      files.set(id, Buffer.alloc(0));
      return { upload_url: `http://127.0.0.1:${port}/upload/${id}`, file_id: id };
    },
    'files.completeUploadExternal': (args) => ({ files: args.files }),
    'views.open': (args) => ({ view: { id: 'V1', ...(args.view as object) } }),
    'views.update': (args) => ({ view: { id: args.view_id, ...(args.view as object) } }),
    'views.publish': (args) => ({ view: { id: 'VHOME', ...(args.view as object) } }),
  };

  /** Newest first, as Slack lists them. */
  function shown(args: Args, belongs: (of: Args) => boolean): Args[] {
    const inChannel = messages.filter(({ channel }) => channel === args.channel);
    return inChannel
      .filter((kept) => belongs(kept.args))
      .map((kept) => {
        const replies = inChannel.filter((other) => other.args.thread_ts === kept.ts);
        const latest = replies.at(-1)?.ts;
        return { ts: kept.ts, ...kept.args, ...(latest && { thread_ts: kept.ts, latest_reply: latest }) };
      })
      .toReversed();
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path.startsWith('/upload/')) {
      const raw = await readBuffer(request);
      const form = new Response(new Uint8Array(raw), {
        headers: { 'content-type': request.headers['content-type'] ?? '' },
      });
      for (const part of (await form.formData()).values())
        if (typeof part !== 'string') files.set(path.slice('/upload/'.length), Buffer.from(await part.arrayBuffer()));
      return void response.end('OK');
    }
    const body = await readAll(request);
    const isResponse = path.startsWith('/response/');
    const method = path.replace(/^\/(?:api|response)\//, '');
    const args = isResponse ? (JSON.parse(body) as Args) : readArgs(body);
    if (!isResponse) calls.push({ method, args, token: request.headers.authorization?.replace('Bearer ', '') });
    const failing = fault;
    fault = undefined;
    if (failing === 'hang') return;
    if (failing === 'reset') return void request.socket.destroy();
    if (failing && 'status' in failing) {
      const wait = failing.retryAfterSeconds;
      response.writeHead(failing.status, wait === undefined ? {} : { 'retry-after': String(wait) });
      return void response.end('not available');
    }
    if (failing) return reply(response, { ok: false, error: failing.word });
    if (isResponse && answers.get('response')?.(args)) {
      response.writeHead(404);
      return void response.end(JSON.stringify({ ok: false, error: 'invalid_blocks' }));
    }
    if (isResponse) {
      responses.push({ id: method, body: args });
      arrived.emit('response');
      return void response.end('ok');
    }
    const result = answers.get(method)?.(args) ?? methods[method]?.(args);
    reply(response, result ?? { ok: false, error: 'unknown_method' });
  }

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    calls,
    messages,
    responses,
    files,
    responseUrl: (id) => `http://127.0.0.1:${port}/response/${id}`,
    fail(next) {
      fault = next;
    },
    answer(method, result) {
      answers.set(method, typeof result === 'function' ? result : () => result);
    },
    callsOf: (method) => calls.filter((call) => call.method === method),
    async nextResponse() {
      await once(arrived, 'response');
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function page(list: readonly unknown[], args: Args, name: string, size: number): Args {
  const from = Number(args.cursor ?? 0);
  const next = from + size < list.length ? String(from + size) : '';
  return { [name]: list.slice(from, from + size), response_metadata: { next_cursor: next } };
}

function readArgs(body: string): Args {
  return Object.fromEntries(
    Object.entries(parseForm(body)).map(([key, value]) => [
      key,
      /^[[{]/.test(String(value)) && key !== 'text' ? (JSON.parse(String(value)) as unknown) : value,
    ]),
  );
}

function reply(response: ServerResponse, result: Args): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ok: true, ...result }));
}
