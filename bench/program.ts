import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { postmasterOf } from './proc.ts';

/** Starts Outloud, or what it is compared with, as a process of its own. */

export interface Program {
  /** Relative to the project's folder. */
  readonly file: string;
  readonly arguments?: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
  /** A script to load before it. */
  readonly preload?: string;
}

export interface Place {
  /** Empty, so that no `.env` is found there; holds the data folder and the compile cache. */
  readonly folder: string;
  readonly dataDir: string;
  readonly cacheDir: string;
}

export interface RunningProgram {
  readonly pid: number;
  readonly address: string;
  /** From `spawn` to the first 200 of `/readyz`. */
  readonly readyMs: number;
  /** Throws, with its last words, where it has ended by itself. */
  assertAlive(): void;
  /** Lines that it logged: all are of errors, as nothing less is logged here. */
  errors(): number;
  stop(): Promise<void>;
}

const root = join(import.meta.dirname, '..');
const startPatienceMs = 30_000;
const stopPatienceMs = 12_000;

/** Gives a fresh folder to `work` and removes it afterwards. */
export async function inFreshPlace<T>(work: (place: Place) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'outloud-bench-'));
  try {
    return await work({ folder, dataDir: join(folder, 'data'), cacheDir: join(folder, 'cache') });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export async function startProgram(program: Program, place: Place): Promise<RunningProgram> {
  const port = await freePort();
  const preload = program.preload === undefined ? [] : ['--import', join(root, program.preload)];
  const begun = performance.now();
  const child = spawn(process.execPath, [...preload, join(root, program.file), ...(program.arguments ?? [])], {
    cwd: place.folder,
    env: {
      ...cleanEnvironment(),
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: place.dataDir,
      NODE_COMPILE_CACHE: place.cacheDir,
      LOG_LEVEL: 'error',
      ...program.settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += String(chunk)));
  const address = `http://127.0.0.1:${port}`;
  while (!(await isReady(address))) {
    const isLate = performance.now() - begun > startPatienceMs;
    if (child.exitCode === null && !isLate) {
      await wait(5);
      continue;
    }
    await end(child, place);
    throw new Error(`${program.file} ${isLate ? 'was not ready in time' : 'stopped'}:\n${printed.slice(-2000)}`);
  }
  const readyMs = performance.now() - begun;
  return {
    pid: child.pid ?? 0,
    address,
    readyMs,
    assertAlive() {
      if (hasEnded(child)) throw new Error(`${program.file} stopped by itself:\n${printed.slice(-2000)}`);
    },
    errors: () => printed.split('\n').filter((line) => line.startsWith('{')).length,
    stop: () => end(child, place),
  };
}

/** A normal exit also writes the compile cache. */
async function end(child: ChildProcess, place: Place): Promise<void> {
  if (hasEnded(child)) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const inTime = await Promise.race([exited, wait(stopPatienceMs, undefined, { ref: false })]);
  if (!inTime) {
    child.kill('SIGKILL');
    await exited;
  }
  // Only a start that failed or was killed leaves its database behind.
  const postmaster = postmasterOf(place.dataDir);
  if (postmaster === undefined) return;
  process.kill(postmaster, 'SIGINT');
  while (postmasterOf(place.dataDir) !== undefined) await wait(20);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function isReady(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(`${address}/readyz`, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', () => resolve(false));
  });
}

/** Nothing of the settings, and of Node's options, that the bench itself was started with. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(SLACK_|MICROSOFT_|TEAMS_|ORG_|NODE_|DATABASE_URL|DATA_DIR|PORT|HOST|PUBLIC_URL|ENCRYPTION_KEY)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}
