import { type Expression, sql, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

const batchSize = 1_000;
let cursors = 0;

/**
 * The rows of a query, some at a time, so that nobody waits while very many are read and not all of them are in memory.
 * They come by a cursor, which ends with the transaction where not all of them are taken.
 */
export async function* inBatches<Row>(trx: Transaction<Database>, query: Expression<Row>): AsyncGenerator<Row[]> {
  // All of them will be fetched; by itself the planner makes the first ones quick, and all of them slow.
  await sql`set local cursor_tuple_fraction = 1`.execute(trx);
  const cursor = sql.id(`rows_${cursors++}`);
  await sql`declare ${cursor} no scroll cursor for ${query}`.execute(trx);
  const fetch = async () => (await sql<Row>`fetch ${sql.lit(batchSize)} from ${cursor}`.execute(trx)).rows;
  for (let rows = await fetch(); rows.length > 0; ) {
    // The database works on while these are being read.
    const next = rows.length < batchSize ? Promise.resolve([]) : fetch();
    next.catch(() => undefined);
    yield rows;
    rows = await next;
  }
  await sql`close ${cursor}`.execute(trx);
}
