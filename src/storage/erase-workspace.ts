import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { WorkspaceId } from '../chat/ids.ts';
import type { HeldTable, HeldTables } from './holding.ts';
import type { Database } from './schema.ts';

/*
 * Erases everything of a workspace: every row that belongs to it by the catalogue (`holding.ts`), and wherever else one of
 * its people or places is named. Nobody uses the workspace any more, so nothing is added.
 *
 * It goes table by table, those that refer to others first, and through each as its rows lie in the file, some of them in
 * each transaction: however many there are, none is looked at again and again, and nobody waits for long. A row that is
 * changed meanwhile moves, so that a table is done when nothing was found from its beginning to its end. Then, column by
 * column, what rows of others say of the workspace is forgotten.
 */

/** How far it is: the next step goes on from here. */
export interface ErasingPosition {
  /** Of the tables, then of the columns. */
  readonly step: number;
  /** The place of the last row that was looked at in that table. */
  readonly after: string;
  /** Something was found since its beginning. */
  readonly found: boolean;
}

export interface ErasedSome {
  /** Rows that went, or in which something was forgotten. */
  readonly gone: number;
  /** There is more: call it again in another transaction, from there. */
  readonly next?: ErasingPosition;
}

/** Rows that go in one transaction, so that none holds locks for long; or tables and columns in which nothing was found. */
const rowsAtOnce = 2_000;
const looksAtOnce = 10;
const beginning: ErasingPosition = { step: 0, after: '(0,0)', found: false };

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
  /** The database does by itself what is to be done. */
  readonly follows: boolean;
}

interface Place {
  readonly workspace: WorkspaceId;
  readonly tables: HeldTables;
  /** Tables that the caller empties itself. */
  readonly except: readonly (keyof Database)[];
}

/** In the caller's transaction. Whoever does not know how far it was begins again, which does no harm. */
export async function eraseSomeOfWorkspace(
  trx: Transaction<Database>,
  place: Place,
  from: ErasingPosition = beginning,
): Promise<ErasedSome> {
  const plan = await planFor(trx, place);
  let at = from;
  for (let looked = 0; looked < looksAtOnce; looked++) {
    const { gone, next } = await takeStep(trx, plan, at);
    if (gone > 0 || !next) return { gone, next };
    at = next;
  }
  return { gone: 0, next: at };
}

interface Plan {
  readonly workspace: WorkspaceId;
  readonly tables: ReadonlyMap<string, Table>;
  readonly references: readonly Reference[];
  readonly order: readonly string[];
  readonly columns: readonly Column[];
}

async function planFor(db: Kysely<Database>, { workspace, tables: all, except }: Place): Promise<Plan> {
  const kept = new Set<string>(except);
  const tables = new Map((Object.entries(all) as [string, Table][]).filter(([name]) => !kept.has(name)));
  const references = await referencesIn(db);
  const columns = (await columnsIn(db)).filter(({ table }) => tables.has(table));
  return { workspace, tables, references, order: referringFirst([...tables.keys()], references), columns };
}

async function takeStep(trx: Transaction<Database>, plan: Plan, at: ErasingPosition): Promise<ErasedSome> {
  const { workspace, tables, references, order, columns } = plan;
  const table = order[at.step];
  const column = columns[at.step - order.length];
  if (table === undefined) {
    if (!column) return { gone: 0 };
    return { gone: await forgetNamed(trx, workspace, { column, references }), next: stepAfter(at) };
  }
  const ours = belongsTo(workspace, table, tables);
  if (!ours) return { gone: 0, next: stepAfter(at) };
  const { gone, last } = await removeSome(trx, { table, ours, references }, at.after);
  if (last !== undefined) return { gone, next: { ...at, after: last, found: true } };
  return { gone, next: at.found ? { ...beginning, step: at.step } : stepAfter(at) };
}

