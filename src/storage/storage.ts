import { type Kysely, sql, type Transaction } from 'kysely';
import type { Clock } from '../base/clock.ts';
import { AppError, messageOf } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { settleWithin } from '../base/patience.ts';
import { openEmbedded } from './embedded.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { migrate } from './migrate.ts';
import { openDatabase } from './pool.ts';
import type { Database } from './schema.ts';
import { createSession, type Session } from './session.ts';

/** Everything that must last. */
export interface Storage {
  readonly db: Kysely<Database>;
  readonly jobs: Jobs;
  transaction<T>(work: (trx: Transaction<Database>) => Promise<T>): Promise<T>;
  /** Connects when it is first used; whoever opens it closes it. */
  openSession(): Session;
  /** Throws `NotReady` unless the database and the queue answer. */
  ready(): Promise<void>;
  /** The queue first, then the connections, then the embedded server. */
  stop(): Promise<void>;
}

export class NotReady extends AppError {
  override readonly name = 'NotReady';
  readonly part: 'database' | 'queue';

  constructor(part: 'database' | 'queue', cause: unknown) {
    super(`${part}: ${messageOf(cause)}`, { tell: `Outloud's ${part} does not answer at the moment.`, cause });
    this.part = part;
  }
}

export interface StorageOptions {
  /** A PostgreSQL server; absent means the one that comes with Outloud. */
  databaseUrl?: string;
  /** Where the server's address was written, for whoever has to mend it; `DATABASE_URL` by default. */
  writtenIn?: string;
  /** The embedded server's folder. */
  dataDir: string;
  logger: Logger;
  clock: Clock;
}

const readyPatienceMs = 2_000;
const closingPatienceMs = 1_000;
const firstTries = 3;

/** Opens and migrates the database. The queue waits for `jobs.start()`, after everyone has said what they work on. */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { logger, clock } = options;
  const server = options.databaseUrl ? undefined : await openEmbedded({ dataDir: options.dataDir, logger });
  const databaseUrl = options.databaseUrl ?? server?.url ?? '';
  const db = openDatabase(databaseUrl, logger);
  try {
    await patiently(() => migrate(db));
  } catch (error) {
    await db.destroy();
    await server?.stop();
    throw asAppError(error, options);
  }
  const jobs = createJobs({ databaseUrl, logger, clock });

  async function stop(): Promise<void> {
    try {
      await jobs.stop();
      // It waits for every connection to come back, also from a statement that never ends.
      await settleWithin(db.destroy(), closingPatienceMs);
    } finally {
      await server?.stop();
    }
  }

  let stopped: Promise<void> | undefined;
  return {
    db,
    jobs,
    transaction: (work) => db.transaction().execute(work),
    openSession: () => createSession({ databaseUrl, logger }),
    async ready() {
      await answers('database', sql`select 1`.execute(db));
      await answers('queue', jobs.ping());
    },
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** A start loads much, which on a slow machine holds everything up for longer than a connection is waited for. */
async function patiently(work: () => Promise<void>): Promise<void> {
  for (let tries = firstTries; ; tries--) {
    try {
      return await work();
    } catch (error) {
      if (tries === 1 || !/connection timeout|timeout exceeded/.test(messageOf(error))) throw error;
    }
  }
}

async function answers(part: 'database' | 'queue', question: Promise<unknown>): Promise<void> {
  try {
    const when = await settleWithin(question, readyPatienceMs);
    if (when === 'late') throw new Error(`no answer in ${readyPatienceMs} ms`);
  } catch (cause) {
    throw new NotReady(part, cause);
  }
}

/** Tells which server cannot be used; its password is never said. */
export function asAppError(
  error: unknown,
  { databaseUrl, writtenIn = 'DATABASE_URL' }: Pick<StorageOptions, 'databaseUrl' | 'writtenIn'>,
): unknown {
  if (error instanceof AppError || !databaseUrl) return error;
  const { host } = new URL(databaseUrl);
  return new AppError(`the database at ${host} cannot be used: ${messageOf(error)}`, {
    tell: `The PostgreSQL server at ${host} (${writtenIn}) cannot be used: ${messageOf(error)}. Check that it runs, and the user, password and database name in the address.`,
    cause: error,
  });
}
