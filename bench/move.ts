import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createLogger } from '../src/base/logger.ts';
import { listTables } from '../src/storage/copy/tables.ts';
import { openEmbedded } from '../src/storage/embedded.ts';
import type { Benchmark, Report } from './benchmark.ts';
import { ask, migrate, withClient } from './database.ts';
import { fillEveryTable } from './move/fill.ts';
import { cleanEnvironment, inFreshPlace, type Place } from './program.ts';

/** `outloud db move` with a full house, from a server into the database that comes with Outloud and back. */

const isShort = process.env.OUTLOUD_BENCH_SHORT === '1';
const rowsWanted = isShort ? 100_000 : 1_000_000;
const goals = { toBaseline: 3, memoryMb: 300 };
const lookEveryMs = 50;

interface Sample {
  readonly what: string;
  readonly rows: number;
  readonly seconds: number;
  readonly memoryMb: number;
}

const toServer = 'outloud db move: built-in to server';
const toFolder = 'outloud db move: server to built-in';
const plain = 'plain COPY, table by table';

async function run(): Promise<Report> {
  return inFreshPlace((servers) => inFreshPlace((folder) => measureAll(servers, folder)));
}

async function measureAll(servers: Place, folder: Place): Promise<Report> {
  const logger = createLogger({ level: 'error' });
  // Anybody's server; several databases on it.
  const server = await openEmbedded({ dataDir: servers.dataDir, logger });
  const urlOf = (name: string): string => Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
  try {
    for (const name of ['source', 'copied', 'plain']) {
      await ask(server.url, `create database ${name}`);
      if (name !== 'copied') await migrate(urlOf(name), logger);
    }
    const begun = performance.now();
    const rows = await withClient(urlOf('source'), (client) => fillEveryTable(client, rowsWanted));
    const fillS = (performance.now() - begun) / 1_000;
    const before = await fingerprints(urlOf('source'));

    const samples = [await moved(toFolder, ['--from', urlOf('source'), '--to', folder.dataDir])];
    const inside = await inFolder(folder.dataDir, fingerprints);
    samples.push(await moved(toServer, ['--from', folder.dataDir, '--to', urlOf('copied')]));
    const after = await fingerprints(urlOf('copied'));
    const baseline = [process.execPath, 'bench/baselines/plain-copy.ts', urlOf('source'), urlOf('plain')] as const;
    samples.push(await timed(plain, baseline));
    return report(samples, {
      rows,
      fillS,
      tables: before.size,
      differ: [...differences(before, inside), ...differences(before, after)],
    });
  } finally {
    await server.stop();
  }

  async function inFolder<T>(dataDir: string, work: (url: string) => Promise<T>): Promise<T> {
    const opened = await openEmbedded({ dataDir, logger });
    try {
      return await work(opened.url);
    } finally {
      await opened.stop();
    }
  }
}

function moved(what: string, places: readonly string[]): Promise<Sample> {
  return timed(what, [process.execPath, 'src/cli.ts', 'db', 'move', ...places]);
}

/** As a process of its own, from its start to its end; its memory at its highest. */
async function timed(what: string, [command, ...rest]: readonly [string, ...string[]]): Promise<Sample> {
  const begun = performance.now();
  const child = spawn(command, rest, { cwd: join(import.meta.dirname, '..'), env: cleanEnvironment() });
  let memoryMb = 0;
  const looking = setInterval(() => (memoryMb = Math.max(memoryMb, highestMb(child))), lookEveryMs);
  const [out, complaint] = await Promise.all([text(child.stdout), text(child.stderr), ended(child)]);
  clearInterval(looking);
  if (child.exitCode !== 0) throw new Error(`${what}: ${complaint}`);
  const seconds = (performance.now() - begun) / 1_000;
  return { what, rows: (JSON.parse(out) as { rows: number }).rows, seconds, memoryMb };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null) await once(child, 'exit');
}

function highestMb({ pid }: ChildProcess): number {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Every table's rows as one number, whatever their order. */
function fingerprints(url: string): Promise<Map<string, string>> {
  return withClient(url, async (client) => {
    const found = new Map<string, string>();
    for (const { name } of await listTables(client)) {
      // The queue writes down when it was last looked at.
      if (!name.startsWith('"public"')) continue;
      const { rows } = await client.query<{ all: string }>(
        `select concat_ws(' ', count(*), sum(hashtextextended(t::text, 0)), sum(hashtextextended(t::text, 1))) as all from ${name} t`,
      );
      found.set(name, rows[0]?.all ?? '');
    }
    return found;
  });
}

function differences(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] {
  return [...one].filter(([name, all]) => other.get(name) !== all).map(([name]) => name);
}

interface Facts {
  readonly rows: number;
  readonly fillS: number;
  readonly tables: number;
  readonly differ: readonly string[];
}

function report(samples: readonly Sample[], { rows, fillS, tables, differ }: Facts): Report {
  const baseline = samples.find(({ what }) => what === plain)?.seconds ?? Number.NaN;
  const slowest = Math.max(...samples.map(({ seconds }) => seconds / baseline));
  const memory = Math.max(...samples.filter(({ what }) => what !== plain).map(({ memoryMb }) => memoryMb));
  return {
    columns: ['what', 'rows', 'seconds', 'rows a second', 'to baseline', 'memory at its highest, MB'],
    rows: samples.map(({ what, rows: count, seconds, memoryMb }) => [
      what,
      count,
      seconds,
      Math.round(count / seconds),
      seconds / baseline,
      Math.round(memoryMb),
    ]),
    notes: [
      `${rows} rows, shared out over all ${tables} tables; the database filled itself in ${Math.round(fillS)} s. Content compared by two hashes of every table, after each move: ${differ.length === 0 ? 'all the same' : `DIFFERENT in ${differ.join(', ')}`}.`,
      'Time from the start of the process to its end: for a move, starting and stopping the built-in database, making the tables and checking every reference are in it. Plain COPY: one stream a table into tables that are there already, with their keys, in one transaction; one server reads and writes.',
      `Goals: a move takes at most ${goals.toBaseline} times as long as plain COPY, at worst ${slowest.toFixed(2)}: ${slowest <= goals.toBaseline ? 'met' : 'not met'}; in ${goals.memoryMb} MB, ${Math.round(memory)}: ${memory <= goals.memoryMb ? 'met' : 'not met'}.`,
    ],
    samples,
  };
}

const benchmark: Benchmark = { name: 'move', about: 'moving a database with a million rows, both ways', run };

export { benchmark as move };
