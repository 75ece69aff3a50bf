import pg from 'pg';
import { systemClock } from '../src/base/clock.ts';
import type { Logger } from '../src/base/logger.ts';
import { openStorage } from '../src/storage/storage.ts';

/** A database that a benchmark looks at from outside. */

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export async function ask(url: string, statement: string): Promise<void> {
  await withClient(url, (client) => client.query(statement));
}

/** Gives it the tables of this version, the queue's too. */
export async function migrate(databaseUrl: string, logger: Logger): Promise<void> {
  const storage = await openStorage({ databaseUrl, dataDir: '', logger, clock: systemClock });
  await storage.jobs.start();
  await storage.stop();
}
