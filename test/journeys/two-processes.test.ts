import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'node:querystring';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { systemClock } from '../../src/base/clock.ts';
import { asId } from '../../src/base/ids.ts';
import type { ConversationId } from '../../src/chat/ids.ts';
import { outbox } from '../../src/delivery/outbox.ts';
import { skipSilence } from '../../src/people/silence.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import { sign, signingSecret } from '../bots/slack/adapter.ts';
import { type FakeSlack, startFakeSlack } from '../bots/slack/fake-slack.ts';
import { fixture } from '../bots/slack/fixtures.ts';
import { assembleImage, interpolate, outlouds, readCompose, readContainer } from '../infra/container.ts';
import { testDatabaseUrl, testLogger } from '../support/database.ts';
import { freePort } from '../support/free-port.ts';
import { type RoundRobin, startRoundRobin } from '../support/round-robin.ts';
import { until } from '../support/until.ts';

/*
 * What infra/compose.yaml runs, without Docker: its two Outlouds by the container file's own command, from the files that
 * the image holds, as the image's user, on one PostgreSQL; and one address before them. One is killed, the other is
 * stopped, and people write all the while.
 */

const slackToken = 'xoxb-test-token';

interface Process {
  readonly child: ChildProcess;
  readonly name: string;
  readonly port: number;
  readonly output: () => string;
  /** Standard output, which Docker keeps as the log. */
  readonly log: () => string;
}

