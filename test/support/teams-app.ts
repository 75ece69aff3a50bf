import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import restify from 'restify';
import { systemClock } from '../../src/base/clock.ts';
import { createTeamsAdapter, type TeamsAdapter, type TeamsOptions } from '../../src/bots/teams/platform.ts';
import type { ChatEvent } from '../../src/chat/event.ts';
import { nothing, type Reply } from '../../src/chat/reply.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { testLogger } from './database.ts';
import { appId, type FakeConnector, type Json, startFakeConnector, tenantId } from './fake-connector.ts';

/** The Teams adapter on a real web server, with a bot that says what a test wants, against a fake Bot Connector. */
export interface TeamsApp {
  readonly adapter: TeamsAdapter;
  readonly connector: FakeConnector;
  readonly url: string;
  /** What the bot was told. */
  readonly events: ChatEvent[];
  /** What it says. */
  reply: (event: ChatEvent) => Reply | Promise<Reply>;
  /** Sends an activity as Teams does, with a fresh token. */
  send(activity: Json, headers?: Record<string, string>): Promise<Answer>;
  /** Sends any body. */
  post(body: string, headers: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: Json;
  readonly headers: Headers;
}

export async function startTeamsApp(storage: Storage, options: Partial<TeamsOptions> = {}): Promise<TeamsApp> {
  const connector = await startFakeConnector();
  const events: ChatEvent[] = [];
  const adapter = await createTeamsAdapter({
    appId,
    password: 'the password',
    type: 'SingleTenant',
    tenantId,
    auth: 'on',
    openIdMetadataUrl: connector.openIdMetadataUrl,
    loginUrl: connector.loginUrl,
    db: storage.db,
    clock: systemClock,
    logger: testLogger,
    bot: {
      async handle(event) {
        events.push(event);
        return app.reply(event);
      },
    },
    ...options,
  });
  const server = restify.createServer();
  adapter.mount(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`;

  const app: TeamsApp = {
    adapter,
    connector,
    url,
    events,
    reply: () => nothing,
    send(activity, headers = {}) {
      const body = { ...activity, serviceUrl: activity.serviceUrl ?? connector.serviceUrl };
      return app.post(JSON.stringify(body), {
        'content-type': 'application/json; charset=utf-8',
        authorization: `Bearer ${connector.token()}`,
        ...headers,
      });
    },
    async post(body, headers) {
      const response = await fetch(url, { method: 'POST', body, headers });
      const text = await response.text();
      return { status: response.status, text, body: toJson(text), headers: response.headers };
    },
    async close() {
      await adapter.stop();
      server.server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await connector.close();
    },
  };
  return app;
}

/** An activity as Teams really sends it; the service address is left to `send`. */
export function fixture(name: string, changes: Json = {}): Json {
  const file = new URL(`../fixtures/teams/${name}.json`, import.meta.url);
  return { ...(JSON.parse(readFileSync(file, 'utf8')) as Json), serviceUrl: undefined, ...changes };
}

function toJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}
