import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { listTables } from '../../src/storage/copy/tables.ts';

/** What anybody would write first: one COPY into another for each table, from one address to another. */

const [source = '', target = ''] = process.argv.slice(2);
const [reader, writer] = [new pg.Client(source), new pg.Client(target)];
await Promise.all([reader.connect(), writer.connect()]);
await writer.query('begin');
// References are looked at in no order, so that none of the tables need come first; only a superuser may do so.
await writer.query('set local session_replication_role = replica');
let rows = 0;
for (const { name, columns } of await listTables(reader)) {
  if (!name.startsWith('"public"')) continue;
  await writer.query(`delete from ${name}`);
  const into = writer.query(copyFrom(`copy ${name} (${columns.join(', ')}) from stdin`));
  await pipeline(reader.query(copyTo(`copy ${name} (${columns.join(', ')}) to stdout`)), into);
  rows += into.rowCount;
}
await writer.query('commit');
await Promise.all([reader.end(), writer.end()]);
console.log(JSON.stringify({ rows }));
