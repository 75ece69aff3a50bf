import assert from 'node:assert/strict';
import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { createNames, preparing } from '../../src/storage/prepared.ts';
import { testDatabaseUrl, testLogger } from '../support/database.ts';

describe('prepared statements', () => {
  let url: string;
  let db: Kysely<unknown>;

  before(async () => {
    url = await testDatabaseUrl();
  });
  beforeEach(() => {
    db = open();
  });
  afterEach(() => db.destroy());

  /** With one connection, so that everything is asked there. */
  function open(change: pg.PoolConfig = {}): Kysely<unknown> {
    const pool = new pg.Pool({ connectionString: url, max: 1, ...change });
    pool.on('error', () => undefined);
    return new Kysely({ dialect: new PostgresDialect({ pool: preparing(pool, createNames(testLogger)) }) });
  }

  const ask = async (text: string, ...values: unknown[]): Promise<unknown[]> =>
    (await db.executeQuery(CompiledQuery.raw(text, values))).rows;
  const names = async (): Promise<unknown[]> =>
    ask('select statement from pg_prepared_statements order by prepare_time');

  it('are made of what comes a second time', async () => {
    assert.deepEqual(await ask('select $1::int as one', 1), [{ one: 1 }]);
    assert.deepEqual(await names(), []);
    assert.deepEqual(await ask('select $1::int as one', 2), [{ one: 2 }]);
    assert.deepEqual(await ask('select $1::int as one', 3), [{ one: 3 }]);
    assert.deepEqual(await names(), [{ statement: 'select $1::int as one' }]);
  });

  it('are not made of everything that is ever asked', async () => {
    for (let size = 1; size <= 450; size += 1) {
      for (const _ of [1, 2]) await ask(`select ${size} where $1::int = 1`, 1);
    }
    assert.equal((await names()).length, 400);
  });

  it('are made anew once a table changed under them', async () => {
    await sql`create table shape (a int)`.execute(db);
    await sql`insert into shape values (1)`.execute(db);
    const look = () => ask('select * from shape where a = $1', 1);
    for (const _ of [1, 2, 3]) assert.deepEqual(await look(), [{ a: 1 }]);
    await sql`alter table shape add column b int default 2`.execute(db);
    await assert.rejects(look(), { code: '0A000' });
    for (const _ of [1, 2, 3]) assert.deepEqual(await look(), [{ a: 1, b: 2 }]);
  });

  it('are done without where something forgets them', async () => {
    for (const value of [1, 2, 3]) await ask('select $1::int as one', value);
    await sql`deallocate all`.execute(db);
    await assert.rejects(ask('select $1::int as one', 4), { code: '26000' });
    for (const value of [5, 6, 7]) assert.deepEqual(await ask('select $1::int as one', value), [{ one: value }]);
    assert.deepEqual(await names(), []);
  });

  it('a connection that does not answer is not used again', async () => {
    await db.destroy();
    db = open({ query_timeout: 100 });
    const process = async () => (await ask('select pg_backend_pid() as pid, $1::int', 1))[0];
    const before = await process();
    await assert.rejects(ask('select pg_sleep(2), $1::int', 1), /timeout/);
    const begun = performance.now();
    assert.notDeepEqual(await process(), before);
    assert.ok(performance.now() - begun < 1_000);
  });

  it('nor is one that stops answering in a transaction', async () => {
    await db.destroy();
    db = open({ query_timeout: 100 });
    await assert.rejects(
      db.transaction().execute((trx) => trx.executeQuery(CompiledQuery.raw('select pg_sleep(2), $1::int', [1]))),
    );
    assert.deepEqual(await ask('select $1::int as one', 1), [{ one: 1 }]);
  });
});
