import { setTimeout as wait } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { systemClock } from '../../src/base/clock.ts';
import { asId } from '../../src/base/ids.ts';
import { createLogger } from '../../src/base/logger.ts';
import type { Platform } from '../../src/chat/platform.ts';
import { type NewDelivery, outbox } from '../../src/delivery/outbox.ts';
import { type Candidate, dueIn, sweep, take, takeBack, workspacesWithWork } from '../../src/delivery/queue.ts';
import { createWorker } from '../../src/delivery/worker.ts';
import type { Database } from '../../src/storage/schema.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import type { Lane } from '../../src/storage/tables/delivery.ts';
import { residentMb } from '../proc.ts';
import { workspace } from './fill.ts';

/** Reads two queues, a small one (`SMALL_URL`) and a large one (`LARGE_URL`), in turn, and says how long each took. */

const rounds = 150;
const warmUpRounds = 20;
const takenAtOnce = 10;
const enqueued = 5_000;
const sendingMs = 5_000;

export const kinds = ['pick', 'sweep', 'workspaces', 'enqueue'] as const;
export type Kind = (typeof kinds)[number];
export type Times = Readonly<Record<Kind, number[]>>;

export interface Reading {
  readonly small: Times;
  readonly large: Times;
  /** Of this process, before and after it sent from the large queue for a while. */
  readonly memoryMb: readonly [before: number, after: number];
  readonly sentASecond: number;
}

const logger = createLogger({ level: 'error' });
const [small, large] = await Promise.all([open(process.env.SMALL_URL), open(process.env.LARGE_URL)]);
const reading = { small: emptyTimes(), large: emptyTimes() };
const turns = { small: new Map<number, Lane>(), large: new Map<number, Lane>() };
for (let round = -warmUpRounds; round < rounds; round++) {
  for (const [name, { db }] of [
    ['small', small],
    ['large', large],
  ] as const) {
    const times = round < 0 ? emptyTimes() : reading[name];
    const taken = await timed(times.pick, () => pick(db, turns[name]));
    await putBack(db, taken);
    await timed(times.sweep, async () => {
      await takeBack(db);
      await sweep(db, systemClock.now());
    });
    await timed(times.workspaces, () => workspacesWithWork(db));
  }
}
const sending = await sendFrom(large);
for (const [name, storage] of [
  ['small', small],
  ['large', large],
] as const) {
  await timed(reading[name].enqueue, () => enqueue(storage));
}
console.log(JSON.stringify({ ...reading, ...sending } satisfies Reading));
await Promise.all([small.stop(), large.stop()]);

async function open(databaseUrl = ''): Promise<Storage> {
  return openStorage({ databaseUrl, dataDir: '/nowhere', logger, clock: systemClock });
}

function emptyTimes(): Times {
  return { pick: [], sweep: [], workspaces: [], enqueue: [] };
}

async function timed<T>(times: number[], work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await work();
  times.push(performance.now() - begun);
  return result;
}

/** As a sender does it. */
async function pick(db: Kysely<Database>, after: Map<number, Lane>): Promise<Candidate[]> {
  const found = await dueIn(db, asId(workspace), { turns: after, calls: ['post', 'find'], limit: 100 });
  const chosen = found.slice(0, takenAtOnce);
  await take(
    db,
    chosen.map(({ id }) => id),
  );
  for (const { priority, lane } of chosen) after.set(priority, lane);
  return chosen;
}

async function putBack(db: Kysely<Database>, taken: readonly Candidate[]): Promise<void> {
  const ids = taken.map(({ id }) => id);
  const back = { state: 'pending', attempts: 0, lease_until: null } as const;
  await db.updateTable('delivery').set(back).where('id', 'in', ids).execute();
}

async function enqueue(storage: Storage): Promise<void> {
  const deliveries = Array.from(
    { length: enqueued },
    (_, each): NewDelivery => ({
      to: { conversation: asId(`${workspace}:C${each}`) },
      message: { text: 'Hello' },
      priority: 'prompt',
    }),
  );
  await storage.transaction((trx) => outbox.postAll(trx, deliveries, systemClock.now()));
}

/** As fast as it goes, to a service without limits that answers at once. */
async function sendFrom(storage: Storage): Promise<Pick<Reading, 'memoryMb' | 'sentASecond'>> {
  let sent = 0;
  const platform = {
    name: 'slack',
    limits: { messageText: 4_000, formTitle: 24, rates: [] },
    abilities: {},
    async post(conversation) {
      sent += 1;
      return { conversation, id: asId(String(sent)) };
    },
  } as Partial<Platform> as Platform;
  const worker = createWorker({ storage, platforms: new Map([['slack', platform]]), clock: systemClock, logger });
  worker.start();
  await wait(sendingMs / 5);
  const [before, sentBefore] = [residentMb(process.pid), sent];
  await wait(sendingMs);
  const [after, sentAfter] = [residentMb(process.pid), sent];
  await worker.stop();
  await sql`update delivery set state = 'pending' where state = 'settled'`.execute(storage.db);
  return { memoryMb: [before, after], sentASecond: (sentAfter - sentBefore) / (sendingMs / 1_000) };
}
