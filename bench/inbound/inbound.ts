import { setTimeout as wait } from 'node:timers/promises';
import { type Benchmark, median, percentile, type Report } from '../benchmark.ts';
import { cpuUs, databaseFigures } from '../proc.ts';
import { inFreshPlace, type Place, type Program, type RunningProgram, startProgram } from '../program.ts';
import { type LoadResult, type Pace, runLoad } from './load.ts';
import { type Kind, kindNames, kinds, peopleCount } from './requests.ts';
import { type StandIn, startStandIn } from './stand-in.ts';

const rounds = 2;
const seconds = 3;
/** Until what runs often was compiled, in all processes. */
const warmUpSeconds = 3;
const closed = { connections: 64 };
const open = { perSecond: 100 };
const lookUpPatienceMs = 15_000;
const goals = { eventsPerSecond: 1_000, openP99Ms: 25, invokeRatio: 0.5 };

const whole = 'Outloud';
const without = 'without database';
const slack: readonly Kind[] = ['event', 'sent', 'channel', 'command', 'action'];
const teams: readonly Kind[] = ['message', 'invoke'];

const programs: readonly { name: string; file: string; kinds: readonly Kind[] }[] = [
  { name: whole, file: 'bench/inbound/outloud.ts', kinds },
  { name: without, file: 'bench/baselines/adapters-only.ts', kinds },
  { name: 'Bolt alone', file: 'bench/baselines/bolt.ts', kinds: slack },
  { name: 'botbuilder alone', file: 'bench/baselines/botbuilder.ts', kinds: teams },
];

interface Target {
  readonly name: string;
  readonly kinds: readonly Kind[];
  readonly place: Place;
  readonly running: RunningProgram;
}

interface Sample extends LoadResult {
  readonly name: string;
  readonly kind: Kind;
  readonly pace: Pace;
  readonly round: number;
  /** Microseconds per request. */
  readonly cpu: number;
  readonly databaseCpu: number;
}

async function run(): Promise<Report> {
  const standIn = await startStandIn();
  try {
    return await startAll(standIn.settings, programs, (targets) => measureAll(standIn, targets));
  } finally {
    standIn.close();
  }
}

/** All of them at once, so that rounds can be interleaved; those that are not measured only wait. */
async function startAll<T>(
  settings: Program['settings'],
  [next, ...others]: typeof programs,
  work: (targets: readonly Target[]) => Promise<T>,
): Promise<T> {
  if (!next) return work([]);
  return inFreshPlace(async (place) => {
    const running = await startProgram({ file: next.file, settings }, place);
    try {
      return await startAll(settings, others, (targets) =>
        work([{ name: next.name, kinds: next.kinds, place, running }, ...targets]),
      );
    } finally {
      await running.stop();
    }
  });
}

async function measureAll(standIn: StandIn, targets: readonly Target[]): Promise<Report> {
  for (const target of targets) {
    for (const kind of target.kinds) await measure(target, { kind, pace: closed, standIn, seconds: warmUpSeconds });
  }
  await peopleAreKnown(standIn);
  const samples: Sample[] = [];
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? targets : targets.toReversed();
    for (const kind of kinds) {
      for (const target of order.filter((each) => each.kinds.includes(kind))) {
        for (const pace of target.kinds === kinds ? [closed, open] : [closed]) {
          const figures = await measure(target, { kind, pace, standIn, seconds });
          samples.push({ name: target.name, kind, pace, round, ...figures });
        }
      }
    }
  }
  return report(samples, targets);
}

interface Cell {
  readonly kind: Kind;
  readonly pace: Pace;
  readonly standIn: StandIn;
  readonly seconds: number;
}

async function measure(
  { running, place }: Target,
  cell: Cell,
): Promise<LoadResult & { cpu: number; databaseCpu: number }> {
  const { standIn, ...asked } = cell;
  const before = { own: cpuUs(running.pid), database: databaseFigures(place.dataDir).cpuUs };
  const result = await runLoad({
    ...asked,
    port: Number(new URL(running.address).port),
    standIn: standIn.address,
    serviceUrl: standIn.serviceUrl,
    authorization: standIn.authorization,
  });
  running.assertAlive();
  const requests = result.times.length;
  return {
    ...result,
    cpu: (cpuUs(running.pid) - before.own) / requests,
    databaseCpu: (databaseFigures(place.dataDir).cpuUs - before.database) / requests,
  };
}

