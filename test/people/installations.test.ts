import assert from 'node:assert/strict';
import { sql, type Transaction } from 'kysely';
import { asId } from '../../src/base/ids.ts';
import { graceMs, pastGrace, recordInstall, recordRemoval } from '../../src/people/installations.ts';
import type { Database } from '../../src/storage/schema.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { testStorage } from '../support/database.ts';
import { until } from '../support/until.ts';

const now = new Date('2027-03-01T10:00:00Z');
const tenant = asId<'workspace'>('teams:t1');
const [team, chat] = [asId<'conversation'>('teams:t1:c:team'), asId<'conversation'>('teams:t1:c:chat')];

describe('installations', () => {
  let storage: Storage;
  before(async () => {
    storage = await testStorage();
  });
  after(() => storage.stop());
  beforeEach(() => storage.db.deleteFrom('installation').execute());

  const within = <T>(work: (trx: Transaction<Database>) => Promise<T>) => storage.transaction(work);
  const add = (place?: typeof team, by?: string) =>
    within((trx) => recordInstall(trx, { workspace: tenant, place, ...(by && { by: asId<'person'>(by) }) }, now));
  const remove = (place?: typeof team) => within((trx) => recordRemoval(trx, { workspace: tenant, place }, now));

  it('in a tenant last until the last team, chat and person has removed it', async () => {
    assert.deepEqual([await add(team), await add(chat), await add(team)], ['new', 'known', 'known']);
    assert.deepEqual(
      [await remove(team), await remove(team), await remove(chat), await remove(chat)],
      [false, false, true, false],
    );
    assert.equal(await add(chat), 'back');
    assert.equal(await remove(chat), true);
  });

  it('end once when the last two places go at the same moment', async () => {
    await add(team);
    await add(chat);
    const ended = await Promise.all([remove(team), remove(chat)]);
    assert.deepEqual(ended.toSorted(), [false, true]);
  });

  it('are new once, where two processes are told at the same moment', async () => {
    const { promise: second, resolve } = Promise.withResolvers<void>();
    const other = within(async (trx) => {
      await second;
      return recordInstall(trx, { workspace: tenant }, now);
    });
    const one = await within(async (trx) => {
      const arrival = await recordInstall(trx, { workspace: tenant }, now);
      resolve();
      // Until the other waits for this one's end.
      await until(async () => {
        const { rows } = await sql<{ waits: boolean }>`
          select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as waits`.execute(
          storage.db,
        );
        return rows[0]?.waits === true;
      });
      return arrival;
    });
    assert.deepEqual([one, await other], ['new', 'known']);
  });

  it('as a whole end at once, and are counted from there', async () => {
    assert.equal(await add(), 'new');
    assert.equal(await remove(), true);
    assert.equal(await remove(), false);
    const past = (ms: number) => pastGrace(storage.db, new Date(now.getTime() + ms));
    assert.deepEqual(await past(graceMs - 1), []);
    assert.deepEqual(await past(graceMs), [tenant]);
    await add();
    assert.deepEqual(await past(graceMs), []);
  });

  it('that nobody told of are ended all the same', async () => {
    assert.equal(await remove(), true);
    assert.equal(await remove(team), false);
  });

  it('keep who installed it for everyone, not who added it to one place', async () => {
    await add(undefined, 'slack:T1:U1');
    await add(team, 'slack:T1:U2');
    const row = await storage.db.selectFrom('installation').select('installed_by').executeTakeFirst();
    assert.equal(row?.installed_by, 'slack:T1:U1');
  });
});
