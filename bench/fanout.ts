import { setTimeout as wait } from 'node:timers/promises';
import type { Benchmark, Report } from './benchmark.ts';
import { type Child, startChild } from './child.ts';
import type { Cost } from './fanout/arguments.ts';
import type { Workload } from './fanout/workload.ts';
import { databaseFigures, residentMb } from './proc.ts';
import { inFreshPlace, type Place } from './program.ts';
import type { Counts } from './service/ledger.ts';
import { createWindows } from './service/limits.ts';
import { type RunningService, type ServiceName, startService } from './service/running.ts';
import { conversationWindows } from './service/teams.ts';

/** Everything at once, against services that enforce the published limits; the optimum is arithmetic. */

const isShort = process.env.OUTLOUD_BENCH_SHORT === '1';
const sizes = isShort
  ? [
      { channels: 600, per: 1 },
      { channels: 40, per: 20 },
    ]
  : [
      { channels: 5_000, per: 1 },
      { channels: 200, per: 20 },
    ];
/** Slack's seconds are that much shorter, for both sides; Teams' are as they are. */
const speeds: Readonly<Record<ServiceName, number>> = { slack: Number(process.env.OUTLOUD_BENCH_SPEED ?? 5), teams: 1 };
const goals: Readonly<Record<ServiceName, number>> = { slack: 1.02, teams: 1.05 };
const lookEveryMs = 500;

const outloud = 'Outloud';

interface Sender {
  readonly name: string;
  readonly file: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly orders: readonly Workload['order'][];
}

const senders: readonly Sender[] = [
  { name: outloud, file: 'fanout/outloud.ts', orders: ['turns', 'blocks'] },
  { name: 'Promise.all', file: 'fanout/in-memory.ts', settings: { SENDER: 'all' }, orders: ['turns'] },
  { name: 'p-queue', file: 'fanout/in-memory.ts', settings: { SENDER: 'p-queue' }, orders: ['turns'] },
];

interface Sample {
  readonly sender: string;
  readonly workload: Workload;
  readonly optimumMs: number;
  readonly lost: number;
  readonly peakMb: number;
  readonly growthMb: number;
  readonly cpuMsPerMessage: number;
  readonly databaseCpuMsPerMessage: number;
  readonly counts: Counts;
}

async function run(): Promise<Report> {
  const samples: Sample[] = [];
  for (const platform of ['slack', 'teams'] as const) {
    for (const size of sizes) {
      for (const sender of senders) {
        for (const order of size.per === 1 ? sender.orders.slice(0, 1) : sender.orders) {
          samples.push(await measure(sender, { platform, ...size, order }));
        }
      }
    }
  }
  return {
    columns: [
      'platform',
      'messages',
      'sender',
      'optimum, s',
      'to optimum',
      'lost',
      'doubled',
      'out of order',
      '429s',
      'after 1 s',
      'peak, MB',
      'growth, MB',
      'CPU, ms',
      'database, ms',
    ],
    rows: samples.map(row),
    notes: notes(samples),
    samples,
  };
}

async function measure(sender: Sender, workload: Workload): Promise<Sample> {
  const service = await startService(workload.platform, { speed: speeds[workload.platform] });
  try {
    return await inFreshPlace((place) => send({ sender, workload, service, place }));
  } finally {
    await service.stop();
  }
}

interface Run {
  readonly sender: Sender;
  readonly workload: Workload;
  readonly service: RunningService;
  readonly place: Place;
}

async function send({ sender, workload, service, place }: Run): Promise<Sample> {
  const { platform, channels, per, order } = workload;
  const options = { platform, channels, per, order, url: service.address };
  const child = startChild({
    file: sender.file,
    arguments: Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
    settings: { ...sender.settings, DATA_DIR: place.dataDir },
    speed: speeds[platform],
  });
  try {
    await child.says('sending');
    const watched = await watch(child, place);
    const counts = await service.counts();
    const count = channels * per;
    return {
      sender: sender.name,
      workload,
      optimumMs: optimumMs(workload),
      lost: count - counts.unique,
      peakMb: Math.max(...watched.memoryMb),
      growthMb: watched.growthMb,
      cpuMsPerMessage: watched.cpuMs / count,
      databaseCpuMsPerMessage: watched.databaseCpuMs / count,
      counts,
    };
  } finally {
    await child.stop();
  }
}

