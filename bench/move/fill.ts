import type pg from 'pg';

/**
 * Rows for every table there is, made from the tables themselves: no table is forgotten when one is added. Row `n` holds
 * values that are made of `n`, so that what refers to it can be made too.
 */

interface Column {
  readonly name: string;
  readonly type: string;
  /** Table and column that it refers to. */
  readonly refers?: readonly [table: string, column: string];
  /** A value that its check allows, where it has one. */
  readonly allowed?: string;
}

interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** What one statement makes within its time limit, on a slow disk too. */
const chunk = 20_000;

interface FillOptions {
  /** Stands before every text: `slack:T1:` makes every row one of that workspace's. */
  readonly prefix?: string;
  /** What may refer to something does. */
  readonly references?: boolean;
  /** Tables that stay as they are. */
  readonly except?: readonly string[];
}

/** Tells how many rows there are then; `about` is shared out evenly. */
export async function fillEveryTable(client: pg.Client, about: number, options: FillOptions = {}): Promise<number> {
  const { prefix = '', references = false, except = [] } = options;
  const all = await readTables(client, references);
  const tables = all.filter(({ name }) => !except.includes(name));
  const each = Math.ceil(about / tables.length);
  for (const table of inOrder(tables)) {
    const columns = table.columns.map(({ name }) => `"${name}"`).join(', ');
    const values = table.columns.map((column) => valueFor(tables, table, { column, prefix })).join(', ');
    for (let first = 1; first <= each; first += chunk) {
      const last = Math.min(first + chunk - 1, each);
      await client.query(
        `insert into "${table.name}" (${columns}) select ${values} from generate_series(${first}, ${last}) n`,
      );
    }
  }
  return each * tables.length;
}

/** A check that of several columns one is filled: the first one is. */
const oneOfSeveral = `k.contype = 'c' and pg_get_constraintdef(k.oid) like '%num_nonnulls(%) = 1%'`;

/** The columns that must be filled; those that may be empty stay so but for references, those that fill themselves do. */
async function readTables(client: pg.Client, references: boolean): Promise<Table[]> {
  const { rows } = await client.query<{ table: string; column: string; type: string; key: string; check: string }>(
    `
    select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type,
      (select k.confrelid::regclass || '.' || (select attname from pg_attribute
         where attrelid = k.confrelid and attnum = k.confkey[array_position(k.conkey, a.attnum)])
       from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any (k.conkey) limit 1) as key,
      (select pg_get_constraintdef(k.oid) from pg_constraint k
       where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] limit 1) as check
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not like 'kysely%'
      and a.attidentity = '' and a.attgenerated = ''
      and (a.attnotnull
        or exists (select from pg_constraint k where k.conrelid = c.oid and ${oneOfSeveral} and a.attnum = k.conkey[1])
        or ($1 and exists (select from pg_constraint k
              where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any (k.conkey))
            and not exists (select from pg_constraint k
              where k.conrelid = c.oid and ${oneOfSeveral} and a.attnum = any (k.conkey))))
      and (not a.atthasdef or exists (select from pg_index i where i.indrelid = c.oid and a.attnum = any (i.indkey)))
    order by 1, a.attnum`,
    [references],
  );
  const names = [...new Set(rows.map((row) => row.table))];
  return names.map((name) => ({ name, columns: rows.filter((row) => row.table === name).map(toColumn) }));
}

function toColumn({
  column,
  type,
  key,
  check,
}: {
  column: string;
  type: string;
  key: string | null;
  check: string | null;
}) {
  const [table = '', referred = ''] = key?.replaceAll('"', '').split('.') ?? [];
  const allowed = check && /ARRAY\[([^,\]]+)/.exec(check)?.[1];
  return { name: column, type, ...(key && { refers: [table, referred] as const }), ...(allowed && { allowed }) };
}

/** What is referred to first. */
function inOrder(tables: readonly Table[]): Table[] {
  const done: Table[] = [];
  const visit = (table: Table | undefined): void => {
    if (!table || done.includes(table)) return;
    for (const { refers } of table.columns) {
      if (refers && refers[0] !== table.name) visit(tables.find(({ name }) => name === refers[0]));
    }
    done.push(table);
  };
  for (const table of tables) visit(table);
  return done;
}

/** SQL for the column in row `n`. */
function valueFor(
  tables: readonly Table[],
  table: Table,
  { column, prefix }: { readonly column: Column; readonly prefix: string },
): string {
  if (column.allowed) return column.allowed;
  if (column.refers) {
    const [name, referred] = column.refers;
    const other = tables.find((each) => each.name === name);
    const its = other?.columns.find((each) => each.name === referred);
    // A counter fills itself, from 1 on.
    return other && its ? valueFor(tables, other, { column: its, prefix }) : 'n';
  }
  const text = `'${prefix}${table.name}.${column.name} ' || n`;
  if (column.type === 'uuid') return `md5(${text})::uuid`;
  if (column.type === 'jsonb') return `jsonb_build_object('text', ${text} || repeat(' and what was written', 8))`;
  if (column.type === 'bytea') return `decode(md5(${text}), 'hex')`;
  if (column.type === 'text[]') return `array[${text}]`;
  if (column.type.endsWith('[]')) return `'{1,2}'`;
  if (column.type === 'boolean') return 'n % 2 = 0';
  if (column.type === 'smallint') return '1';
  if (/int|numeric|double|real/.test(column.type)) return 'n';
  if (column.type === 'date') return `date '2026-01-01'`;
  if (column.type.startsWith('timestamp')) return `timestamptz '2026-01-01' + n * interval '1 second'`;
  if (column.type.startsWith('time')) return `time '09:00'`;
  return text;
}
