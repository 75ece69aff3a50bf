import { spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { Binaries } from './binaries.ts';
import { type DataFolder, lastLine, serverEnvironment, sizeOf, userOf } from './data-folder.ts';
import { commandAs } from './os-user.ts';
import { disownStaleFile, findPostmaster, isServerOn, readPostmaster } from './postmaster.ts';

const startPatienceMs = 60_000;
const stopPatienceMs = 7_000;
const lookEveryMs = 15;
const logLimitBytes = 5_000_000;

export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  /** It was running already, left by an Outloud that was killed. */
  readonly found: boolean;
}

interface ServerOptions {
  folder: DataFolder;
  binaries: Binaries;
  logger: Logger;
  /** Wanted again after a crash, because connection pools know it. */
  port?: number;
  /** Extra settings of the server; tests make it faster with them. */
  settings?: Record<string, string>;
}

/** The server on this folder: the one that runs, or one started now. */
export async function ensureServer(options: ServerOptions): Promise<RunningServer> {
  const { folder, logger } = options;
  const deadline = Date.now() + startPatienceMs;
  let trouble = 'it did not get ready in time';
  while (Date.now() < deadline) {
    const running = await findPostmaster(folder.pgData);
    if (running?.status === 'ready') return { pid: running.pid, port: running.port, found: true };
    if (running) {
      await pause(lookEveryMs);
      continue;
    }
    const started = await launch(options);
    if ('port' in started) return started;
    trouble = started.trouble;
    if (!isPassing(trouble)) break;
    logger.debug({ trouble }, 'the database server did not start, trying again');
    await pause(100);
  }
  throw new AppError(`embedded PostgreSQL did not start: ${trouble}`, {
    tell: `The built-in database did not start: ${lastLine(trouble)}. Its log is ${folder.log}. Nothing in it was changed.`,
  });
}

/** Somebody took the port, another start won, or a dead server's last processes are still going. */
function isPassing(trouble: string): boolean {
  return /could not bind|could not create any TCP|lock file|shared memory block|Address already in use/i.test(trouble);
}

async function launch(options: ServerOptions): Promise<RunningServer | { trouble: string }> {
  const { folder, binaries } = options;
  await disownStaleFile(folder.pgData);
  const port = options.port && (await isFree(options.port)) ? options.port : await freePort();
  const args = ['-D', folder.pgData, '-p', String(port), ...flags(options.settings)];
  const {
    file,
    args: allArgs,
    ...user
  } = await commandAs(await userOf(folder), binaries.postgres, args, [folder.pgData]);
  const logStart = await sizeOf(folder.log);
  const log = await open(folder.log, logStart > logLimitBytes ? 'w' : 'a', 0o600);
  try {
    // Detached: Ctrl+C in a terminal must reach Outloud alone, which then lets running work finish first.
    const child = spawn(file, allArgs, {
      ...user,
      cwd: '/',
      detached: true,
      windowsHide: true,
      env: serverEnvironment(),
      stdio: ['ignore', log.fd, log.fd],
    });
    const exited = new Promise<string>((done) => {
      child.once('error', (error) => done(error.message)).once('exit', (code) => done(`exit code ${code}`));
    });
    child.unref();
    return await readyOrTrouble({ folder, pid: child.pid ?? 0, exited, logStart });
  } finally {
    await log.close();
  }
}

interface Launched {
  folder: DataFolder;
  pid: number;
  exited: Promise<string>;
  logStart: number;
}

async function readyOrTrouble(launched: Launched): Promise<RunningServer | { trouble: string }> {
  const { folder, pid } = launched;
  let ended: string | undefined;
  void launched.exited.then((how) => {
    ended = how;
  });
  const deadline = Date.now() + startPatienceMs;
  while (ended === undefined && Date.now() < deadline) {
    const postmaster = await readPostmaster(folder.pgData);
    if (postmaster?.pid === pid && postmaster.status === 'ready') return { pid, port: postmaster.port, found: false };
    await pause(lookEveryMs);
  }
  const log = await readFile(folder.log, 'utf8').catch(() => '');
  return { trouble: `${ended ?? 'not ready in time'}\n${log.slice(launched.logStart).slice(-2000)}` };
}

function flags(extra: Record<string, string> = {}): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    // A socket's path may have 107 bytes, a data folder's more.
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: '60',
    shared_buffers: '64MB',
    // One process fewer each; a laptop's load needs neither.
    io_method: 'sync',
    max_logical_replication_workers: '0',
    max_wal_senders: '0',
    wal_level: 'minimal',
    jit: 'off',
    log_checkpoints: 'off',
    // Statements and details may hold people's words.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    ...extra,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false)).listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}

/** "Fast" shutdown: open transactions are rolled back, everything is on disk, clients are sent away. */
export async function stopServer(folder: DataFolder, pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  if (await isGone(folder, pid, stopPatienceMs)) return;
  // "Immediate": safe too, the next start replays the log.
  signal(pid, 'SIGQUIT');
  await isGone(folder, pid, 1_000);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone already.
  }
}

async function isGone(folder: DataFolder, pid: number, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    if (!(await isServerOn(folder.pgData, pid))) return true;
    await pause(lookEveryMs);
  }
  return false;
}