/** On the first meeting Slack is asked about each person, in the background. */
async function peopleAreKnown({ askedAbout }: StandIn): Promise<void> {
  const until = performance.now() + lookUpPatienceMs;
  while (askedAbout.size < peopleCount && performance.now() < until) await wait(100);
}

function report(samples: readonly Sample[], targets: readonly Target[]): Report {
  const failed = samples.reduce((sum, each) => sum + each.failed, 0);
  const errors = targets.reduce((sum, { running }) => sum + running.errors(), 0);
  const total = samples.reduce((sum, each) => sum + each.times.length, 0);
  const rows = kinds.flatMap((kind) =>
    targets.filter((target) => target.kinds.includes(kind)).map(({ name }) => row(samples, kind, name)),
  );
  return {
    columns: [
      'request',
      'program',
      'a second',
      'to the same without',
      'p50, ms',
      'p99, ms',
      'p99 at 100/s, ms',
      'CPU, µs',
      'database CPU, µs',
    ],
    rows,
    notes: [
      `Medians of ${rounds} interleaved rounds of ${seconds} s, closed loop, ${closed.connections} connections; p99 at ${open.perSecond} a second is an open loop, over all rounds. ${peopleCount} people; every request is new, signed within the last minute.`,
      'An event or a message is `record-for-later WORDS`, a feature of the bench made as the others are: one row is kept and three messages are put in the outbox, for in an hour, before it is answered. Where they are sent at once, that goes on beside it at the speed that the platforms allow, by the same process.',
      'CPU is per request, of the Node process; the database works in processes of its own. The ratio compares requests a second within a round.',
      `Goals: ${goals.eventsPerSecond} events a second, ${judge(samples, 'event')}; p99 under ${goals.openP99Ms} ms at ${open.perSecond} a second; an invoke at ${goals.invokeRatio} of the same without the database.`,
      `Of ${total} requests ${failed} were not answered 2xx; ${errors} errors logged: ${failed + errors === 0 ? 'good' : 'NOT GOOD, do not trust the figures'}.`,
    ],
    samples: samples.map(({ times, ...figures }) => ({ ...figures, requests: times.length })),
  };
}

function judge(samples: readonly Sample[], kind: Kind): string {
  const here = median(closedOf(samples, kind, whole).map((each) => each.perSecond));
  return `${Math.round(here)} here: ${here >= goals.eventsPerSecond ? 'met' : 'not met'}`;
}

function closedOf(samples: readonly Sample[], kind: Kind, name: string): Sample[] {
  return samples.filter((each) => each.kind === kind && each.name === name && 'connections' in each.pace);
}

function row(samples: readonly Sample[], kind: Kind, name: string): (string | number)[] {
  const own = closedOf(samples, kind, name);
  const ratios = own.map(({ round, perSecond }) => {
    const same = closedOf(samples, kind, without).find((each) => each.round === round);
    return perSecond / (same?.perSecond ?? Number.NaN);
  });
  const atPace = samples.filter((each) => each.kind === kind && each.name === name && 'perSecond' in each.pace);
  return [
    kindNames[kind],
    name,
    Math.round(median(own.map((each) => each.perSecond))),
    median(ratios),
    median(own.map((each) => percentile([...each.times], 0.5))),
    median(own.map((each) => percentile([...each.times], 0.99))),
    percentile(
      atPace.flatMap((each) => [...each.times]),
      0.99,
    ),
    Math.round(median(own.map((each) => each.cpu))),
    name === whole ? Math.round(median(own.map((each) => each.databaseCpu))) : '',
  ];
}

const benchmark: Benchmark = { name: 'inbound', about: 'requests a second and what they cost', run };

export { benchmark as inbound };
