import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { systemClock } from '../../src/base/clock.ts';
import { AppError } from '../../src/base/errors.ts';
import { pendingMigrations } from '../../src/storage/migrate.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import { testDatabaseUrl, testLogger, testStorage } from '../support/database.ts';

const open = (databaseUrl: string): Promise<Storage> =>
  openStorage({ databaseUrl, dataDir: '/nowhere', logger: testLogger, clock: systemClock });

describe('storage', () => {
  let storage: Storage;

  before(async () => {
    storage = await testStorage();
  });
  after(() => storage.stop());

  it('reads what PostgreSQL keeps as what the program expects', async () => {
    const { rows } = await sql<Record<string, unknown>>`select
      9007199254740991::int8 as big, count(*) as counted, array[1, 5]::smallint[] as days, array['a', 'ü']::text[] as words,
      '2026-03-29T01:30:00Z'::timestamptz as moment, 'infinity'::timestamptz as endless, null::timestamptz as never,
      '2026-03-29'::date as day, '{"a": [1]}'::jsonb as tree`.execute(storage.db);
    assert.deepEqual(rows[0], {
      big: 9_007_199_254_740_991,
      counted: 1,
      days: [1, 5],
      words: ['a', 'ü'],
      moment: new Date('2026-03-29T01:30:00Z'),
      endless: new Date('9999-12-31T23:59:59.999Z'),
      never: null,
      day: '2026-03-29',
      tree: { a: [1] },
    });
  });

  it('writes arrays and dates as they are', async () => {
    const calendar = {
      person_id: 'slack:T1:U1' as never,
      time_zone: null,
      hours_from: null,
      hours_until: null,
      holidays: null,
      work_days: [1, 2, 4],
      slot_weekday: null,
      slot_time: null,
      paused_until: new Date('9999-12-31T23:59:59Z'),
    };
    await storage.db.insertInto('calendar').values(calendar).execute();
    assert.deepEqual(await storage.db.selectFrom('calendar').selectAll().executeTakeFirst(), calendar);
  });

  it('undoes a transaction that throws', async () => {
    const attempt = storage.transaction(async (trx) => {
      await trx.insertInto('inbox').values({ event_id: 'once', received_at: new Date() }).execute();
      throw new Error('stop');
    });
    await assert.rejects(attempt, /stop/);
    assert.deepEqual(await storage.db.selectFrom('inbox').selectAll().execute(), []);
  });

  it('stops more than once without complaint', async () => {
    const other = await testStorage();
    await Promise.all([other.stop(), other.stop()]);
    await other.stop();
  });

  it('names the database as what fails when it is gone', async () => {
    const other = await testStorage();
    await other.db.destroy();
    await assert.rejects(other.ready(), { name: 'NotReady', part: 'database' });
    await other.stop();
  });

  it('says what to do about a server that cannot be reached, without its password', async () => {
    await assert.rejects(open('postgres://outloud:hunter2@127.0.0.1:1/outloud'), (error) => {
      assert.ok(error instanceof AppError);
      assert.match(error.tell, /server at 127\.0\.0\.1:1 \(DATABASE_URL\) cannot be used.*ECONNREFUSED/);
      assert.doesNotMatch(error.tell + error.message, /hunter2/);
      return true;
    });
  });
});

describe('migrations', () => {
  it('are done once by several that start together', async () => {
    const url = await testDatabaseUrl({ migrated: false });
    const storages = await Promise.all(Array.from({ length: 4 }, () => open(url)));
    try {
      await Promise.all(storages.map(({ jobs }) => jobs.start()));
      for (const { db } of storages) assert.deepEqual(await pendingMigrations(db), []);
    } finally {
      await Promise.all(storages.map((storage) => storage.stop()));
    }
  });

  it('of a newer Outloud stop the start and change nothing', async () => {
    const url = await testDatabaseUrl();
    const storage = await open(url);
    await sql`insert into kysely_migration (name, timestamp) values ('9999-the-future', 'x')`.execute(storage.db);
    await assert.rejects(open(url), (error) => {
      return (
        error instanceof AppError && /made by a newer Outloud \(9999-the-future\).*Nothing was changed/.test(error.tell)
      );
    });
    await storage.stop();
  });
});
