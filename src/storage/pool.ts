import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Logger } from '../base/logger.ts';
import { createNames, preparing } from './prepared.ts';
import type { Database } from './schema.ts';

/** One Outloud's connections for queries; the queue has three and a listener of its own. */
export const poolSize = 12;
/** Nothing we ask takes this long; what does is stuck, and must not hold a connection. */
const statementTimeoutMs = 15_000;
/** The server ends a statement before this; without any answer by then, the server or the way to it is gone. */
const answerTimeoutMs = 20_000;
const idleInTransactionTimeoutMs = 60_000;
const connectTimeoutMs = 5_000;

const { builtins } = pg.types;
/** `infinity` has no `Date`; the year 9999 sorts and shows the same. */
const endOfTime = new Date('9999-12-31T23:59:59.999Z');

type Parser = (value: string) => unknown;
const defaultTimestamp = pg.types.getTypeParser(builtins.TIMESTAMPTZ, 'text') as Parser;

const parsers: Record<number, Parser> = {
  // Counts and sequence numbers; none comes near 2^53.
  [builtins.INT8]: Number,
  [builtins.TIMESTAMPTZ]: (value) => (value === 'infinity' ? endOfTime : defaultTimestamp(value)),
  // A day has no time zone; the driver would make it local midnight.
  [builtins.DATE]: (value) => value,
};

export function openDatabase(databaseUrl: string, logger: Logger): Kysely<Database> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: poolSize,
    application_name: 'outloud',
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: answerTimeoutMs,
    keepAlive: true,
    types: {
      getTypeParser: (oid: number, format?: string) =>
        (format === 'binary' ? undefined : parsers[oid]) ?? pg.types.getTypeParser(oid, format as 'text'),
    },
  });
  // An idle connection that breaks is replaced by the pool; unheard, the event would end the process.
  pool.on('error', (error) => {
    if (!pool.ending) logger.warn({ reason: error.message }, 'a database connection broke');
  });
  // Nor may one that breaks while it is in use: its query fails, and the event says the same once more.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: preparing(pool, createNames(logger)) }) });
}
