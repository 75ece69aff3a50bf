import { setTimeout as wait } from 'node:timers/promises';
import { type Benchmark, median, type Report } from './benchmark.ts';
import { type LoadResult, runLoad } from './load.ts';
import { cpuUs, databaseFigures } from './proc.ts';
import { inFreshPlace, type Place, type RunningProgram, startProgram } from './program.ts';
import { type Kind, kindNames, kinds, peopleCount } from './requests.ts';
import { type StandIn, startStandIn } from './stand-in.ts';

const rounds = 2;
const seconds = 3;
const warmUpSeconds = 1;
const connections = 16;
const lookUpPatienceMs = 15_000;

const whole = 'Outloud';
const baseline = 'adapters only';

interface Target {
  readonly name: string;
  readonly place: Place;
  readonly running: RunningProgram;
}

interface Sample extends LoadResult {
  readonly name: string;
  readonly kind: Kind;
  readonly round: number;
  readonly cpuUsPerRequest: number;
  readonly databaseUsPerRequest: number;
}

async function run(): Promise<Report> {
  const standIn = await startStandIn();
  try {
    return await inFreshPlace((place) => inFreshPlace((other) => compare(standIn, place, other)));
  } finally {
    standIn.close();
  }
}

async function compare(standIn: StandIn, place: Place, other: Place): Promise<Report> {
  const { settings } = standIn;
  const ours = await startProgram({ file: 'src/cli.ts', arguments: ['start'], settings }, place);
  try {
    const theirs = await startProgram({ file: 'bench/baselines/adapters-only.ts', settings }, other);
    try {
      return await measureAll(standIn, [
        { name: whole, place, running: ours },
        { name: baseline, place: other, running: theirs },
      ]);
    } finally {
      await theirs.stop();
    }
  } finally {
    await ours.stop();
  }
}

async function measureAll(standIn: StandIn, targets: readonly Target[]): Promise<Report> {
  for (const target of targets) {
    for (const kind of kinds) await measure(target, { kind, standIn, seconds: warmUpSeconds });
  }
  await peopleAreKnown(standIn);
  const samples: Sample[] = [];
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? targets : targets.toReversed();
    for (const kind of kinds) {
      for (const target of order) {
        samples.push({ name: target.name, kind, round, ...(await measure(target, { kind, standIn, seconds })) });
      }
    }
  }
  return report(samples, targets);
}

interface Cell {
  readonly kind: Kind;
  readonly standIn: StandIn;
  readonly seconds: number;
}

async function measure(target: Target, cell: Cell): Promise<Omit<Sample, 'name' | 'kind' | 'round'>> {
  const { running, place } = target;
  const before = { own: cpuUs(running.pid), database: databaseFigures(place.dataDir).cpuUs };
  const result = await runLoad(
    {
      address: running.address,
      kind: cell.kind,
      seconds: cell.seconds,
      connections,
      standIn: cell.standIn.address,
      serviceUrl: cell.standIn.serviceUrl,
      authorization: cell.standIn.authorization,
    },
    cell.standIn,
  );
  running.assertAlive();
  return {
    ...result,
    cpuUsPerRequest: (cpuUs(running.pid) - before.own) / result.requests,
    databaseUsPerRequest: (databaseFigures(place.dataDir).cpuUs - before.database) / result.requests,
  };
}

/** On the first meeting Slack is asked about each person, in the background. */
async function peopleAreKnown({ askedAbout }: StandIn): Promise<void> {
  const until = performance.now() + lookUpPatienceMs;
  while (askedAbout.size < peopleCount && performance.now() < until) await wait(100);
}

function report(samples: readonly Sample[], targets: readonly Target[]): Report {
  const failed = samples.reduce((sum, each) => sum + each.failed, 0);
  const unsaid = samples.reduce((sum, each) => sum + each.unsaid, 0);
  const errors = targets.reduce((sum, { running }) => sum + running.errors(), 0);
  const total = samples.reduce((sum, each) => sum + each.requests, 0);
  return {
    columns: [
      'request',
      'program',
      'a second',
      'p50, ms',
      'p99, ms',
      'CPU, µs',
      'database CPU, µs',
      'CPU ratio',
      'not 2xx',
    ],
    rows: kinds.flatMap((kind) => [whole, baseline].map((name) => row(samples, kind, name))),
    notes: [
      `Medians of ${rounds} interleaved rounds of ${seconds} s; closed loop, ${connections} connections, ${peopleCount} people; every request signed now and new.`,
      'A connection sends its next request when the last is answered and, where the words come in a message afterwards (block action, event, Teams message), that has arrived too. The times are those of the answers.',
      'CPU is per request, of the Node process; the ratio is that, to the same adapters without our core. The database works in processes of its own.',
      `Of ${total} requests ${failed} were not answered 2xx and ${unsaid} had no words afterwards; ${errors} errors logged: ${failed + unsaid + errors === 0 ? 'good' : 'NOT GOOD, do not trust the figures'}.`,
    ],
    samples,
  };
}

function row(samples: readonly Sample[], kind: Kind, name: string): (string | number)[] {
  const of = (wanted: string): Sample[] => samples.filter((each) => each.kind === kind && each.name === wanted);
  const own = of(name);
  const cpu = (list: readonly Sample[]): number => median(list.map((each) => each.cpuUsPerRequest));
  return [
    kindNames[kind],
    name,
    Math.round(median(own.map((each) => each.perSecond))),
    median(own.map((each) => each.p50Ms)),
    median(own.map((each) => each.p99Ms)),
    Math.round(cpu(own)),
    name === whole ? Math.round(median(own.map((each) => each.databaseUsPerRequest))) : '',
    cpu(own) / cpu(of(baseline)),
    own.reduce((sum, each) => sum + each.failed, 0),
  ];
}

const benchmark: Benchmark = { name: 'inbound', about: 'requests a second and what they cost', run };

export { benchmark as inbound };
