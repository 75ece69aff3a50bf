import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { listFeatures } from '../src/all-features.ts';
import { allHoldings, ownTables } from '../src/all-holdings.ts';
import { en } from '../src/cards/words/en.ts';
import type { HeldTable } from '../src/storage/holding.ts';
import type { Storage } from '../src/storage/storage.ts';
import { testStorage } from './support/database.ts';

/** What is held of people is named, table by table and column by column, or this fails. */

/** Kysely's own, and what the playground's Slack and Teams remember: they stand where the platforms would. */
const notOurs = /^(kysely_migration|kysely_migration_lock|playground_record)$/;
const canHold = ['text', 'character varying', 'character', 'json', 'jsonb', 'ARRAY', 'bytea', 'name'];

type Tables = Readonly<Record<string, HeldTable<'person'>>>;

const holdings = allHoldings(listFeatures());
const tables = Object.assign({}, ownTables, ...holdings.map((holding) => holding.tables)) as Tables;

describe('the catalogue of what is held', () => {
  let storage: Storage;
  before(async () => {
    storage = await testStorage();
  });
  after(() => storage.stop());

  it('names every column that can hold a person’s id or words', async () => {
    const { rows } = await sql<{ table: string; column: string; type: string }>`
      select table_name as table, column_name as column, data_type as type
      from information_schema.columns where table_schema = 'public'`.execute(storage.db);
    const able = rows.filter(({ table, type }) => canHold.includes(type) && !notOurs.test(table));
    assert.ok(able.length > 100);
    const unnamed = able.filter(({ table, column }) => !(column in (tables[table]?.columns ?? {})));
    assert.deepEqual(unnamed, []);
  });

  it('names every table, and none that is not there', async () => {
    const { rows } = await sql<{ table: string }>`
      select table_name as table from information_schema.tables where table_schema = 'public'`.execute(storage.db);
    const known = rows.map(({ table }) => table).filter((table) => !notOurs.test(table));
    assert.deepEqual(Object.keys(tables).toSorted(), known.toSorted());
  });

  it('names each table once', () => {
    const names = holdings.flatMap((holding) => Object.keys(holding.tables));
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  it('leads from each row to its workspace, by columns that are there', async () => {
    const { rows } = await sql<{ table: string; column: string }>`
      select table_name as table, column_name as column
      from information_schema.columns where table_schema = 'public'`.execute(storage.db);
    const columns = new Set(rows.map(({ table, column }) => `${table}.${column}`));
    const wrong = Object.entries(tables).filter(([table, { workspace }]) => {
      if (workspace === 'none') return false;
      const named = 'by' in workspace ? [workspace.by] : workspace;
      return (
        named.some((column) => !columns.has(`${table}.${column}`)) || ('of' in workspace && !(workspace.of in tables))
      );
    });
    assert.deepEqual(wrong, []);
  });

  it('finds what refers to a row by an index, so that many rows can go', async () => {
    const { rows } = await sql`
      select child.relname as table, attname as column from pg_constraint
      join pg_class child on child.oid = conrelid
      join pg_attribute on attrelid = conrelid and attnum = conkey[1]
      where contype = 'f' and child.relnamespace = 'public'::regnamespace
        and not exists (select from pg_index where indrelid = conrelid and indkey[0] = conkey[1])`.execute(storage.db);
    assert.deepEqual(rows, []);
  });

  it('says how whatever names somebody or holds their words is erased', () => {
    const names = (table: HeldTable<'person'>) =>
      Object.values(table.columns).some((holds) => holds === 'person' || holds === 'name' || holds === 'words');
    const missing = holdings
      .filter((holding) => !holding.erase && Object.values(holding.tables as Tables).some(names))
      .map(({ kind }) => kind);
    assert.deepEqual(missing, []);
  });

  it('says of each kind what it is, who sees it, how long it is kept, and how it goes', () => {
    const kinds = [...new Set(holdings.map(({ kind }) => kind))];
    assert.deepEqual(kinds.toSorted(), Object.keys(en.held).toSorted());
  });
});
