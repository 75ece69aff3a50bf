import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { WorkspaceId } from '../chat/ids.ts';
import type { HeldTable, HeldTables } from './holding.ts';
import type { Database } from './schema.ts';

/*
 * Erases everything of a workspace: every row that belongs to it by the catalogue (`holding.ts`), and wherever else one of
 * its people or places is named. Rows that refer to others go first. Nobody uses the workspace any more, so nothing is
 * added.
 */

export interface ErasedSome {
  /** Rows that went. */
  readonly gone: number;
  /** There is more: call it again in another transaction. */
  readonly more: boolean;
}

/** Rows that go in one transaction of each table, so that none holds locks for long. */
const rowsAtOnce = 5_000;

type Table = HeldTable<'person'>;
type Condition = RawBuilder<boolean>;

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly nullable: boolean;
}

interface Reference {
  readonly table: string;
  readonly column: string;
  readonly to: string;
  readonly nullable: boolean;
}

/** `except`: tables that the caller empties itself. */
export async function eraseSomeOfWorkspace(
  trx: Transaction<Database>,
  workspace: WorkspaceId,
  { tables, except }: { readonly tables: HeldTables; readonly except: readonly (keyof Database)[] },
): Promise<ErasedSome> {
  const held = Object.entries(tables).filter(([name]) => !except.some((each) => each === name)) as [string, Table][];
  const known = new Map(held);
  const references = await referencesIn(trx);
  let gone = 0;
  for (const table of referringFirst([...known.keys()], references)) {
    const ours = belongsTo(workspace, table, known);
    if (!ours) continue;
    for (const reference of references.filter(({ to }) => to === table)) await release(trx, reference, ours);
    const count = await remove(trx, table, ours);
    gone += count;
    if (count === rowsAtOnce) return { gone, more: true };
  }
  const columns = await columnsIn(trx);
  for (const column of columns.filter(({ table }) => known.has(table))) {
    await forgetNamed(trx, workspace, { column, references });
  }
  return { gone, more: false };
}

/** Which rows of a table are the workspace's, as a condition on it; nothing where none can be. */
function belongsTo(workspace: WorkspaceId, name: string, tables: ReadonlyMap<string, Table>): Condition | undefined {
  const path = tables.get(name)?.workspace ?? 'none';
  if (path === 'none') return undefined;
  if (!('by' in path)) {
    const columns = path.map((column) => isOf(workspace, sql.ref(`${name}.${column}`)));
    return sql<boolean>`(${sql.join(columns, sql` or `)})`;
  }
  const other = belongsTo(workspace, path.of, tables);
  if (!other) return undefined;
  return sql<boolean>`${sql.ref(`${name}.${path.by}`)} in (select id from ${sql.table(path.of)} where ${other})`;
}

/** Its id, or an id of somebody or some place in it. */
function isOf(workspace: WorkspaceId, value: RawBuilder<unknown>): Condition {
  return sql<boolean>`(${value} = ${workspace} or starts_with(${value}, ${`${workspace}:`}))`;
}

/** What stays and refers to what goes. */
async function release(db: Kysely<Database>, reference: Reference, ours: Condition): Promise<void> {
  const { table, column, to } = reference;
  // A table that refers to itself goes as a whole.
  if (table === to) return;
  const meant = sql<boolean>`${sql.ref(`${table}.${column}`)} in (select id from ${sql.table(to)} where ${ours})`;
  if (reference.nullable) await clear(db, { table, column }, meant);
  else await remove(db, table, meant);
}

async function clear(
  db: Kysely<Database>,
  { table, column }: Pick<Column, 'table' | 'column'>,
  meant: Condition,
): Promise<void> {
  await sql`update ${sql.table(table)} set ${sql.ref(column)} = null where ${meant}`.execute(db);
}

/** At most `rowsAtOnce`; how many. */
async function remove(db: Kysely<Database>, table: string, meant: Condition): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from ${sql.table(table)} where ctid = any(array(
      select ctid from ${sql.table(table)} where ${meant} limit ${sql.lit(rowsAtOnce)}))`.execute(db);
  return Number(numAffectedRows);
}

/** A row of somebody else's that names one of its people or places: without the name it stays, if it can. */
async function forgetNamed(
  db: Kysely<Database>,
  workspace: WorkspaceId,
  { column, references }: { readonly column: Column; readonly references: readonly Reference[] },
): Promise<void> {
  const value = sql.ref(`${column.table}.${column.column}`);
  if (column.type === 'text[]') return forgetInList(db, workspace, column);
  const named = isOf(workspace, value);
  if (column.nullable) return clear(db, column, named);
  for (const reference of references.filter(({ to }) => to === column.table)) await release(db, reference, named);
  await remove(db, column.table, named);
}

async function forgetInList(db: Kysely<Database>, workspace: WorkspaceId, { table, column }: Column): Promise<void> {
  const list = sql.ref(column);
  const one = sql.ref('one');
  await sql`
    update ${sql.table(table)} set ${list} = array(select one from unnest(${list}) one where not ${isOf(workspace, one)})
    where exists (select from unnest(${list}) one where ${isOf(workspace, one)})`.execute(db);
}

/** Texts and lists of texts; what is JSON is told otherwise: `Happening`. */
async function columnsIn(db: Kysely<Database>): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select relname as table, attname as column, format_type(atttypid, atttypmod) as type, not attnotnull as nullable
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped
      and format_type(atttypid, atttypmod) in ('text', 'text[]')`.execute(db);
  return rows;
}

/** References that would keep a row from going; the others follow by themselves. */
async function referencesIn(db: Kysely<Database>): Promise<Reference[]> {
  const { rows } = await sql<Reference>`
    select child.relname as table, attname as column, parent.relname as to, not attnotnull as nullable
    from pg_constraint
    join pg_class child on child.oid = conrelid join pg_class parent on parent.oid = confrelid
    join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'f' and confdeltype in ('a', 'r') and child.relnamespace = 'public'::regnamespace`.execute(db);
  return rows;
}

/** Each table after all that refer to it; where they go round in a circle, as they come. */
function referringFirst(names: readonly string[], references: readonly Reference[]): string[] {
  const order = new Set<string>();
  const visit = (name: string, above: readonly string[]): void => {
    if (order.has(name) || above.includes(name)) return;
    for (const { table } of references.filter(({ to }) => to === name)) visit(table, [...above, name]);
    order.add(name);
  };
  for (const name of names) visit(name, []);
  return [...order];
}
