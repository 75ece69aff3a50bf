import { setTimeout as pause } from 'node:timers/promises';
import { sql, type Transaction } from 'kysely';
import { createFeatures, idleHouse } from '../src/all-features.ts';
import { allHoldings } from '../src/all-holdings.ts';
import { systemClock } from '../src/base/clock.ts';
import { asId } from '../src/base/ids.ts';
import { createLogger } from '../src/base/logger.ts';
import { outbox } from '../src/delivery/outbox.ts';
import type { InstallingDeps } from '../src/features/installing/deps.ts';
import { erasePastGrace } from '../src/features/installing/erase.ts';
import { graceMs } from '../src/people/installations.ts';
import { openEmbedded } from '../src/storage/embedded.ts';
import type { Database } from '../src/storage/schema.ts';
import { openStorage, type Storage } from '../src/storage/storage.ts';
import { type Benchmark, percentile, type Report } from './benchmark.ts';
import { ask, migrate, withClient } from './database.ts';
import { fillEveryTable } from './move/fill.ts';
import { inFreshPlace } from './program.ts';

/**
 * A workspace of a million rows, over every table there is, is erased after its grace, while people of another one, with
 * as many rows, go on. The baseline is the least that PostgreSQL can do: the same rows, found and deleted table by table
 * without looking at any reference.
 */

const isShort = process.env.OUTLOUD_BENCH_SHORT === '1';
const rowsWanted = isShort ? 50_000 : 1_000_000;
const goals = { toBaseline: 10, transactionMs: 2_000, besideMs: 250 };
const quietMs = 5_000;
const probeEveryMs = 20;

const [leaving, staying] = [asId<'workspace'>('slack:TLEAVES'), asId<'workspace'>('teams:tstays')];
/** They say that it is to be erased: one row, and no more. */
const own = ['installation', 'installed_place', 'slack_grant', 'slack_install_state', 'secret', 'playground_record'];

interface Probe {
  readonly medianMs: number;
  readonly highMs: number;
  readonly longestMs: number;
}

interface Sample {
  readonly rows: number;
  readonly eraseS: number;
  readonly baselineS: number;
  readonly transactions: number;
  readonly longestMs: number;
  readonly left: number;
  readonly lost: number;
  readonly quiet: Probe;
  readonly beside: Probe;
}

async function run(): Promise<Report> {
  const sample = await inFreshPlace(({ dataDir }) => measure(dataDir));
  const { rows, eraseS, baselineS, transactions, longestMs, left, lost, quiet, beside } = sample;
  const isKept =
    eraseS < baselineS * goals.toBaseline && longestMs < goals.transactionMs && beside.highMs < goals.besideMs;
  return {
    columns: [
      'what',
      'seconds',
      'rows a second',
      'longest transaction (ms)',
      'median (ms)',
      '99% (ms)',
      'longest (ms)',
    ],
    rows: [
      ['a workspace is erased', eraseS, rows / eraseS, longestMs, '', '', ''],
      ['baseline: deleted without looking', baselineS, rows / baselineS, baselineS * 1_000, '', '', ''],
      ['somebody’s work, alone', '', '', '', quiet.medianMs, quiet.highMs, quiet.longestMs],
      ['somebody’s work, beside it', '', '', '', beside.medianMs, beside.highMs, beside.longestMs],
    ],
    notes: [
      `${rows} rows in ${transactions} transactions; ${left} rows were left behind, ${lost} of others were lost.`,
      `Goals: at most ${goals.toBaseline} times the baseline, no transaction over ${goals.transactionMs} ms, 99% of the`,
      `work beside it within ${goals.besideMs} ms, nothing left or lost: ${isKept && left + lost === 0 ? 'kept' : 'MISSED'}.`,
    ],
    samples: [sample],
  };
}

async function measure(dataDir: string): Promise<Sample> {
  const logger = createLogger({ level: 'error' });
  const server = await openEmbedded({ dataDir, logger });
  const urlOf = (name: string): string => Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
  try {
    await ask(server.url, 'create database source');
    await migrate(urlOf('source'), logger);
    const rows = await fill(urlOf('source'));
    await ask(server.url, 'create database plain template source');
    const baselineS = await deletePlainly(urlOf('plain'));
    await ask(server.url, 'drop database plain');
    const storage = await openStorage({ databaseUrl: urlOf('source'), dataDir: '', logger, clock: systemClock });
    try {
      return { rows, baselineS, ...(await erase(storage)) };
    } finally {
      await storage.stop();
    }
  } finally {
    await server.stop();
  }
}