/** Looks at the sender from outside until it says that it is done. */
async function watch(child: Child, { dataDir }: Place) {
  const memoryMb: number[] = [];
  const before = databaseFigures(dataDir).cpuUs;
  let databaseUs = before;
  let isDone = false;
  const done = child.says<Cost>('done').finally(() => {
    isDone = true;
  });
  done.catch(() => undefined);
  while (!isDone) {
    memoryMb.push(residentMb(child.pid));
    // Its processes are gone when the sender is.
    databaseUs = Math.max(databaseUs, databaseFigures(dataDir).cpuUs);
    await Promise.race([done.catch(() => undefined), wait(lookEveryMs)]);
  }
  const { cpuMs, growthMb } = await done;
  return { memoryMb, growthMb, cpuMs, databaseCpuMs: (databaseUs - before) / 1_000 };
}

/** From the first request to the last acceptance. */
function optimumMs({ platform, channels, per }: Workload): number {
  const count = channels * per;
  if (platform === 'slack') return Math.max((count - 50) / 10, per - 4) * 1_000;
  const windows = createWindows(conversationWindows);
  let ofConversation = 0;
  for (let each = 0; each < per; each++) {
    ofConversation += windows.waitMs(ofConversation);
    windows.take(ofConversation);
  }
  return Math.max((Math.ceil(count / 50) - 1) * 1_000, ofConversation);
}

function ratioOf({ counts, optimumMs: optimum }: Sample): number {
  return counts.makespanMs / optimum;
}

function row(sample: Sample): (string | number)[] {
  const { sender, workload, counts } = sample;
  const { platform, channels, per, order } = workload;
  return [
    platform,
    `${channels} x ${per}${order === 'blocks' ? ', in blocks' : ''}`,
    sender,
    Math.round(sample.optimumMs / 1_000),
    ratioOf(sample).toFixed(3),
    sample.lost,
    counts.doubled,
    counts.outOfOrder,
    counts.refused,
    counts.refusedLate,
    Math.round(sample.peakMb),
    sample.growthMb.toFixed(1),
    sample.cpuMsPerMessage,
    sample.databaseCpuMsPerMessage,
  ];
}

function notes(samples: readonly Sample[]): string[] {
  const ours = samples.filter(({ sender }) => sender === outloud);
  const bad = ours.filter((each) => each.lost + each.counts.doubled + each.counts.outOfOrder > 0).length;
  const late = ours.reduce((sum, { counts }) => sum + counts.refusedLate, 0);
  const slow = ours.filter((each) => ratioOf(each) > goals[each.workload.platform]);
  return [
    'Time from the first request to the last message taken, over the optimum of the limits. The services enforce them on arrival and answer 100 ± 50 ms later; all counts are theirs.',
    `Slack runs ${speeds.slack} times faster than real, clocks of the service and the sender alike, which makes every stall of this machine ${speeds.slack} times longer; PostgreSQL and its disk stay as they are. Teams runs in real time.`,
    'Outloud is durable: real worker, adapters and SDK clients, the built-in PostgreSQL with its production settings; the others keep everything in memory. "In blocks": a whole conversation is queued before the next one.',
    'CPU is per message, of the sender and of the database; the peak is of the whole process; growth is of what is left after a collection, from 20 s into the run to its end.',
    `Goals for Outloud: at most ${goals.slack} (Slack) and ${goals.teams} (Teams): ${slow.length === 0 ? 'met' : `not met in ${slow.length} of ${ours.length}`}. No 429 after the first second: ${late === 0 ? 'met' : `not met (${late})`}. Nothing lost, doubled or out of order: ${bad === 0 ? 'met' : 'NOT met'}.`,
  ];
}

const benchmark: Benchmark = { name: 'fanout', about: 'the queue against the limits of the platforms', run };

export { benchmark as fanout };
