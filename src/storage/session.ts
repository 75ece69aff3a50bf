import pg from 'pg';
import { messageOf } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';

/**
 * A connection of one's own that holds locks by name. A lock is a process's alone, over everyone on the database, and
 * ends with the connection: at once when the process is killed, within `idleMs` when its machine is gone.
 */
export interface Session {
  /** True if we hold the lock now; false if another process does, or the database cannot be asked. */
  lock(name: string): Promise<boolean>;
  unlock(name: string): Promise<void>;
  /** False once the connection broke, for instance: whoever else asks for the lock gets it. */
  holds(name: string): boolean;
  close(): Promise<void>;
}

/** Any number; the first half of each of our locks, the second is made of its name. */
const lockClass = 7332;
const heartbeatMs = 2_000;
const idleMs = 8_000;

export function createSession({ databaseUrl, logger }: { databaseUrl: string; logger: Logger }): Session {
  const held = new Set<string>();
  let client: Promise<pg.Client> | undefined;
  let current: pg.Client | undefined;
  const heartbeat = setInterval(() => {
    if (current) void ask('select 1').catch(() => undefined);
  }, heartbeatMs);
  heartbeat.unref();

  async function connect(): Promise<pg.Client> {
    const made = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'outloud locks',
      connectionTimeoutMillis: idleMs / 2,
      query_timeout: idleMs / 2,
    });
    made.on('error', (error) => lose(made, error.message));
    made.on('end', () => lose(made, 'the connection ended'));
    await made.connect();
    await made.query(`set idle_session_timeout = ${idleMs}`);
    current = made;
    return made;
  }

  function connected(): Promise<pg.Client> {
    client ??= connect().catch((error: unknown) => {
      client = undefined;
      throw error;
    });
    return client;
  }

  /** A query that fails leaves us in the dark about our locks: better none than two. */
  async function ask<Result extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Result[]> {
    const asked = await connected();
    try {
      return (await asked.query<Result>(text, values)).rows;
    } catch (error) {
      lose(asked, messageOf(error));
      throw error;
    }
  }

  function lose(broken: pg.Client, reason: string): void {
    if (current !== broken) return;
    if (held.size > 0) logger.warn({ reason }, 'locks lost; they are taken again once the database answers');
    held.clear();
    client = undefined;
    current = undefined;
    void broken.end().catch(() => undefined);
  }

  return {
    async lock(name) {
      if (held.has(name)) return true;
      const rows = await ask<{ got: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as got', [
        lockClass,
        name,
      ]).catch(() => []);
      const got = rows[0]?.got === true;
      if (got) held.add(name);
      return got;
    },
    async unlock(name) {
      if (!held.delete(name)) return;
      await ask('select pg_advisory_unlock($1, hashtext($2))', [lockClass, name]).catch(() => undefined);
    },
    holds: (name) => held.has(name),
    async close() {
      clearInterval(heartbeat);
      held.clear();
      const closing = current;
      client = undefined;
      current = undefined;
      await closing?.end().catch(() => undefined);
    },
  };
}
