import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './support/free-port.ts';

/** The whole program, started as `npm start` starts it: as a process of its own, on a fresh folder. */

const root = join(import.meta.dirname, '..');

interface Started {
  readonly process: ChildProcess;
  readonly address: string;
  readonly readyMs: number;
  output(): string;
}

function run(settings: Record<string, string>) {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(SLACK_|MICROSOFT_|TEAMS_|DATABASE_URL|PORT|HOST)/.test(name)),
  );
  // Its own process group, so that a test can kill the program with all it started.
  const child = spawn(process.execPath, [join(root, 'src', 'cli.ts'), 'start'], {
    cwd: root,
    env: { ...environment, LOG_LEVEL: 'warn', ...settings },
    detached: true,
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
  return { child, output: () => printed };
}

async function start(dataDir: string): Promise<Started> {
  const port = await freePort();
  const begin = performance.now();
  const { child, output } = run({ DATA_DIR: dataDir, PORT: String(port) });
  const address = `http://127.0.0.1:${port}`;
  while (!(await isReady(address))) {
    if (child.exitCode !== null) assert.fail(`it stopped with ${child.exitCode}: ${output()}`);
    if (performance.now() - begin > 60_000) assert.fail(`not ready after a minute: ${output()}`);
    await wait(20);
  }
  return { process: child, address, readyMs: performance.now() - begin, output };
}

async function isReady(address: string): Promise<boolean> {
  const response = await fetch(`${address}/readyz`).catch(() => undefined);
  return response?.status === 200;
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

describe('starting and stopping', function () {
  this.timeout(90_000);
  let folder: string;
  let dataDir: string;
  let running: Started | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'outloud-start-'));
    dataDir = join(folder, 'data');
  });
  after(async () => {
    running?.process.kill('SIGTERM');
    if (running) await ended(running.process);
    await rm(folder, { recursive: true, force: true });
  });

  it('is ready on a fresh folder, and says where', async () => {
    running = await start(dataDir);
    for (let tries = 0; tries < 200 && !running.output().includes('is ready'); tries++) await wait(25);
    assert.match(running.output(), new RegExp(`Outloud is ready: ${running.address}`));
    const page = await fetch(running.address);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /<title>/);
  });

  it('answers health, readiness and metrics', async () => {
    const address = running?.address ?? '';
    assert.equal((await fetch(`${address}/healthz`)).status, 200);
    assert.deepEqual(await (await fetch(`${address}/readyz`)).json(), { ok: true });
    const metrics = await (await fetch(`${address}/metrics`)).text();
    assert.match(metrics, /^outloud_deliveries\{state="pending"\} \d+$/m);
    assert.match(metrics, /^process_cpu_seconds_total/m);
    const missing = await fetch(`${address}/nowhere`);
    assert.equal(missing.status, 404);
    assert.doesNotMatch(await missing.text(), /at .*\.js/);
  });

  it('refuses a second Outloud on the same folder, with words', async () => {
    const { child, output } = run({ DATA_DIR: dataDir, PORT: String(await freePort()) });
    assert.equal(await ended(child), 1);
    assert.match(output(), /already|another Outloud/i);
  });

  it('is ready again after kill -9 of the process alone', async () => {
    running?.process.kill('SIGKILL');
    if (running) await ended(running.process);
    running = await start(dataDir);
  });

  it('is ready again after kill -9 of the process and all it started', async () => {
    // Without a pid this would kill the group of the test itself.
    assert.ok(running?.process.pid);
    process.kill(-running.process.pid, 'SIGKILL');
    await ended(running.process);
    running = await start(dataDir);
  });

  it('stops cleanly on SIGTERM, leaves no server behind, and starts again', async () => {
    const begin = performance.now();
    running?.process.kill('SIGTERM');
    assert.equal(running && (await ended(running.process)), 0);
    assert.ok(performance.now() - begin < 10_000);
    await assert.rejects(readFile(join(dataDir, 'postmaster.pid')));
    running = await start(dataDir);
  });

  it('keeps real people out of the database that was played in, and leaves it as it is', async () => {
    running?.process.kill('SIGTERM');
    if (running) await ended(running.process);
    const slack = { SLACK_SIGNING_SECRET: 's', SLACK_BOT_TOKEN: 'xoxb-1' };
    const { child, output } = run({ DATA_DIR: dataDir, PORT: String(await freePort()), HOST: '127.0.0.1', ...slack });
    assert.equal(await ended(child), 1);
    assert.match(output(), /made-up council of the playground\. Delete the folder/);
    running = await start(dataDir);
  });

  it('says everything that is wrong with the settings, and exits with 1', async () => {
    const { child, output } = run({ PORT: 'many', SLACK_BOT_TOKEN: 'nonsense', ORG_TIMEZONE: 'Mars/Olympus' });
    assert.equal(await ended(child), 1);
    for (const name of ['PORT', 'SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'ORG_TIMEZONE']) {
      assert.match(output(), new RegExp(name));
    }
  });

  it('says that a port is taken, and stops the database that it had started', async () => {
    const port = new URL(running?.address ?? '').port;
    const other = join(folder, 'other');
    const { child, output } = run({ DATA_DIR: other, PORT: port });
    assert.equal(await ended(child), 1);
    assert.match(output(), /Port \d+ .* is taken/);
  });

  it('says what to do about an address that this machine does not have', async () => {
    const slack = { SLACK_SIGNING_SECRET: 's', SLACK_BOT_TOKEN: 'xoxb-1' };
    const { child, output } = run({ ...slack, DATA_DIR: join(folder, 'third'), HOST: '192.0.2.1' });
    assert.equal(await ended(child), 1);
    assert.match(output(), /This machine has no address 192\.0\.2\.1\. Leave HOST out/);
  });
});
