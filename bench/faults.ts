import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { systemClock } from '../src/base/clock.ts';
import { createLogger } from '../src/base/logger.ts';
import { outbox } from '../src/delivery/outbox.ts';
import { openEmbedded } from '../src/storage/embedded.ts';
import { openStorage, type Storage } from '../src/storage/storage.ts';
import type { Benchmark, Report } from './benchmark.ts';
import { type Child, type Script, startChild } from './child.ts';
import { introduce } from './fanout/connect.ts';
import { conversationOf } from './fanout/workload.ts';
import { channelsOf, createStream, type Post, postsASecond } from './faults/stream.ts';
import { inFreshPlace } from './program.ts';
import { type FaultShares, lateMs } from './service/faults.ts';
import type { Counts } from './service/ledger.ts';
import { type RunningService, type ServiceName, startService } from './service/running.ts';

/** A steady stream through bad services, while a sender is killed every ten seconds. */

const isShort = process.env.OUTLOUD_BENCH_SHORT === '1';
const ourSeconds = isShort ? 60 : 300;
const theirSeconds = 60;
const killEveryMs = 10_000;
/** 5 % each; a broken connection and a long wait strike before the service took the call, or after. */
const faults: FaultShares = {
  refused: 0.05,
  failed: 0.05,
  'reset before': 0.025,
  'reset after': 0.025,
  'late before': 0.025,
  'late after': 0.025,
};
const tickMs = 250;
/** What does not come in this time after the last kill counts as lost. */
const patienceMs = 180_000;

const names = ['slack', 'teams'] as const;
type Services = Readonly<Record<ServiceName, RunningService>>;

interface Sample {
  readonly sender: string;
  readonly platform: ServiceName;
  readonly posts: number;
  readonly kills: number;
  readonly doneAfterS: number;
  readonly counts: Counts;
}

/** One of the two that are compared: takes in posts and says when nothing is left. */
interface Side {
  readonly name: string;
  readonly seconds: number;
  readonly processes: Child[];
  startProcess(): Child;
  put(posts: readonly Post[]): Promise<void>;
  isDone(): Promise<boolean>;
}

async function run(): Promise<Report> {
  const ours = await withServices((services) => inFreshPlace(({ dataDir }) => tryOutloud(dataDir, services)));
  const theirs = await withServices(tryInMemory);
  return report([...ours, ...theirs]);
}

async function withServices<T>(work: (services: Services) => Promise<T>): Promise<T> {
  const [slack, teams] = await Promise.all([startService('slack', { faults }), startService('teams', { faults })]);
  try {
    return await work({ slack, teams });
  } finally {
    await Promise.all([slack.stop(), teams.stop()]);
  }
}

async function tryOutloud(dataDir: string, services: Services): Promise<Sample[]> {
  const logger = createLogger({ level: 'error' });
  const server = await openEmbedded({ dataDir, logger });
  const storage = await openStorage({ databaseUrl: server.url, dataDir, logger, clock: systemClock });
  try {
    await introduce(channelsOf('teams'), services.teams.address, storage);
    const settings = { DATABASE_URL: server.url, ...addressesOf(services) };
    const startProcess = (): Child => startChild({ file: 'faults/outloud.ts', settings });
    return await attack(services, {
      name: 'Outloud, 2 processes',
      seconds: ourSeconds,
      processes: [startProcess(), startProcess()],
      startProcess,
      put: (posts) => enqueue(storage, posts),
      isDone: () => isEmpty(storage),
    });
  } finally {
    await storage.stop();
    await server.stop();
  }
}

async function tryInMemory(services: Services): Promise<Sample[]> {
  const script: Script = { file: 'faults/in-memory.ts', settings: addressesOf(services) };
  const startProcess = (): Child => startChild(script);
  const processes = [startProcess()];
  return attack(services, {
    name: 'p-queue over the SDKs',
    seconds: theirSeconds,
    processes,
    startProcess,
    async put(posts) {
      for (const post of posts) processes[0]?.tell(post);
    },
    async isDone() {
      await processes[0]?.stop();
      return true;
    },
  });
}

function addressesOf({ slack, teams }: Services): Record<string, string> {
  return { SLACK_ADDRESS: slack.address, TEAMS_ADDRESS: teams.address };
}

