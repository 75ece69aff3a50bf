import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Benchmark, median, type Report } from './benchmark.ts';
import { databaseFigures, residentMb } from './proc.ts';
import { inFreshPlace, type Place, type Program, startProgram } from './program.ts';

const rounds = 3;
const goal = 1.3;
const settleMs = 1_000;

const start = { file: 'src/cli.ts', arguments: ['start'] };
const slackOnly = {
  SLACK_SIGNING_SECRET: 'a signing secret',
  SLACK_BOT_TOKEN: 'xoxb-bench',
  // Nobody is there: a start calls nothing.
  SLACK_API_URL: 'http://127.0.0.1:9/api/',
};

const baseline = 'SDKs only, mounted';
const whole = 'Outloud, local mode';
const withSlack = 'Outloud, only Slack';

const programs: ReadonlyMap<string, Program> = new Map<string, Program>([
  [whole, { ...start, settings: {} }],
  [withSlack, { ...start, settings: slackOnly }],
  [baseline, { file: 'bench/baselines/mounted-sdks.ts', settings: {} }],
]);

type State = 'cold' | 'warm';

interface Sample {
  readonly name: string;
  readonly state: State;
  readonly round: number;
  readonly readyMs: number;
  readonly memoryMb: number;
  readonly databaseMb: number;
}

async function run(): Promise<Report> {
  const samples: Sample[] = [];
  for (let round = 0; round < rounds; round++) {
    const order = [...programs];
    if (round % 2 === 1) order.reverse();
    for (const [name, program] of order) {
      await inFreshPlace(async (place) => {
        for (const state of ['cold', 'warm'] as const) {
          samples.push({ name, state, round, ...(await measure(program, place)) });
        }
      });
    }
  }
  return {
    columns: ['program', 'start', 'ready, ms', 'to baseline', 'memory, MB', 'to baseline', 'database, MB'],
    rows: [...programs.keys()].flatMap((name) => (['cold', 'warm'] as const).map((state) => row(samples, name, state))),
    notes: await notes(samples),
    samples,
  };
}

async function measure(program: Program, place: Place): Promise<Omit<Sample, 'name' | 'state' | 'round'>> {
  const running = await startProgram(program, place);
  try {
    const memoryMb = residentMb(running.pid);
    const { memoryMb: databaseMb } = databaseFigures(place.dataDir);
    // A start goes on for a moment after it is ready, and what it still loads belongs in the cache of the next.
    await wait(settleMs);
    return { readyMs: running.readyMs, memoryMb, databaseMb };
  } finally {
    await running.stop();
  }
}

type Figure = 'readyMs' | 'memoryMb' | 'databaseMb';

function row(samples: readonly Sample[], name: string, state: State): (string | number)[] {
  const own = samples.filter((each) => each.name === name && each.state === state);
  const middle = (figure: Figure): number => median(own.map((each) => each[figure]));
  return [
    name,
    state,
    Math.round(middle('readyMs')),
    toBaseline(samples, { name, state, figure: 'readyMs' }),
    middle('memoryMb'),
    toBaseline(samples, { name, state, figure: 'memoryMb' }),
    middle('databaseMb') || '',
  ];
}

/** The ratio within each round, so that a machine that is busy for a while slows both sides of it. */
function toBaseline(
  samples: readonly Sample[],
  { name, state, figure }: { name: string; state: State; figure: Figure },
): number {
  const find = (wanted: string, round: number): number =>
    samples.find((each) => each.name === wanted && each.state === state && each.round === round)?.[figure] ??
    Number.NaN;
  return median(Array.from({ length: rounds }, (_, round) => find(name, round) / find(baseline, round)));
}

async function notes(samples: readonly Sample[]): Promise<string[]> {
  const ratio = toBaseline(samples, { name: whole, state: 'warm', figure: 'readyMs' });
  return [
    `Medians of ${rounds} interleaved rounds. Cold: a fresh data folder (the database is made) and an empty compile cache. Warm: the second start there.`,
    'Memory is that of the Node process when it is ready; the database is the proportional size of its processes.',
    `Goal: Outloud ready within ${goal} of the baseline, database included. Warm it is ${ratio.toFixed(2)}: ${ratio <= goal ? 'met' : 'not met'}.`,
    `Loaded with only Slack connected: ${(await loadedWith(slackOnly)).join(', ')}.`,
  ];
}

/** Which of the SDKs a start loads: seen from inside, in a start that is not measured. */
async function loadedWith(settings: Record<string, string>): Promise<string[]> {
  return inFreshPlace(async (place) => {
    const list = join(place.folder, 'loaded.json');
    const program = { ...start, settings: { ...settings, BENCH_LOADED: list }, preload: 'bench/loaded.ts' };
    const running = await startProgram(program, place);
    await wait(settleMs);
    await running.stop();
    const packages = JSON.parse(await readFile(list, 'utf8')) as string[];
    const sdks = ['@slack/bolt', '@slack/web-api', 'botbuilder', 'botframework-connector', '@microsoft/teams-ai'];
    return sdks.map((name) => `${name} ${packages.includes(name) ? 'yes' : 'no'}`);
  });
}

const benchmark: Benchmark = { name: 'start', about: 'time to ready and memory, cold and warm', run };

export { benchmark as start };