function stepAfter({ step }: ErasingPosition): ErasingPosition {
  return { ...beginning, step: step + 1 };
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

interface Removing {
  readonly table: string;
  readonly ours: Condition;
  readonly references: readonly Reference[];
}

/** The next rows of a table that go; `last`: where the last one lay, absent where there were none. */
async function removeSome(
  trx: Transaction<Database>,
  { table, ours, references }: Removing,
  after: string,
): Promise<{ gone: number; last?: string }> {
  const { rows } = await sql<{ place: string }>`
    select ctid::text as place from ${sql.table(table)}
    where ctid > ${after}::tid and ${ours} limit ${sql.lit(rowsAtOnce)}`.execute(trx);
  const last = rows.at(-1)?.place;
  if (last === undefined) return { gone: 0 };
  const these = sql<boolean>`${sql.table(table)}.ctid = any(${rows.map(({ place }) => place)}::tid[])`;
  for (const reference of references.filter(({ to }) => to === table)) await release(trx, reference, these);
  return { gone: await remove(trx, table, these), last };
}

/** What stays and refers to what goes. */
async function release(db: Kysely<Database>, reference: Reference, goes: Condition): Promise<void> {
  const { table, column, to, follows } = reference;
  if (follows) return;
  // What goes along need not let go.
  const stays = table === to ? sql`not ${goes}` : sql`true`;
  const meant = sql<boolean>`
    ${sql.ref(`${table}.${column}`)} in (select id from ${sql.table(to)} where ${goes}) and ${stays}`;
  if (reference.nullable) await clear(db, { table, column }, meant);
  else await remove(db, table, meant);
}

async function clear(
  db: Kysely<Database>,
  { table, column }: Pick<Column, 'table' | 'column'>,
  meant: Condition,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = null where ${meant}`.execute(db);
  return Number(numAffectedRows);
}

async function remove(db: Kysely<Database>, table: string, meant: Condition): Promise<number> {
  const { numAffectedRows = 0n } = await sql`delete from ${sql.table(table)} where ${meant}`.execute(db);
  return Number(numAffectedRows);
}

/** A row of somebody else's that names one of its people or places: without the name it stays, if it can. */
async function forgetNamed(
  db: Kysely<Database>,
  workspace: WorkspaceId,
  { column, references }: { readonly column: Column; readonly references: readonly Reference[] },
): Promise<number> {
  const value = sql.ref(`${column.table}.${column.column}`);
  if (column.type === 'text[]') return forgetInList(db, workspace, column);
  const named = isOf(workspace, value);
  if (column.nullable) return clear(db, column, named);
  for (const reference of references.filter(({ to }) => to === column.table)) await release(db, reference, named);
  return remove(db, column.table, named);
}

async function forgetInList(db: Kysely<Database>, workspace: WorkspaceId, { table, column }: Column): Promise<number> {
  const list = sql.ref(column);
  const one = sql.ref('one');
  const { numAffectedRows = 0n } = await sql`
    update ${sql.table(table)} set ${list} = array(select one from unnest(${list}) one where not ${isOf(workspace, one)})
    where exists (select from unnest(${list}) one where ${isOf(workspace, one)})`.execute(db);
  return Number(numAffectedRows);
}

/** Texts and lists of texts; what is JSON is told otherwise: `Happening`. */
async function columnsIn(db: Kysely<Database>): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select relname as table, attname as column, format_type(atttypid, atttypmod) as type, not attnotnull as nullable
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped
      and format_type(atttypid, atttypmod) in ('text', 'text[]')
    order by 1, 2`.execute(db);
  return rows;
}

async function referencesIn(db: Kysely<Database>): Promise<Reference[]> {
  const { rows } = await sql<Reference>`
    select child.relname as table, attname as column, parent.relname as to, not attnotnull as nullable,
      confdeltype not in ('a', 'r') as follows
    from pg_constraint
    join pg_class child on child.oid = conrelid join pg_class parent on parent.oid = confrelid
    join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'f' and child.relnamespace = 'public'::regnamespace
    order by 1, 2`.execute(db);
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