async function attack(services: Services, side: Side): Promise<Sample[]> {
  const { processes } = side;
  try {
    await Promise.all(processes.map((each) => each.says('sending')));
    const stream = createStream();
    const begun = performance.now();
    let kills = 0;
    for (let elapsedMs = 0; elapsedMs < side.seconds * 1_000; elapsedMs = performance.now() - begun) {
      await side.put(stream.due(elapsedMs));
      if (elapsedMs > (kills + 1) * killEveryMs) await replace(side, kills++ % processes.length);
      await wait(tickMs);
    }
    const lastPutAt = performance.now();
    while (!(await side.isDone()) && performance.now() - lastPutAt < patienceMs) await wait(tickMs);
    const doneAfterS = (performance.now() - lastPutAt) / 1_000;
    const result = { sender: side.name, posts: stream.sent(), kills, doneAfterS };
    return await Promise.all(
      names.map(async (platform) => ({ ...result, platform, counts: await services[platform].counts() })),
    );
  } finally {
    await Promise.all(processes.map((each) => each.stop()));
  }
}

async function replace(side: Side, index: number): Promise<void> {
  await side.processes[index]?.kill();
  side.processes[index] = side.startProcess();
}

async function enqueue(storage: Storage, posts: readonly Post[]): Promise<void> {
  const deliveries = posts.map(({ platform, channel, text }) => ({
    to: { conversation: conversationOf(platform, channel) },
    message: { text },
    priority: 'post' as const,
  }));
  await storage.transaction((trx) => outbox.postAll(trx, deliveries, systemClock.now()));
}

async function isEmpty({ db }: Storage): Promise<boolean> {
  const { rows } = await sql<{ left: boolean }>`
    select exists (select from delivery where state in ('waiting', 'pending', 'sending')) as left`.execute(db);
  return rows[0]?.left === false;
}

function report(samples: readonly Sample[]): Report {
  return {
    columns: [
      'sender',
      'platform',
      'posts',
      'kills',
      'lost',
      'doubled by a kill',
      'by a lost answer',
      'unmarked',
      'out of order',
      'faults met',
      'over a limit',
      'last, s',
    ],
    rows: samples.map(row),
    notes: notes(samples),
    samples,
  };
}

function row({ sender, platform, posts, kills, doneAfterS, counts }: Sample): (string | number)[] {
  return [
    sender,
    platform,
    posts,
    kills,
    posts - counts.unique,
    counts.doubled - counts.doubledUnanswered,
    counts.doubledUnanswered,
    counts.doubledUnmarked,
    counts.outOfOrder,
    Object.values(counts.faults).reduce((sum, each) => sum + each, 0),
    counts.refused,
    doneAfterS,
  ];
}

function notes(samples: readonly Sample[]): string[] {
  const ours = samples.filter(({ sender }) => sender.startsWith('Outloud'));
  const isMet = ours.every(({ platform, posts, kills, counts }) => {
    const byKills = counts.doubled - counts.doubledUnanswered;
    const mayDouble = platform === 'slack' ? counts.doubled === 0 : byKills <= kills && counts.doubledUnmarked === 0;
    return posts === counts.unique && counts.outOfOrder === 0 && mayDouble;
  });
  return [
    `${postsASecond} posts a second to each platform for ${ourSeconds} s (${theirSeconds} s in memory), half into 20 conversations, half into 1,000. Every ${killEveryMs / 1_000} s one process is killed and started again, in turn: that is always the one that sends.`,
    `Of the calls 5 % each are refused (429), fail (500), break, or take ${lateMs / 1_000} s longer; broken and late ones half before the service took them, half after. The limits are enforced as well.`,
    'All counts are those of the services. "By a lost answer": the connection broke after the message was taken; Slack can be asked whether it was, Teams cannot. "Unmarked": a repeat without the same id and a note that it may be there twice.',
    `Goals: nothing lost or out of order; nothing doubled on Slack; on Teams at most one doubled a kill, each marked: ${isMet ? 'met' : 'NOT met'}. The last column is how long after the last post everything had come.`,
  ];
}

const benchmark: Benchmark = { name: 'faults', about: 'failing services and killed processes', run };

export { benchmark as faults };
