import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { endOfTable, format, toFrame } from './frames.ts';
import { listSequences, listTables } from './tables.ts';

/** Everything in the database as of one moment, in frames; people may go on working meanwhile. */
export async function* dump(client: pg.Client, migrations: readonly string[]): AsyncGenerator<Buffer> {
  await client.query('begin isolation level repeatable read read only');
  const rows: Record<string, number> = {};
  yield toFrame({ format, migrations });
  for (const { name, columns } of await listTables(client)) {
    yield toFrame({ table: name, columns });
    const stream = client.query(copyTo(`copy (select ${columns.join(', ')} from ${name}) to stdout`));
    for await (const piece of stream) yield toFrame(piece as Buffer);
    yield endOfTable;
    rows[name] = stream.rowCount;
  }
  yield toFrame({ rows, sequences: await listSequences(client) });
  await client.query('commit');
}