describe('the two Outlouds of the compose file', function () {
  this.timeout(180_000);
  const container = readContainer();
  const services = outlouds(readCompose());
  const running = new Map<string, Process>();
  const everStarted: Process[] = [];
  const ports = new Map<string, number>();
  let slack: FakeSlack;
  let folder: string;
  let databaseUrl: string;
  let database: pg.Client;
  let storage: Storage;
  let proxy: RoundRobin;

  before(async () => {
    slack = await startFakeSlack();
    slack.answer('users.info', ({ user }) => ({ user: { id: user, real_name: String(user), team_id: 'T061EG9R6' } }));
    folder = await mkdtemp(join(tmpdir(), 'outloud-image-'));
    await assembleImage(folder);
    // Others may read it, and nobody but root may write.
    await chmod(folder, 0o755);
    databaseUrl = await testDatabaseUrl({ migrated: false });
    for (const [name] of services) ports.set(name, await freePort());
    proxy = await startRoundRobin([...ports.values()]);
  });
  after(async () => {
    for (const { child } of running.values()) await end(child, 'SIGKILL');
    await proxy.close();
    await storage?.stop();
    await database?.end();
    await slack.close();
    await rm(folder, { recursive: true, force: true });
  });

  function start(name: string): Process {
    const [command = '', ...rest] = container.command;
    assert.equal(command, 'node');
    const port = ports.get(name) ?? 0;
    const child = spawn(process.execPath, rest, {
      cwd: folder,
      env: environmentOf(name, port),
      ...ordinaryUser(folder),
    });
    let printed = '';
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (printed += chunk));
    child.stdout?.on('data', (chunk) => (log += chunk));
    const started = { child, name, port, output: () => printed, log: () => log };
    running.set(name, started);
    everStarted.push(started);
    return started;
  }

  /** As compose makes it of its file, `.env` and the image; its names of hosts are those of this machine here. */
  function environmentOf(name: string, port: number): Record<string, string> {
    const { pathname, username, password, host } = new URL(databaseUrl);
    const env = { DATABASE_PASSWORD: decodeURIComponent(password), PUBLIC_URL: 'https://outloud.example.org' };
    const service = services.find(([each]) => each === name)?.[1];
    const given = Object.entries(service?.environment ?? {}).map(([key, value]) => [key, interpolate(value, env)]);
    const environment = { ...container.environment, ...env, ...Object.fromEntries(given) } as Record<string, string>;
    const address = Object.assign(new URL(environment.DATABASE_URL ?? ''), { host, pathname, username });
    return {
      ...environment,
      DATABASE_URL: address.href,
      PORT: String(port),
      HOST: '127.0.0.1',
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_BOT_TOKEN: slackToken,
      SLACK_API_URL: slack.apiUrl,
    };
  }

  async function ready({ child, port, name, output }: Process): Promise<void> {
    await until(async () => {
      assert.equal(child.exitCode, null, `${name} stopped: ${output()}`);
      const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
      return response?.status === 200;
    }, 60_000);
  }

  /* ---- what people do ---- */

  const sent = { events: new Map<string, number>(), commands: 0 };
  const refused: string[] = [];

  async function post(body: string, type: string): Promise<string> {
    const headers = { 'content-type': type, ...sign(body) };
    const response = await fetch(`${proxy.address}/slack/events`, { method: 'POST', body, headers });
    const text = await response.text();
    if (response.status !== 200) refused.push(`${response.status} ${text}`);
    return text;
  }

  /** One answer is posted for each: "Welcome back". */
  async function write(number: number): Promise<void> {
    const user = `UWRITER${number % 20}`;
    const channel = `DWRITER${number % 20}`;
    const template = fixture('message-im');
    const event = { ...(template.event as object), user, channel, text: 'back', client_msg_id: `message-${number}` };
    sent.events.set(channel, (sent.events.get(channel) ?? 0) + 1);
    await post(JSON.stringify({ ...template, event_id: `EvWRITE${number}`, event }), 'application/json');
  }

  /** A person looks at the answer. */
  async function type(number: number): Promise<void> {
    const trigger_id = `7.8.${number}`;
    const fields = { ...fixture('command'), command: '/outloud', text: 'back', user_id: 'UTYPIST', trigger_id };
    sent.commands += 1;
    const text = await post(stringify(fields as never), 'application/x-www-form-urlencoded');
    // A busy machine answers in time, if not at once.
    if (!/Welcome back|Still working/.test(text)) refused.push(`a command was answered: ${text}`);
  }

  /** Until it is stopped, six people a second; resolves when all of them were answered. */
  function crowd(): { stop(): Promise<void> } {
    let busy = true;
    const asked: Promise<void>[] = [];
    const loop = (async () => {
      for (let number = 0; busy; number++) {
        asked.push(number % 3 === 2 ? type(number) : write(number));
        await pause(150);
      }
    })();
    return {
      async stop() {
        busy = false;
        await loop;
        await Promise.all(asked);
      },
    };
  }

  /** Messages for later, one a second, each to a channel of its own. */
  async function planAhead(count: number): Promise<void> {
    await storage.transaction(async (trx) => {
      const now = new Date();
      for (let second = 1; second <= count; second++) {
        const conversation = `slack:T061EG9R6:CTIMED${second}` as ConversationId;
        const notBefore = new Date(now.getTime() + second * 1_000);
        const message = { text: `Timed ${second}` };
        await outbox.post(trx, { to: { conversation }, message, priority: 'post', notBefore }, now);
      }
    });
  }

  async function count(query: string): Promise<number> {
    const { rows } = await database.query<{ count: string }>(`select count(*) from ${query}`);
    return Number(rows[0]?.count);
  }

  it('start at the same moment on an empty database, as an ordinary user who can write nothing', async () => {
    await Promise.all(services.map(([name]) => ready(start(name))));
    database = new pg.Client(databaseUrl);
    await database.connect();
    storage = await openStorage({ databaseUrl, dataDir: '/nowhere', logger: testLogger, clock: systemClock });
    await skipSilence(storage.db, asId('slack:T061EG9R6'), new Date());
    // They may have told of the install by hand before.
    await database.query('update first_run set begun_at = now()');
    const check = container.healthCheck.slice(1);
    for (const { port } of running.values()) {
      const env = { ...process.env, PORT: String(port) };
      const healthy = spawn(process.execPath, check, { env });
      assert.deepEqual(await once(healthy, 'exit'), [0, null]);
    }
  });

  it('go on, whichever is killed or stopped: nobody is refused, nothing is lost, nothing comes twice', async () => {
    const timed = 12;
    const [first = '', second = ''] = services.map(([name]) => name);
    await planAhead(timed);
    const people = crowd();
    await pause(2_500);

    await end(running.get(first)?.child, 'SIGKILL');
    await pause(2_500);
    await ready(start(first));

    const begun = performance.now();
    assert.equal(await end(running.get(second)?.child, 'SIGTERM'), 0, running.get(second)?.output());
    assert.ok(performance.now() - begun < 10_000);
    await pause(2_500);
    await ready(start(second));
    await people.stop();

    assert.deepEqual(refused, []);
    assert.ok(proxy.retries > 0, 'people met the one that was gone');
    const events = [...sent.events.values()].reduce((sum, each) => sum + each, 0);
    assert.ok(events > 30 && sent.commands > 15, `${events} events, ${sent.commands} commands`);
    // Each of them looks, at its start, whether it is let in where it was installed by hand.
    assert.equal(await count(`inbox where event_id not like 'slack:looked:%'`), events + sent.commands);
    assert.equal(await count('delivery'), events + timed);
    await until(async () => (await count(`delivery where state <> 'settled'`)) === 0, 60_000);
    assert.deepEqual(posted(/^DWRITER/), Object.fromEntries(sent.events));
    const later = Array.from({ length: timed }, (_, index) => [`CTIMED${index + 1}`, 1]);
    assert.deepEqual(posted(/^CTIMED/), Object.fromEntries(later));
    assert.equal(slack.callsOf('chat.postMessage').length, events + timed);
  });

  it('say in lines of JSON what they do, and never what is secret', () => {
    for (const { log, name } of everStarted) {
      const lines = log()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { msg: string });
      assert.ok(
        lines.some(({ msg }) => msg.startsWith('Outloud is ready: ')),
        name,
      );
    }
    const said = everStarted.map(({ output }) => output()).join('');
    for (const secret of [signingSecret, slackToken, new URL(databaseUrl).password]) {
      assert.ok(secret.length > 5 && !said.includes(secret));
    }
  });

  /** How many messages stand in each channel. */
  function posted(channels: RegExp): Record<string, number> {
    const found = new Map<string, number>();
    for (const { channel } of slack.messages) {
      if (channels.test(channel)) found.set(channel, (found.get(channel) ?? 0) + 1);
    }
    return Object.fromEntries(found);
  }
});

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<number | null> {
  if (!child) return null;
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
  return child.exitCode;
}

/** The image's, where this machine lets us take their place and they can read the checkout. */
function ordinaryUser(folder: string): { uid: number; gid: number } | undefined {
  const [uid = 0, gid = 0] = readContainer().user.split(':').map(Number);
  if (process.getuid?.() !== 0) return undefined;
  const look = ['--eval', `require('node:fs').accessSync('${folder}/node_modules/pg/package.json')`];
  const seen = spawnSync(process.execPath, look, { uid, gid, stdio: 'ignore' });
  return seen.status === 0 ? { uid, gid } : undefined;
}
