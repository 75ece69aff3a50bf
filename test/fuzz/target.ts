import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type fc from 'fast-check';
import { listFeatures } from '../../src/all-features.ts';
import { personIdOf as slackPersonOf, workspaceIdOf as slackWorkspaceOf } from '../../src/bots/slack/ids.ts';
import { workspaceIdOf as teamsWorkspaceOf } from '../../src/bots/teams/ids.ts';
import { skipSilence } from '../../src/people/silence.ts';
import { openDatabase } from '../../src/storage/pool.ts';
import { createSignedLinks } from '../../src/web/signed-link.ts';
import { signingSecret } from '../bots/slack/adapter.ts';
import { startFakeSlack } from '../bots/slack/fake-slack.ts';
import { testLogger } from '../support/database.ts';
import { appId, startFakeConnector, tenantId } from '../support/fake-connector.ts';
import type { Act } from './acts.ts';
import { type InstallReturn, routes } from './inputs.ts';
import { localRoutes } from './local-inputs.ts';
import { type Input, marker } from './payloads.ts';
import { createSeen, type Seen } from './seen.ts';

/** A whole Outloud in a process of its own, to which anything is sent. */

export interface Target {
  readonly address: string;
  /** What is sent to each route. */
  readonly routes: Readonly<Record<string, fc.Arbitrary<Input | Act>>>;
  /** What the app has shown people so far. */
  seen(): Seen;
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
const slackWorkspace = slackWorkspaceOf('T061EG9R6');
const person = slackPersonOf(slackWorkspace, 'U2147483697');

/** Connected to a Slack and a Teams that are played here, with installs by OAuth. */
export async function startTarget(databaseUrl: string): Promise<Target> {
  const [slack, connector] = await Promise.all([startFakeSlack(), startFakeConnector()]);
  const closeServices = async () => void (await Promise.all([slack.close(), connector.close()]));
  const child = await startChild({
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
  }).catch(async (error: unknown) => {
    await closeServices();
    throw error;
  });
  await begin(databaseUrl);
  const returns = await beginInstalls(child.address);
  const seen = createSeen();
  const token = connector.token();
  const links = createSignedLinks(new Uint8Array(encryptionKey));
  const pages = listFeatures()
    .flatMap((feature) => feature.pages ?? [])
    .map(({ name }) => `/pages/${name}/${links.sign(name, person, new Date())}`);
  const { SLACK_CLIENT_SECRET: clientSecret, SLACK_STATE_SECRET: stateSecret } = installs;
  const key = encryptionKey.toString('base64');
  const secrets = [signingSecret, botToken, clientSecret, stateSecret, password, key, token, databaseUrl, marker];
  return {
    address: child.address,
    routes: routes({
      serviceUrl: connector.serviceUrl,
      token,
      pages,
      returns,
      responseUrl: (id) => slack.responseUrl(id),
    }),
    seen() {
      seen.look([slack.calls.splice(0), slack.responses.splice(0), (connector.calls as unknown[]).splice(0)]);
      return seen;
    },
    heapMb: child.heapMb,
    badLines: () => badLinesIn(child.log(), secrets),
    async stop() {
      await child.stop();
      await closeServices();
    },
  };
}

/** Nothing is set: the playground, on this machine. */
export async function startLocalTarget(databaseUrl: string): Promise<Target> {
  const child = await startChild({ DATABASE_URL: databaseUrl });
  const seen = createSeen();
  return {
    ...child,
    routes: localRoutes(new URL(child.address).host),
    seen: () => seen,
    badLines: () => badLinesIn(child.log(), [databaseUrl, marker]),
  };
}

interface Child extends Pick<Target, 'address' | 'heapMb' | 'stop'> {
  log(): string;
}

async function startChild(settings: Readonly<Record<string, string>>): Promise<Child> {
  const child = fork(join(import.meta.dirname, 'outloud.ts'), {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'debug', ...settings },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (log += String(chunk)));
  const started = await Promise.race([heard<{ address: string }>(child), once(child, 'exit').then(() => undefined)]);
  if (!started) throw new Error(`Outloud did not start: ${log}`);
  return {
    address: started.address,
    log: () => log,
    async heapMb() {
      const answer = heard<{ heapMb: number }>(child);
      child.send('heap');
      return (await answer).heapMb;
    },
    async stop() {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.send('stop');
      await exited;
    },
  };
}

/** Past its first run, and with somebody who looks after it: else nobody is sent anything, and most is refused. */
async function begin(databaseUrl: string): Promise<void> {
  const db = openDatabase(databaseUrl, testLogger);
  try {
    for (const workspace of [slackWorkspace, teamsWorkspaceOf(tenantId)]) {
      await skipSilence(db, workspace, new Date());
    }
  } finally {
    await db.destroy();
  }
}

const installsBegun = 200;

async function beginInstalls(address: string): Promise<InstallReturn[]> {
  const begun: InstallReturn[] = [];
  for (let count = 0; count < installsBegun; count++) {
    const { headers } = await fetch(`${address}/slack/install`, { redirect: 'manual' });
    const { searchParams } = new URL(headers.get('location') ?? '');
    const [cookie = ''] = (headers.get('set-cookie') ?? '').split(';');
    begun.push({ query: `state=${searchParams.get('state')}`, cookie });
  }
  return begun;
}

async function heard<T>(child: ChildProcess): Promise<T> {
  const [message] = (await once(child, 'message')) as [T];
  return message;
}

function badLinesIn(log: string, secrets: readonly string[]): string[] {
  return log.split('\n').filter((line) => isFailure(line) || secrets.some((secret) => line.includes(secret)));
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
