import { rankSumLuck } from '../src/features/pilots/statistics/rank-sum.ts';
import { type Difference, newcombe, type Share } from '../src/features/pilots/statistics/shares.ts';
import { judgeShares, verdictOf } from '../src/features/pilots/statistics/verdict.ts';
import { listedChance } from './baselines/listing.ts';
import { wald } from './baselines/wald.ts';
import { type Benchmark, median, type Report } from './benchmark.ts';
import { binomial, seededRandom } from './draws.ts';

const sizes = [30, 100, 300, 1000, 5000];
const proportions = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5];
const tables = 20_000;

type Interval = (before: Share, after: Share) => Difference;

interface Coverage {
  readonly each: number;
  readonly before: number;
  readonly after: number;
  /** Of so many tables with these true proportions, the share whose range holds the true difference, in percent. */
  readonly newcombe: number;
  readonly wald: number;
}

async function run(): Promise<Report> {
  const coverages = sizes.flatMap((each) =>
    proportions.flatMap((before) => [before, Math.min(0.75, 1.5 * before)].map((after) => cover(each, before, after))),
  );
  const speed = verdictsASecond();
  const luck = [
    [8, 1],
    [8, 3],
    [12, 4],
    [16, 4],
    [12, 8],
    [40, 40],
  ].map(([usual = 0, pilot = 0]) => timeLuck(usual, pilot));
  return {
    columns: ['each side', 'share before', 'share after', 'Newcombe %', 'Wald %'],
    rows: coverages.map(({ each, before, after, newcombe: ours, wald: theirs }) => [
      String(each),
      before.toFixed(3),
      after.toFixed(3),
      ours,
      theirs,
    ]),
    notes: [
      `How often the range holds the true difference, in ${tables.toLocaleString('en-GB')} seeded tables each; 95 % is meant, and chance alone moves these figures by 0.15.`,
      ...(['newcombe', 'wald'] as const).map((method) => summary(method, coverages)),
      `Verdicts a second: ${speed.ours}; the same rule on Wald's interval: ${speed.baseline}.`,
      ...luck.map(({ sizes: named, ours, listing }) => `Permutation test, ${named}: ${ours} counted; ${listing}.`),
    ],
    samples: [...coverages, speed, ...luck],
  };
}

function cover(each: number, before: number, after: number): Coverage {
  const random = seededRandom(Math.round(each * 1e6 + before * 1e4 + after * 1e3));
  const [drawBefore, drawAfter] = [binomial(each, before, random), binomial(each, after, random)];
  const held = { newcombe: 0, wald: 0 };
  const holds = (interval: Interval, one: Share, other: Share): number => {
    const { low, high } = interval(one, other);
    return low <= after - before + 1e-12 && after - before - 1e-12 <= high ? 1 : 0;
  };
  for (let table = 0; table < tables; table++) {
    const [one, other] = [
      { count: drawBefore(), of: each },
      { count: drawAfter(), of: each },
    ];
    held.newcombe += holds(newcombe, one, other);
    held.wald += holds(wald, one, other);
  }
  return { each, before, after, newcombe: (100 * held.newcombe) / tables, wald: (100 * held.wald) / tables };
}

function summary(method: 'newcombe' | 'wald', coverages: readonly Coverage[]): string {
  const values = coverages.map((coverage) => coverage[method]);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const off = values.filter((value) => value < 94).length;
  const name = method === 'newcombe' ? 'Newcombe' : 'Wald';
  return `${name}: ${least.toFixed(1)} to ${most.toFixed(1)} %, median ${median(values).toFixed(1)} %; below 94 % in ${off} of ${values.length} cases.`;
}

function verdictsASecond() {
  const random = seededRandom(7);
  const pairs = Array.from({ length: 10_000 }, () => [share(random()), share(random())] as const);
  const yardstick = { worthwhile: 0.01, better: 'higher' } as const;
  return {
    what: 'verdicts a second',
    ours: inThousands(rate(pairs, ([before, after]) => judgeShares(before, after, yardstick).verdict)),
    baseline: inThousands(rate(pairs, ([before, after]) => verdictOf(wald(before, after), yardstick.worthwhile))),
  };
}

function share(chance: number): Share {
  const of = 30 + Math.floor(chance * 100_000);
  return { count: Math.floor(of * 0.05), of };
}

/** Calls a second, the median of five rounds of some 0.2 s. */
function rate<T>(cases: readonly T[], call: (each: T) => unknown): number {
  const round = (): number => {
    const start = performance.now();
    let calls = 0;
    while (performance.now() - start < 200) {
      for (const each of cases) call(each);
      calls += cases.length;
    }
    return (1000 * calls) / (performance.now() - start);
  };
  round();
  return median(Array.from({ length: 5 }, round));
}

function inThousands(value: number): string {
  return `${Math.round(value / 1000).toLocaleString('en-GB')},000`;
}

/** Listing 40 of 80 would take longer than the universe has lasted. */
const mostListed = 5_000_000;

function timeLuck(usual: number, pilot: number) {
  const random = seededRandom(usual * 100 + pilot);
  const values = (count: number): number[] => Array.from({ length: count }, random);
  const [one, other] = [values(usual), values(pilot)];
  const arrangements = rankSumLuck(one, other).counted?.arrangements ?? Number.POSITIVE_INFINITY;
  const ours = timed(() => rankSumLuck(one, other));
  const isListed = arrangements <= mostListed;
  return {
    sizes: `${usual} usual and ${pilot} new`,
    ours,
    listing: isListed ? `${timed(() => listedChance(one, other))} listed` : 'too many to list',
  };
}

function timed(call: () => unknown): string {
  const us = 1e6 / rate([0], call);
  return us < 1000 ? `${us.toFixed(us < 10 ? 1 : 0)} µs` : `${(us / 1000).toFixed(1)} ms`;
}

export const pilots: Benchmark = {
  name: 'pilots',
  about: "how true the range of a pilot's result is, and how quick; beside the textbook's interval and a listing test",
  run,
};
