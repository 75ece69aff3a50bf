import { sql } from 'kysely';
import { systemClock } from '../src/base/clock.ts';
import { createLogger } from '../src/base/logger.ts';
import { openEmbedded } from '../src/storage/embedded.ts';
import { openStorage, type Storage } from '../src/storage/storage.ts';
import { type Benchmark, median, percentile, type Report } from './benchmark.ts';
import { startChild } from './child.ts';
import { inFreshPlace } from './program.ts';
import { empty, fill, type Shape } from './queue/fill.ts';
import type { Kind, Reading } from './queue/reader.ts';

/** A long queue beside a short one of the same shape: it must not matter how much waits. */

const isShort = process.env.OUTLOUD_BENCH_SHORT === '1';
const smallCount = 1_000;
const largeCount = isShort ? 100_000 : 1_000_000;
const goal = 1.5;

interface Pair {
  readonly name: string;
  readonly small: Shape;
  readonly large: Shape;
}

/** Each has enough conversations for a whole look. */
const pairs: readonly Pair[] = [
  pair('1 in 5 due, 5,000 conversations', { lane: 'n % 5000', dueEvery: 5 }),
  { ...pair('all due, conversation by conversation', { lane: 'n / 200', dueEvery: 1 }), small: inFives() },
  pair('all due, a tenth of them for one', { lane: 'case when n % 10 = 0 then 0 else n % 5000 end', dueEvery: 1 }),
];

function pair(name: string, shape: Omit<Shape, 'count'>): Pair {
  return { name, small: { ...shape, count: smallCount }, large: { ...shape, count: largeCount } };
}

function inFives(): Shape {
  return { lane: 'n / 5', dueEvery: 1, count: smallCount };
}

interface Sample {
  readonly name: string;
  readonly fillS: number;
  readonly reading: Reading;
}

async function run(): Promise<Report> {
  const samples = await inFreshPlace(({ dataDir }) => measureAll(dataDir));
  return {
    columns: [
      'queue',
      'waiting in it',
      'pick p50, ms',
      'p99, ms',
      'to small',
      'sweep, ms',
      'to small',
      'workspaces, ms',
      'to small',
      'enqueue, a second',
      'sent, a second',
      'memory, MB',
      'growth, MB',
    ],
    rows: samples.flatMap((sample) => [rowOf(sample, 'small'), rowOf(sample, 'large')]),
    notes: notes(samples),
    samples,
  };
}

async function measureAll(dataDir: string): Promise<Sample[]> {
  const logger = createLogger({ level: 'error' });
  const server = await openEmbedded({ dataDir, logger });
  const smallUrl = Object.assign(new URL(server.url), { pathname: '/small' }).href;
  const open = (databaseUrl: string): Promise<Storage> =>
    openStorage({ databaseUrl, dataDir, logger, clock: systemClock });
  const large = await open(server.url);
  await sql`create database small`.execute(large.db);
  const small = await open(smallUrl);
  try {
    const samples: Sample[] = [];
    for (const each of pairs) {
      await fill(small.db, each.small);
      const begun = performance.now();
      await fill(large.db, each.large);
      const fillS = (performance.now() - begun) / 1_000;
      samples.push({ name: each.name, fillS, reading: await read(smallUrl, server.url) });
    }
    await empty(large.db);
    return samples;
  } finally {
    await small.stop();
    await large.stop();
    await server.stop();
  }
}

async function read(smallUrl: string, largeUrl: string): Promise<Reading> {
  const child = startChild({ file: 'queue/reader.ts', settings: { SMALL_URL: smallUrl, LARGE_URL: largeUrl } });
  try {
    return await child.says<Reading>('sentASecond');
  } finally {
    await child.stop();
  }
}

function rowOf({ name, reading }: Sample, which: 'small' | 'large'): (string | number)[] {
  const times = reading[which];
  const isLarge = which === 'large';
  const ratio = (kind: Kind): string => (isLarge ? ratioOf(reading, kind).toFixed(2) : '');
  const [before, after] = reading.memoryMb;
  return [
    name,
    isLarge ? largeCount : smallCount,
    median(times.pick),
    percentile(times.pick, 0.99),
    ratio('pick'),
    median(times.sweep),
    ratio('sweep'),
    median(times.workspaces),
    ratio('workspaces'),
    Math.round(5_000 / (median(times.enqueue) / 1_000)),
    isLarge ? Math.round(reading.sentASecond) : '',
    isLarge ? Math.round(after) : '',
    isLarge ? (after - before).toFixed(1) : '',
  ];
}

/** Within each round, so that a machine that is busy for a while slows both. */
function ratioOf({ small, large }: Reading, kind: Kind): number {
  return median(large[kind].map((time, round) => time / (small[kind][round] ?? Number.NaN)));
}

function notes(samples: readonly Sample[]): string[] {
  const worst = Math.max(...samples.map(({ reading }) => ratioOf(reading, 'pick')));
  return [
    'Pick: look at the first due delivery of up to 100 conversations, and take ten in hand. Sweep: what has come due, what is too late, what a dead sender had in hand. Small and large take turns; the ratio is the median of those within each turn.',
    'Sent: by the real worker from the large queue for five seconds, to a service without limits that answers at once; growth is that of its process in this time.',
    `Goal: picking takes at most ${goal} times as long with ${largeCount} as with ${smallCount}. At worst it is ${worst.toFixed(2)}: ${worst <= goal ? 'met' : 'not met'}.`,
    `The database filled itself with ${largeCount} in ${samples.map(({ fillS }) => Math.round(fillS)).join(', ')} s; its statistics are whatever it has by itself.`,
  ];
}

const benchmark: Benchmark = { name: 'queue', about: 'a long queue beside a short one', run };

export { benchmark as queue };
