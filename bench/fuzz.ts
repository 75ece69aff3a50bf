import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { createLogger } from '../src/base/logger.ts';
import { openEmbedded } from '../src/storage/embedded.ts';
import { type Fuzzed, fuzz as fuzzRoute } from '../test/fuzz/fuzz.ts';
import { startLocalTarget, startTarget, type Target } from '../test/fuzz/target.ts';
import type { Benchmark, Report } from './benchmark.ts';
import { inFreshPlace } from './program.ts';

/** Ten thousand inputs for every public route: no failure, nothing in the log that may not be there, no growth. */

const inputs = process.env.OUTLOUD_BENCH_SHORT === '1' ? 500 : 10_000;
/** These alone, such as `/slack/events,/pages/*`. */
const only = process.env.OUTLOUD_FUZZ_ROUTES?.split(',');
const warmUpInputs = 500;
/** From the first fifth of what a route is sent to the last, in megabytes. */
const mostGrowthMb = 8;

async function run(): Promise<Report> {
  return inFreshPlace(async ({ dataDir }) => {
    const server = await openEmbedded({ dataDir, logger: createLogger({ level: 'error' }) });
    try {
      return await sendAll(() => newDatabase(server.url));
    } finally {
      await server.stop();
    }
  });
}

async function newDatabase(url: string): Promise<string> {
  const name = `fuzz_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

async function sendAll(newDatabase: () => Promise<string>): Promise<Report> {
  const seed = Number(process.env.OUTLOUD_FUZZ_SEED ?? Date.now() % 1_000_000);
  const all: Fuzzed[] = [];
  const badLines: string[] = [];
  for (const start of [startTarget, startLocalTarget]) {
    const target = await start(await newDatabase());
    try {
      all.push(...(await sendTo(target, seed)));
      badLines.push(...target.badLines());
    } finally {
      await target.stop();
    }
  }
  return report(all, { seed, badLines });
}

async function sendTo(target: Target, seed: number): Promise<Fuzzed[]> {
  const routes = Object.keys(target.routes).filter((route) => only?.includes(route) ?? true);
  // The first requests load what every later one uses.
  for (const route of routes) await fuzzRoute(target, route, { inputs: warmUpInputs, seed: seed + 1 });
  const all: Fuzzed[] = [];
  for (const route of routes) all.push(await fuzzRoute(target, route, { inputs, seed, lookAtHeap: true }));
  return all;
}

function report(all: readonly Fuzzed[], { seed, badLines }: { seed: number; badLines: readonly string[] }): Report {
  const failures = all.flatMap((each) => each.failures);
  const growth = Math.max(...all.map(growthOf));
  return {
    columns: [
      'route',
      'inputs',
      'seconds',
      'answered',
      'failures',
      'heap after a fifth, MB',
      'at the end, MB',
      'growth, MB',
    ],
    rows: all.map((each) => [
      each.route,
      each.inputs,
      each.seconds,
      Object.entries(each.statuses)
        .map(([status, count]) => `${status}: ${count}`)
        .join(', '),
      each.failures.length,
      each.heapMb[0] ?? Number.NaN,
      each.heapMb.at(-1) ?? Number.NaN,
      growthOf(each).toFixed(1),
    ]),
    notes: [
      `Seed ${seed}: the same one sends the same. Noise, and recorded payloads with parts replaced, signed as the platforms sign. Every answer of 500 or above counts as a failure, but for a 503 that is said on purpose; one that hides a failure is found in the log.`,
      `Failures: ${failures.length}${failures.length === 0 ? ', good' : `, NOT GOOD, such as ${failures.slice(0, 3).join(' | ')}`}. Lines in the log at level debug that tell of a failure, a secret or what somebody wrote: ${badLines.length}${badLines.length === 0 ? ', good' : `, NOT GOOD, such as ${badLines[0]}`}.`,
      `Goal: after a collection, at most ${mostGrowthMb} MB more at the end than after the first fifth. At worst ${growth.toFixed(1)}: ${growth <= mostGrowthMb ? 'met' : 'not met'}.`,
    ],
    samples: all.map(({ failures: failed, ...figures }) => ({ ...figures, failures: failed.length })),
  };
}

function growthOf({ heapMb }: Fuzzed): number {
  return (heapMb.at(-1) ?? Number.NaN) - (heapMb[0] ?? Number.NaN);
}

const benchmark: Benchmark = { name: 'fuzz', about: 'ten thousand inputs for every public route', run };

export { benchmark as fuzz };
