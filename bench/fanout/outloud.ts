import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { systemClock } from '../../src/base/clock.ts';
import { createLogger } from '../../src/base/logger.ts';
import { outbox } from '../../src/delivery/outbox.ts';
import { createWorker } from '../../src/delivery/worker.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import { readArguments, tellCost } from './arguments.ts';
import { connect, introduce } from './connect.ts';
import { conversationOf, type Item, itemsOf } from './workload.ts';

/**
 * Our outbox as a sender: `node outloud.ts --platform slack --channels 5000 --per 1 --url http://127.0.0.1:3980` puts
 * everything in the queue, sends it, and ends when nothing is left. Works in a folder of its own (`DATA_DIR`), or on
 * `DATABASE_URL`.
 */

const lookEveryMs = 250;
const { workload, url } = readArguments();
const { DATABASE_URL: databaseUrl, DATA_DIR: given } = process.env;
const dataDir = given ?? join(await mkdtemp(join(tmpdir(), 'outloud-bench-')), 'data');
const logger = createLogger({ level: 'error' });
const storage = await openStorage({ ...(databaseUrl && { databaseUrl }), dataDir, logger, clock: systemClock });

try {
  const items = itemsOf(workload);
  const platform = await connect(workload.platform, { address: url, storage, logger });
  if (platform.name === 'teams') await introduce([...new Set(items.map(({ channel }) => channel))], url, storage);
  await enqueue(items);
  const worker = createWorker({ storage, platforms: new Map([[platform.name, platform]]), clock: systemClock, logger });
  await tellCost(async () => {
    worker.start();
    while (await isLeft(storage)) await wait(lookEveryMs);
    await worker.stop();
    return { failed: 0 };
  });
} finally {
  await storage.stop();
  if (!given) await rm(join(dataDir, '..'), { recursive: true, force: true });
}

async function enqueue(items: readonly Item[]): Promise<void> {
  const deliveries = items.map(({ channel, text }) => ({
    to: { conversation: conversationOf(workload.platform, channel) },
    message: { text },
    priority: 'prompt' as const,
  }));
  await storage.transaction((trx) => outbox.postAll(trx, deliveries, systemClock.now()));
}

/** A database that does not answer in time (a fast clock makes it seem slow) may know better the next time. */
async function isLeft({ db }: Storage): Promise<boolean> {
  const asked = sql<{ left: boolean }>`
    select exists (select 1 from delivery where state in ('waiting', 'pending', 'sending')) as left`.execute(db);
  return asked.then(({ rows }) => rows[0]?.left === true).catch(() => true);
}