async function fill(url: string): Promise<number> {
  return withClient(url, async (client) => {
    await client.query(`set statement_timeout = 0`);
    const rows = await fillEveryTable(client, rowsWanted, { prefix: `${leaving}:`, references: true, except: own });
    await fillEveryTable(client, rowsWanted, { prefix: `${staying}:`, references: true, except: own });
    const removedAt = new Date(Date.now() - 2 * graceMs);
    await client.query(
      `insert into installation (workspace_id, installed_at, removed_at) values ($1, $3, $3), ($2, $3, null)`,
      [leaving, staying, removedAt],
    );
    await client.query('vacuum analyze');
    return rows;
  });
}

/** Row by row as it lies there, without looking at what refers to it. */
function deletePlainly(url: string): Promise<number> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select quote_ident(table_name) as name from information_schema.tables
       where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'kysely%'`,
    );
    await client.query(`set session_replication_role = replica`);
    const begun = performance.now();
    await client.query('begin');
    for (const { name } of rows) {
      await client.query(`delete from ${name} it where position('${leaving}:' in it::text) > 0`);
    }
    await client.query('commit');
    return (performance.now() - begun) / 1_000;
  });
}

async function erase(storage: Storage): Promise<Omit<Sample, 'rows' | 'baselineS'>> {
  const others = await countOf(storage, staying);
  const spans: number[] = [];
  const deps = depsOn(storage, spans);
  const quiet = await probe(storage, () => pause(quietMs));
  let eraseS = 0;
  const beside = await probe(storage, async () => {
    const begun = performance.now();
    await erasePastGrace(deps, systemClock.now());
    eraseS = (performance.now() - begun) / 1_000;
  });
  return {
    eraseS,
    transactions: spans.length,
    longestMs: Math.max(...spans),
    left: await countOf(storage, leaving),
    lost: others - (await countOf(storage, staying)),
    quiet,
    beside,
  };
}

function depsOn(storage: Storage, spans: number[]): InstallingDeps {
  const transaction: InstallingDeps['transaction'] = async (work) => {
    const begun = performance.now();
    try {
      return await storage.transaction(work);
    } finally {
      spans.push(performance.now() - begun);
    }
  };
  const house = { ...idleHouse(), transaction, holdings: () => holdings, tell: async () => {} };
  const holdings = allHoldings(createFeatures(house));
  return house;
}

/** What somebody does elsewhere meanwhile: their notes are read, and something is posted for them. */
async function probe(storage: Storage, work: () => Promise<void>): Promise<Probe> {
  const took: number[] = [];
  let isOver = false;
  const probing = (async () => {
    while (!isOver) {
      const begun = performance.now();
      await storage.transaction(oneTurn);
      took.push(performance.now() - begun);
      await pause(probeEveryMs);
    }
  })();
  try {
    await work();
  } finally {
    isOver = true;
    await probing;
  }
  return { medianMs: percentile(took, 0.5), highMs: percentile(took, 0.99), longestMs: Math.max(...took) };
}

async function oneTurn(trx: Transaction<Database>): Promise<void> {
  const person = asId<'person'>(`${staying}:update.person_id 7`);
  await trx.selectFrom('update').select('id').where('person_id', '=', person).execute();
  const to = { conversation: asId<'conversation'>(`${staying}:probe`) };
  const id = await outbox.post(trx, { to, message: { text: 'A probe' }, priority: 'answer' }, systemClock.now());
  await trx.deleteFrom('delivery').where('id', '=', id).execute();
}

/** Rows in which it is named. */
async function countOf({ db }: Storage, workspace: string): Promise<number> {
  const { rows } = await sql<{ name: string }>`
    select quote_ident(table_name) as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db);
  let count = 0;
  for (const { name } of rows) {
    const { rows: found } = await sql<{ n: number }>`
      select count(*)::int as n from ${sql.raw(name)} it where position(${workspace} in it::text) > 0`.execute(db);
    count += found[0]?.n ?? 0;
  }
  return count;
}

export const erasingWorkspace: Benchmark = {
  name: 'erase-workspace',
  about: 'a workspace of a million rows is erased while others go on',
  run,
};
