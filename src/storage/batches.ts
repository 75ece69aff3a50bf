import { type Expression, sql, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

const batchSize = 500;
let cursors = 0;

/**
 * The rows of a query, some at a time, so that nobody waits while very many are read and not all of them are in memory.
 * They come by a cursor, which ends with the transaction where not all of them are taken.
 */
export async function* inBatches<Row>(trx: Transaction<Database>, query: Expression<Row>): AsyncGenerator<Row[]> {
  const cursor = sql.id(`rows_${cursors++}`);
  await sql`declare ${cursor} no scroll cursor for ${query}`.execute(trx);
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(batchSize)} from ${cursor}`.execute(trx);
    if (rows.length > 0) yield rows;
    if (rows.length < batchSize) break;
  }
  await sql`close ${cursor}`.execute(trx);
}
