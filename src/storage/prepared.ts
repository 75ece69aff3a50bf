import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type pg from 'pg';
import type { Logger } from '../base/logger.ts';

/**
 * Statements that come again are prepared, once per connection: reading and planning most of ours costs PostgreSQL more
 * than running them does. Only from its second use on does a statement get a name, and only so many do, as a name is
 * never given back: what is made up anew each time (a list of as many parameters as there are rows) stays without.
 *
 * A connection whose statement was never answered is not used again: nobody knows what it is doing.
 */

const mostNames = 400;
const mostSeenOnce = 2_000;

/** A table was changed under a prepared `select *`: from now on everything gets a new name, and is read again. */
const planIsStale = '0A000';
/** What is between us and the server does not keep prepared statements with their connection. */
const namesAreLost = ['26000', '42P05'];

interface Names {
  of(text: string): string | undefined;
  /** What an answer says about the names. */
  learn(error: { readonly code?: string; readonly message?: string }): void;
}

export function createNames(logger: Logger): Names {
  const names = new Map<string, string>();
  const seenOnce = new Set<string>();
  let generation = 0;
  let isUsed = true;

  function give(text: string): string | undefined {
    if (!seenOnce.delete(text)) {
      if (seenOnce.size >= mostSeenOnce) seenOnce.clear();
      seenOnce.add(text);
      return undefined;
    }
    if (names.size >= mostNames) return undefined;
    const name = `outloud ${generation}.${names.size}`;
    names.set(text, name);
    return name;
  }

  return {
    of: (text) => (isUsed ? (names.get(text) ?? give(text)) : undefined),
    learn({ code = '', message = '' }) {
      if (code === planIsStale && message.startsWith('cached plan')) {
        generation += 1;
        names.clear();
      }
      if (!isUsed || !namesAreLost.includes(code)) return;
      isUsed = false;
      logger.warn('the database forgets prepared statements (a pooler is between us): going on without them');
    },
  };
}

/** The same pool, whose connections prepare what they are asked. */
export function preparing(pool: pg.Pool, names: Names): PostgresPool {
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    async connect() {
      const client = await pool.connect();
      const prepared = known.get(client) ?? prepare(client, names);
      known.set(client, prepared);
      return prepared;
    },
    end: () => pool.end(),
  };
}

function prepare(client: pg.PoolClient, names: Names): PostgresPoolClient {
  let isStuck = false;

  async function query(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<never>> {
    if (isStuck) throw new Error('this connection does not answer');
    const name = values.length > 0 ? names.of(text) : undefined;
    try {
      const asked = name === undefined ? { text } : { text, name };
      return (await client.query({ ...asked, values: values as unknown[] })) as unknown as PostgresQueryResult<never>;
    } catch (error) {
      if (error instanceof Error && error.message === 'Query read timeout') isStuck = true;
      names.learn(error as Error);
      throw error;
    }
  }

  return {
    // Kysely's other overload is for cursors, which nothing here uses.
    query: query as unknown as PostgresPoolClient['query'],
    // The pool hands the client out anew each time, with a `release` of that time.
    release: (destroy) => client.release(destroy === true || isStuck),
  };
}
