import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import { format, noCopy, readFrames, type Tail } from './frames.ts';
import { findUsed, listForeignKeys, listTables, type Table } from './tables.ts';

const head = z.object({ format: z.literal(format), migrations: z.array(z.string()) });
const tableHead = z.object({ table: z.string(), columns: z.array(z.string()) });
const tail = z.object({
  rows: z.record(z.string(), z.number()),
  sequences: z.array(z.tuple([z.string(), z.string().regex(/^\d+$/)])),
});

export interface Loaded {
  readonly tables: number;
  readonly rows: number;
}

/** Puts a copy into a migrated database in which nobody has done anything: all of it, or nothing. */
export async function load(
  client: pg.Client,
  source: AsyncIterable<Uint8Array>,
  migrations: readonly string[],
): Promise<Loaded> {
  const frames = readFrames(source);
  try {
    const { migrations: theirs } = parse(head, await next(frames));
    if (theirs.join() !== migrations.join()) throw otherVersion(theirs, migrations);
    return await allOrNothing(client, () => fill(client, frames));
  } finally {
    // Where it broke off, whoever gives the frames can stop too.
    await frames.return(undefined);
  }
}

async function allOrNothing<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function fill(client: pg.Client, frames: AsyncGenerator<Buffer>): Promise<Loaded> {
  const tables = await listTables(client);
  const used = await findUsed(client, tables);
  if (used) throw notEmpty(used);
  // They are checked once, at the end, so that no order of tables is needed.
  const keys = await listForeignKeys(client);
  for (const { table, name } of keys) await client.query(`alter table ${table} drop constraint ${name}`);
  await client.query(`truncate ${tables.map(({ name }) => name).join(', ')}`);
  const { counts, end } = await fillTables(client, frames, tables);
  if (JSON.stringify(sorted(counts)) !== JSON.stringify(sorted(end.rows))) throw noCopy('rows are missing');
  // A packed file is checked as a whole where it ends.
  if (!(await frames.next()).done) throw noCopy('something follows its end');
  for (const { table, name, definition } of keys) {
    await client.query(`alter table ${table} add constraint ${name} ${definition}`);
  }
  for (const [name, value] of end.sequences)
    await client.query('select setval($1::regclass, $2::bigint)', [name, value]);
  const rows = Object.values(counts).reduce((sum, each) => sum + each, 0);
  return { tables: tables.length, rows };
}

async function fillTables(client: pg.Client, frames: AsyncGenerator<Buffer>, tables: readonly Table[]) {
  const counts: Record<string, number> = {};
  for (;;) {
    const said = parse(z.union([tableHead, tail]), await next(frames));
    if (!('table' in said)) return { counts, end: said satisfies Tail };
    // Names go into SQL: only those that are here are believed.
    const known = tables.find(({ name }) => name === said.table);
    if (!known || said.columns.some((column) => !known.columns.includes(column))) throw noCopy('an unknown table');
    const into = client.query(copyFrom(`copy ${known.name} (${said.columns.join(', ')}) from stdin`));
    await pipeline(Readable.from(rowsOf(frames)), into);
    counts[known.name] = into.rowCount;
  }
}

async function* rowsOf(frames: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  for (;;) {
    const piece = await next(frames);
    if (piece.length === 0) return;
    yield piece;
  }
}

async function next(frames: AsyncGenerator<Buffer>): Promise<Buffer> {
  const { value, done } = await frames.next();
  if (done) throw noCopy('it ends too early');
  return value;
}

function parse<T>(schema: z.ZodType<T>, frame: Buffer): T {
  try {
    return schema.parse(JSON.parse(frame.toString()));
  } catch {
    throw noCopy('a part that cannot be read');
  }
}

function sorted(counts: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(counts).toSorted(([one], [other]) => one.localeCompare(other));
}

function otherVersion(theirs: readonly string[], ours: readonly string[]): AppError {
  const tell = `The copy is of another version of Outloud (its last change to the tables is ${theirs.at(-1)}, here it is ${ours.at(-1)}). Use the version that it was made with, then bring that one up to date. Nothing was changed.`;
  return new AppError('the copy is of another version', { tell });
}

function notEmpty(table: string): AppError {
  const tell = `There is something in the database already (in ${table}), and a copy would replace it. Take an empty database. Nothing was changed.`;
  return new AppError('the database is not empty', { tell });
}
