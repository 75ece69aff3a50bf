import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { fromKysely, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { Clock } from '../base/clock.ts';
import { messageOf } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import type { WorkspaceId } from '../chat/ids.ts';
import type { Database } from './schema.ts';

/** Work that outlives a request: kept in the database, run by whichever Outloud is free, tried again when it fails. */
export interface Jobs {
  /** Says who does a job. Before or after `start`. */
  work(name: string, handler: JobHandler, options?: WorkOptions): Promise<void>;
  /** Enqueues with the caller's transaction: committed together or not at all. */
  send(trx: Transaction<Database>, name: string, data: object, options?: SendOptions): Promise<void>;
  /** Enqueues one run of a scheduled job at once; nothing is added while one already waits. */
  now(name: string): Promise<void>;
  /** A cron line of five fields. A time that was missed while nothing ran is made up for once. */
  schedule(name: string, cron: string, options?: { timeZone?: string }): Promise<void>;
  start(): Promise<void>;
  /** Takes nothing new and waits for what runs, up to `stopPatienceMs`. */
  stop(): Promise<void>;
  /** Rejects unless the queue answers. */
  ping(): Promise<void>;
}

export type JobHandler = (data: object) => Promise<void>;

export interface WorkOptions {
  /** How many at the same time in this process; one by default. */
  concurrency?: number;
}

export interface SendOptions {
  startAfter?: Date;
  /** While a job with this key waits, another one is not added. */
  singletonKey?: string;
}

/** Eight more tries, 5 to 10 s after the first failure, then about twice as long each time: 15 to 36 minutes in all. */
const retryPolicy = { retryLimit: 8, retryDelay: 5, retryBackoff: true, retryDelayMax: 900 } as const;
/** A job that runs longer is taken for dead and tried again. */
const expireInSeconds = 300;
/** `short`: one waiting job per key; scheduled ones have none, so they do not pile up. Others get a random key. */
const queueOptions = { ...retryPolicy, expireInSeconds, policy: 'short', notify: true } as const;
const poolSize = 3;
const stopPatienceMs = 6_000;
/** NOTIFY wakes us; this is how soon a retry or a `startAfter` is seen. */
const pollEverySeconds = 5;

interface JobsOptions {
  databaseUrl: string;
  logger: Logger;
  clock: Clock;
}

interface Registration {
  name: string;
  handler: JobHandler;
  options: WorkOptions;
}

interface Scheduled {
  name: string;
  cron: string;
  timeZone: string;
}

export function createJobs({ databaseUrl, logger, clock }: JobsOptions): Jobs {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    max: poolSize,
    application_name: 'outloud jobs',
    useListenNotify: true,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  boss.on('error', (error) => logger.error({ reason: error.message }, 'the queue reports an error'));
  boss.on('warning', ({ message }) => logger.warn({ reason: message }, 'the queue warns'));

  const registrations: Registration[] = [];
  const schedules: Scheduled[] = [];
  const queues = new Map<string, Promise<void>>();
  let started = false;

  /** Once per name and process; the second and later calls wait for the first. */
  function ensureQueue(name: string): Promise<void> {
    const known = queues.get(name) ?? makeQueue(name);
    queues.set(name, known);
    known.catch(() => queues.delete(name));
    return known;
  }

  async function makeQueue(name: string): Promise<void> {
    const existing = await boss.getQueue(name);
    if (!existing) return boss.createQueue(name, queueOptions);
    const { policy: _fixed, ...changeable } = queueOptions;
    const stale = Object.entries(changeable).some(([key, value]) => existing[key as keyof typeof changeable] !== value);
    if (stale) await boss.updateQueue(name, changeable);
  }

  async function run({ name, handler }: Registration, job: JobWithMetadata<object> | undefined): Promise<void> {
    if (!job) return;
    try {
      await handler(job.data ?? {});
    } catch (error) {
      const last = job.retryCount >= job.retryLimit;
      logger.error(
        { job: name, id: job.id, attempt: job.retryCount + 1, last, reason: messageOf(error) },
        'a job failed',
      );
      // pg-boss keeps every property of what is thrown; an SDK's error carries tokens and people's words.
      throw new Error(messageOf(error));
    }
  }

  async function listen(registration: Registration): Promise<void> {
    await ensureQueue(registration.name);
    const options = {
      includeMetadata: true,
      batchSize: 1,
      localConcurrency: registration.options.concurrency ?? 1,
      pollingIntervalSeconds: pollEverySeconds,
      notifyPollingIntervalSeconds: pollEverySeconds,
    } as const;
    await boss.work(registration.name, options, ([job]: JobWithMetadata<object>[]) => run(registration, job));
  }

  async function plan({ name, cron, timeZone }: Scheduled): Promise<void> {
    await ensureQueue(name);
    await boss.schedule(name, cron, {}, { tz: timeZone, missed: 'once' });
  }

  return {
    async work(name, handler, options = {}) {
      const registration = { name, handler, options };
      registrations.push(registration);
      if (started) await listen(registration);
    },

    async send(trx, name, data, options = {}) {
      await ensureQueue(name);
      const singletonKey = options.singletonKey ?? randomUUID();
      const startAfter = options.startAfter && realTime(options.startAfter, clock);
      await boss.send(name, data, { singletonKey, startAfter, db: fromKysely(trx) });
    },

    async now(name) {
      await ensureQueue(name);
      await boss.send(name, {});
    },

    async schedule(name, cron, options = {}) {
      const scheduled = { name, cron, timeZone: options.timeZone ?? 'UTC' };
      schedules.push(scheduled);
      if (started) await plan(scheduled);
    },

    async start() {
      await boss.start();
      started = true;
      await Promise.all([...registrations.map(listen), ...schedules.map(plan)]);
    },

    async stop() {
      started = false;
      await boss.stop({ graceful: true, timeout: stopPatienceMs });
    },

    async ping() {
      if (!started) throw new Error('the queue is not started');
      await boss.schemaVersion();
    },
  };
}

/** The queue waits in the database's time; ours may have been moved. */
function realTime(at: Date, clock: Clock): Date {
  return new Date(Date.now() + (at.getTime() - clock.now().getTime()));
}

/** Work that was put aside about somebody and is not being done right now. */
export async function forgetJobsOf(trx: Transaction<Database>, id: string): Promise<void> {
  await sql`
    delete from pgboss.job
    where state <> 'active' and (singleton_key = ${id} or position(${JSON.stringify(id)} in data::text) > 0)`.execute(
    trx,
  );
}

/** The same about anybody and any place of a workspace. */
export async function forgetJobsIn(trx: Transaction<Database>, workspace: WorkspaceId): Promise<void> {
  await sql`
    delete from pgboss.job
    where state <> 'active' and (starts_with(singleton_key, ${`${workspace}:`})
      or position(${`"${workspace}"`} in data::text) > 0 or position(${`"${workspace}:`} in data::text) > 0)`.execute(
    trx,
  );
}
