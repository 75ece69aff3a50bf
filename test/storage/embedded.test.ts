import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { systemClock } from '../../src/base/clock.ts';
import { AppError } from '../../src/base/errors.ts';
import { findPostmaster } from '../../src/storage/embedded/postmaster.ts';
import { type EmbeddedServer, openEmbedded } from '../../src/storage/embedded.ts';
import { type NotReady, openStorage, type Storage } from '../../src/storage/storage.ts';
import { testLogger } from '../support/database.ts';
import { until } from '../support/until.ts';

const childScript = join(import.meta.dirname, '..', 'support', 'embedded-child.ts');
const isRoot = process.getuid?.() === 0;
const run = promisify(execFile);

interface Said {
  url?: string;
  message?: string;
  tell?: string;
}

describe('embedded PostgreSQL', () => {
  let root: string;
  let folder: string;
  let counter = 0;
  const opened = new Set<EmbeddedServer>();
  const children = new Set<ChildProcess>();

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'outloud embedded '));
    await chmod(root, 0o755);
  });

  beforeEach(() => {
    folder = join(root, `data ${++counter}`);
  });

  afterEach(async () => {
    for (const child of children) killGroup(child);
    children.clear();
    await Promise.all([...opened].map((server) => server.stop()));
    opened.clear();
    await killServer(folder);
  });

  after(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));

  async function open(dataDir = folder): Promise<EmbeddedServer> {
    const server = await openEmbedded({ dataDir, logger: testLogger });
    opened.add(server);
    return server;
  }

  async function close(server: EmbeddedServer): Promise<void> {
    await server.stop();
    opened.delete(server);
  }

  function startChild(dataDir = folder, as: { uid?: number; gid?: number } = {}): ChildProcess {
    const stdio = ['ignore', 'pipe', 'inherit'] as const;
    const child = spawn(process.execPath, [childScript, dataDir], { ...as, stdio: [...stdio], detached: true });
    children.add(child);
    return child;
  }

  async function heard(child: ChildProcess): Promise<Said> {
    assert.ok(child.stdout);
    const [line] = await once(createInterface(child.stdout), 'line');
    return JSON.parse(line);
  }

  const pgData = (dataDir = folder) => join(dataDir, 'database', 'data');

  async function killServer(dataDir: string): Promise<void> {
    const server = await findPostmaster(pgData(dataDir));
    if (!server) return;
    process.kill(server.pid, 'SIGKILL');
    while (await findPostmaster(pgData(dataDir))) await pause(5);
  }

  describe('on an ordinary day', () => {
    it('makes the folder, closed to others, and keeps what was written', async () => {
      const first = await open();
      await ask(first.url, 'create table kept (n int8)');
      await ask(first.url, 'insert into kept values (7)');
      await close(first);
      const second = await open();
      assert.deepEqual(await ask(second.url, 'select n::text from kept'), [{ n: '7' }]);
      assert.equal((await stat(folder)).mode & 0o777, 0o700);
      assert.equal((await stat(join(folder, 'database', 'password'))).mode & 0o777, 0o600);
    });

    it('forces writes to disk', async () => {
      const { url } = await open();
      assert.deepEqual(await ask(url, 'show fsync'), [{ fsync: 'on' }]);
      assert.deepEqual(await ask(url, 'show synchronous_commit'), [{ synchronous_commit: 'on' }]);
    });

    it('listens on this machine alone, and asks for the password', async () => {
      const { url } = await open();
      const { port } = new URL(url);
      const outside = Object.values(networkInterfaces())
        .flatMap((list) => list ?? [])
        .filter(({ internal, family }) => !internal && family === 'IPv4');
      for (const { address } of outside) assert.equal(await answers(address, Number(port)), false);
      assert.equal(await answers('127.0.0.1', Number(port)), true);
      const guess = Object.assign(new URL(url), { password: 'outloud' });
      await assert.rejects(ask(guess.href, 'select 1'), { code: '28P01' });
    });

    it('stops its server', async () => {
      const server = await open();
      await close(server);
      assert.equal(await findPostmaster(pgData()), undefined);
    });

    it('lives in a folder with a very long name', async () => {
      const long = join(folder, 'x'.repeat(120), 'ü and a space');
      const server = await open(long);
      assert.deepEqual(await ask(server.url, 'select 1 as one'), [{ one: 1 }]);
    });

    it('gives the server none of our settings', async function () {
      if (platform() !== 'linux') this.skip();
      process.env.SLACK_BOT_TOKEN = 'xoxb-not-for-postgres';
      await open();
      delete process.env.SLACK_BOT_TOKEN;
      const { pid = 0 } = (await findPostmaster(pgData())) ?? {};
      assert.doesNotMatch(await readFile(`/proc/${pid}/environ`, 'utf8'), /xoxb/);
    });
  });

  describe('as an ordinary user', () => {
    /** `nobody` where the tests run as root, else ourselves. */
    const user = isRoot ? { uid: 65_534, gid: 65_534 } : {};

    it('runs', async () => {
      await mkdir(folder);
      if (isRoot) await chown(folder, 65_534, 65_534);
      const { url } = await heard(startChild(folder, user));
      assert.deepEqual(await ask(url ?? '', 'select 1 as one'), [{ one: 1 }]);
    });

    it('says what to do with a folder it may not read', async () => {
      await mkdir(folder, { mode: 0o000 });
      const said = await heard(startChild(folder, user));
      assert.match(said.tell ?? '', /cannot be read or written \(EACCES\).*DATA_DIR/);
      await chmod(folder, 0o755);
      assert.deepEqual(await readdir(folder), []);
    });

    it('says what to do where it may not make one', async () => {
      await mkdir(folder, { mode: 0o555 });
      const said = await heard(startChild(join(folder, 'inside'), user));
      assert.match(said.tell ?? '', /cannot be read or written \(EACCES\).*DATA_DIR/);
    });
  });

  describe('as root', () => {
    before(function () {
      if (!isRoot) this.skip();
    });

    it("runs in a folder that root keeps to itself, as root's home is", async () => {
      await mkdir(folder, { mode: 0o700 });
      const server = await open(join(folder, 'data'));
      assert.deepEqual(await ask(server.url, 'select 1 as one'), [{ one: 1 }]);
    });

    it('runs on a folder that an ordinary user made, as that user', async () => {
      await mkdir(folder);
      await chown(folder, 65_534, 65_534);
      const child = startChild(folder, { uid: 65_534, gid: 65_534 });
      await heard(child);
      await killHard(child, folder);
      await open();
      assert.equal((await stat(join(pgData(), 'postmaster.pid'))).uid, 65_534);
    });
  });

  describe('after a kill', () => {
    it('uses the server that was left running', async () => {
      const child = startChild();
      const before = await heard(child);
      const left = await findPostmaster(pgData());
      await kill(child);
      const { url } = await open();
      assert.equal(url, before.url);
      assert.equal((await findPostmaster(pgData()))?.pid, left?.pid);
    });

    it('starts anew when the server was killed too', async () => {
      const child = startChild();
      await heard(child);
      await killHard(child, folder);
      assert.ok((await readdir(pgData())).includes('postmaster.pid'));
      const { url } = await open();
      assert.deepEqual(await ask(url, 'select 1 as one'), [{ one: 1 }]);
    });

    it('starts anew when the process id became a zombie, or somebody else’s', async function () {
      if (platform() !== 'linux') this.skip();
      // It ends when the shell, which might take leave of it, has become something that never does.
      const reaperless = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 300'], { detached: true });
      children.add(reaperless);
      const [line] = await once(createInterface(reaperless.stdout), 'line');
      const zombie = Number(line);
      // The kernel refuses the read at the very moment of dying.
      await until(async () => /\) Z /.test(await readFile(`/proc/${zombie}/stat`, 'utf8').catch(() => '')));
      for (const pid of [zombie, reaperless.pid]) {
        const child = startChild();
        await heard(child);
        await killHard(child, folder);
        const file = join(pgData(), 'postmaster.pid');
        const [, ...rest] = (await readFile(file, 'utf8')).split('\n');
        await writeFile(file, [pid, ...rest].join('\n'));
        const server = await open();
        assert.deepEqual(await ask(server.url, 'select 1 as one'), [{ one: 1 }]);
        await close(server);
      }
    });

    it('makes the database again when the first start was killed while making it', async () => {
      const child = startChild();
      await until(async () => (await readdir(folder).catch(() => [])).some((name) => name.startsWith('database.new-')));
      await kill(child);
      const { url } = await open();
      assert.deepEqual(await ask(url, 'select 1 as one'), [{ one: 1 }]);
      assert.deepEqual(await readdir(folder), ['database']);
    });

    it('comes back by itself when only the server dies', async () => {
      const storage = await openStorage({ dataDir: folder, logger: testLogger, clock: systemClock });
      try {
        await storage.jobs.start();
        await killServer(folder);
        // A dead server's last processes may answer for a moment.
        await until(async () => (await failingPart(storage)) === 'database');
        await until(async () => (await failingPart(storage)) === undefined);
        await assert.rejects(openEmbedded({ dataDir: folder, logger: testLogger }), /another Outloud/);
      } finally {
        await storage.stop();
      }
    });
  });

  describe('a second Outloud', () => {
    it('says so and stops', async () => {
      await open();
      const env = { PATH: process.env.PATH, DATA_DIR: folder, PORT: '0' };
      const cli = join(import.meta.dirname, '..', '..', 'src', 'cli.ts');
      const failed = await run(process.execPath, [cli, 'start'], { env, cwd: root }).catch((error) => error);
      assert.equal(failed.code, 1);
      assert.match(
        failed.stderr,
        new RegExp(`Another Outloud \\(process ${process.pid}\\) is running on the data folder`),
      );
    });

    it('that starts at the same moment on a new folder does too', async () => {
      const said = await Promise.all([heard(startChild()), heard(startChild())]);
      assert.equal(said.filter(({ url }) => url).length, 1);
      assert.equal(said.filter(({ tell }) => tell?.startsWith('Another Outloud')).length, 1);
    });
  });

  describe('a folder that is not its own', () => {
    async function refused(tell: RegExp): Promise<void> {
      const before = await snapshot(folder);
      await assert.rejects(open(), (error) => error instanceof AppError && tell.test(error.tell));
      assert.deepEqual(await snapshot(folder), before);
    }

    it('is left alone when it holds other things', async () => {
      await mkdir(folder);
      await writeFile(join(folder, 'thesis.txt'), 'years of work');
      await refused(/not one of Outloud's and is not empty \(it holds thesis\.txt\)/);
    });

    it('is left alone when it is a file', async () => {
      await writeFile(folder, 'a file');
      await assert.rejects(open(), (error) => error instanceof AppError && /is a file/.test(error.tell));
      assert.equal(await readFile(folder, 'utf8'), 'a file');
    });

    it('is left alone when another version of PostgreSQL made it', async () => {
      await mkdir(pgData(), { recursive: true });
      await writeFile(join(pgData(), 'PG_VERSION'), '19\n');
      await refused(/made by PostgreSQL 19, and this Outloud comes with 18/);
    });

    it('is left alone when its database is gone', async () => {
      await mkdir(pgData(), { recursive: true });
      await refused(/damaged: .*PG_VERSION is missing/);
    });
  });

  function killGroup(child: ChildProcess): void {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch {
      // It has ended.
    }
  }

  async function kill(child: ChildProcess): Promise<void> {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async function killHard(child: ChildProcess, dataDir: string): Promise<void> {
    await kill(child);
    await killServer(dataDir);
  }
});

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

async function failingPart(storage: Storage): Promise<string | undefined> {
  return storage.ready().then(
    () => undefined,
    (error: NotReady) => error.part,
  );
}

async function answers(host: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host, port, timeout: 1_000 });
    const end = (answered: boolean) => {
      socket.destroy();
      done(answered);
    };
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false));
  });
}

/** Every path below a folder with its size. */
async function snapshot(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return Promise.all(entries.sort().map(async (name) => `${name} ${(await stat(join(folder, name))).size}`));
}

/** Other processes tell us nothing when they are done; looking again is all there is. */
