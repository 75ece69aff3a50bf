import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { listFeatures } from '../../src/all-features.ts';
import type { PersonId } from '../../src/chat/ids.ts';
import { createSignedLinks } from '../../src/web/signed-link.ts';
import { signingSecret } from '../bots/slack/adapter.ts';
import { startFakeSlack } from '../bots/slack/fake-slack.ts';
import { appId, startFakeConnector, tenantId } from '../support/fake-connector.ts';
import { type Input, marker, routes } from './inputs.ts';

/** A whole Outloud in a process of its own, to which anything is sent. */

export interface Target {
  readonly address: string;
  readonly routes: ReturnType<typeof routes>;
  /** Megabytes in use after a collection. */
  heapMb(): Promise<number>;
  /** Lines of the log that say of a failure, or hold what no line may hold. */
  badLines(): string[];
  stop(): Promise<void>;
}

const botToken = 'xoxb-fuzz-0123456789';
const installs = {
  SLACK_CLIENT_ID: '12.34',
  SLACK_CLIENT_SECRET: 'client-secret-fuzz-0123456789',
  SLACK_STATE_SECRET: 'state-secret-fuzz-0123456789',
};
const password = 'the password';
const encryptionKey = Buffer.alloc(32, 5);
const person = 'slack:T061EG9R6:U2147483697' as PersonId;

export async function startTarget(databaseUrl: string): Promise<Target> {
  const [slack, connector] = await Promise.all([startFakeSlack(), startFakeConnector()]);
  const child = fork(join(import.meta.dirname, 'outloud.ts'), {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: databaseUrl,
      PUBLIC_URL: 'https://outloud.example.org',
      ENCRYPTION_KEY: encryptionKey.toString('base64'),
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_BOT_TOKEN: botToken,
      ...installs,
      SLACK_API_URL: slack.apiUrl,
      MICROSOFT_APP_ID: appId,
      MICROSOFT_APP_PASSWORD: password,
      MICROSOFT_APP_TENANT_ID: tenantId,
      TEAMS_OPENID_METADATA_URL: connector.openIdMetadataUrl,
      TEAMS_LOGIN_URL: connector.loginUrl,
      LOG_LEVEL: 'debug',
    },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (log += String(chunk)));
  const started = await Promise.race([heard<{ address: string }>(child), once(child, 'exit').then(() => undefined)]);
  if (!started) {
    await Promise.all([slack.close(), connector.close()]);
    throw new Error(`Outloud did not start: ${log}`);
  }
  const token = connector.token();
  const links = createSignedLinks(new Uint8Array(encryptionKey));
  const pages = listFeatures()
    .flatMap((feature) => feature.pages ?? [])
    .map(({ name }) => `/pages/${name}/${links.sign(name, person, new Date())}`);
  const { SLACK_CLIENT_SECRET: clientSecret, SLACK_STATE_SECRET: stateSecret } = installs;
  const secrets = [
    signingSecret,
    botToken,
    clientSecret,
    stateSecret,
    password,
    encryptionKey.toString('base64'),
    token,
    databaseUrl,
    marker,
  ];
  return {
    address: started.address,
    routes: routes({ serviceUrl: connector.serviceUrl, token, pages }),
    async heapMb() {
      const answer = heard<{ heapMb: number }>(child);
      child.send('heap');
      return (await answer).heapMb;
    },
    badLines: () =>
      log.split('\n').filter((line) => isFailure(line) || secrets.some((secret) => line.includes(secret))),
    async stop() {
      const exited = once(child, 'exit');
      child.send('stop');
      await exited;
      await Promise.all([slack.close(), connector.close()]);
    },
  };
}

async function heard<T>(child: ChildProcess): Promise<T> {
  const [message] = (await once(child, 'message')) as [T];
  return message;
}

/**
 * Of the log, error or fatal, and an event that was not taken. What else is printed comes from Microsoft's SDK, about
 * tokens that it refuses. An answer to a workspace that somebody made up, where nobody installed it, cannot be given, and
 * that is said.
 */
function isFailure(line: string): boolean {
  if (line.includes('there is no token for slack:')) return false;
  return /^\{"level":(?:50|60|40.*an event was not taken)/.test(line);
}

export interface Fuzzed {
  readonly route: string;
  readonly inputs: number;
  readonly seconds: number;
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<string, number>>;
  /** What was answered with a failure, or not at all. */
  readonly failures: readonly string[];
  /** After each fifth. */
  readonly heapMb: readonly number[];
}

const atOnce = 8;
const fifths = 5;

export interface FuzzOptions {
  readonly inputs: number;
  /** The same seed gives the same inputs. */
  readonly seed: number;
  /** Looked at after each fifth; takes a moment each time. */
  readonly lookAtHeap?: true;
}

export async function fuzz(target: Target, route: string, options: FuzzOptions): Promise<Fuzzed> {
  const arbitrary = target.routes[route];
  if (!arbitrary) throw new Error(`there is no route ${route}`);
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const statuses: Record<string, number> = {};
  const failures: string[] = [];
  const heapMb: number[] = [];
  const begun = performance.now();
  const each = Math.ceil(options.inputs / fifths);
  for (let fifth = 0; fifth < fifths; fifth++) {
    const inputs = fc.sample(arbitrary, { numRuns: each, seed: options.seed + fifth })[Symbol.iterator]();
    await Promise.all(Array.from({ length: atOnce }, () => sendAll(inputs)));
    if (options.lookAtHeap) heapMb.push(await target.heapMb());
  }
  agent.destroy();
  const seconds = (performance.now() - begun) / 1_000;
  return { route, inputs: each * fifths, seconds, statuses, failures, heapMb };

  async function sendAll(inputs: Iterator<Input>): Promise<void> {
    for (let next = inputs.next(); !next.done; next = inputs.next()) {
      const status = await send(target.address, next.value, agent).catch((error: Error) => error.message);
      statuses[status] = (statuses[status] ?? 0) + 1;
      // 503 is said on purpose, on a busy machine; where something failed instead, the log tells.
      if (typeof status !== 'number' || (status >= 500 && status !== 503))
        failures.push(`${status} for ${shown(next.value)}`);
    }
  }
}

async function send(address: string, { method, path, headers, body }: Input, agent: Agent): Promise<number> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const outgoing = request({
      hostname,
      port,
      method,
      path,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      agent,
    });
    outgoing.once('error', reject);
    outgoing.once('response', (response) => {
      text(response).then(() => resolve(response.statusCode ?? 0), reject);
    });
    outgoing.end(body);
  });
}

function shown({ method, path, body }: Input): string {
  return `${method} ${path} ${String(body).slice(0, 1_500)}`;
}
