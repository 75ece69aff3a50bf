import pg from 'pg';

/** What there is to copy, read from the database itself: a new table is copied without a word here. */

export interface Table {
  /** Ready for SQL: `"public"."person"`. */
  readonly name: string;
  readonly columns: readonly string[];
}

/** Outloud's own and the queue's. */
const schemas = ['public', 'pgboss'];
/** What migrating writes, ours and the queue's: each database keeps its own. */
const ofMigrating = /^kysely_|^version$/;

export async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<{ schema: string; table: string; columns: string[] }>(
    `select n.nspname as schema, c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition
     group by 1, 2 order by 1 desc, 2`,
    [schemas],
  );
  return rows
    .filter(({ table }) => !ofMigrating.test(table))
    .map(({ schema, table, columns }) => ({ name: quoted(schema, table), columns: columns.map(pg.escapeIdentifier) }));
}

/** Where each counter stands; those that were never used are left out. */
export async function listSequences(client: pg.Client): Promise<[name: string, value: string][]> {
  const { rows } = await client.query<{ schema: string; sequence: string; value: string }>(
    `select schemaname as schema, sequencename as sequence, last_value::text as value
     from pg_sequences where schemaname = any($1) and last_value is not null order by 1, 2`,
    [schemas],
  );
  return rows.map(({ schema, sequence, value }) => [quoted(schema, sequence), value]);
}

export interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

export async function listForeignKeys(client: pg.Client): Promise<ForeignKey[]> {
  const { rows } = await client.query<{ schema: string; table: string; name: string; definition: string }>(
    `select n.nspname as schema, c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
     from pg_constraint k
     join pg_class c on c.oid = k.conrelid
     join pg_namespace n on n.oid = c.relnamespace
     where k.contype = 'f' and k.conparentid = 0 and n.nspname = any($1)`,
    [schemas],
  );
  return rows.map((row) => ({
    table: quoted(row.schema, row.table),
    name: pg.escapeIdentifier(row.name),
    definition: row.definition,
  }));
}

/** What a start writes by itself, before anybody has done anything. */
const ofStarting = ['"public"."secret"'];

/** The first table in which something stands that people or platforms caused. */
export async function findUsed(client: pg.Client, tables: readonly Table[]): Promise<string | undefined> {
  for (const { name } of tables) {
    if (!name.startsWith('"public".') || ofStarting.includes(name)) continue;
    const { rows } = await client.query<{ used: boolean }>(`select exists (select from ${name}) as used`);
    if (rows[0]?.used) return name;
  }
  return undefined;
}

function quoted(schema: string, name: string): string {
  return `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
}
