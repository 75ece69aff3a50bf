import { type Kysely, sql } from 'kysely';
import type { Database } from '../../src/storage/schema.ts';

/** What the playground's Slack and Teams remember stands where the platforms would; they are searched as people see them. */
const notOurs = new Set(['playground_record']);

/** Every row of every table, the queue's too, in which one of these texts stands in any column: `table: row`. */
export async function tracesOf(db: Kysely<Database>, texts: readonly string[]): Promise<string[]> {
  const { rows: tables } = await sql<{ schema: string; table: string }>`
    select table_schema as schema, table_name as table from information_schema.tables
    where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`.execute(db);
  const found: string[] = [];
  for (const { schema, table } of tables.filter((each) => !notOurs.has(each.table))) {
    for (const text of texts) {
      const { rows } = await sql<{ row: string }>`
        select it::text as row from ${sql.table(`${schema}.${table}`)} as it
        where position(${text} in it::text) > 0 limit 3`.execute(db);
      found.push(...rows.map(({ row }) => `${schema}.${table} (${text}): ${row.slice(0, 400)}`));
    }
  }
  return found;
}
