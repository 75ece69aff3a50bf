import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { createMovableClock } from '../../../src/base/clock.ts';
import { asId } from '../../../src/base/ids.ts';
import { erasePastGrace } from '../../../src/features/installing/erase.ts';
import { graceMs, recordInstall, recordRemoval } from '../../../src/people/installations.ts';
import { testStorage } from '../../support/database.ts';
import { type Leavers, openLeavers } from '../../support/leavers.ts';
import { tracesOf } from '../../support/traces.ts';

const [leaving, staying] = [asId<'workspace'>('slack:T1'), asId<'workspace'>('teams:t2')];
const start = new Date('2027-01-12T10:00:00Z');
const later = (ms: number) => new Date(start.getTime() + ms);

describe('a workspace that took Outloud out', function () {
  this.timeout(60_000);
  let town: Leavers;
  const clock = createMovableClock();

  beforeEach(async () => {
    clock.moveTo(start);
    town = await openLeavers({ storage: await testStorage({ clock }), clock });
    await town.write(6);
    await town.travel(3);
    await town.test(2);
    await town.queue(2);
    await town.storage.transaction(async (trx) => {
      await recordInstall(trx, { workspace: leaving, name: 'Tarren Vale', by: asId('slack:T1:ULEAH') }, start);
      await recordInstall(trx, { workspace: staying, place: asId('teams:t2:C0') }, start);
      await recordRemoval(trx, { workspace: leaving }, start);
    });
  });
  afterEach(() => town.stop());

  const run = (at: Date) => erasePastGrace(town.deps, at);
  const traces = () => tracesOf(town.storage.db, ['slack:T1']);
  const count = async (table: string) => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(
      town.storage.db,
    );
    return rows[0]?.n ?? 0;
  };

  it('keeps everything until the grace has ended', async () => {
    const before = (await traces()).length;
    await run(later(graceMs - 1));
    assert.equal((await traces()).length, before);
  });

  it('leaves no row and no name behind after it, in any table, and what it shared is taken away elsewhere', async () => {
    const notes = await count('update');
    const shown = town.teams.texts().length;
    await run(later(graceMs));
    assert.deepEqual(await traces(), []);
    await town.deliver();
    assert.deepEqual(await traces(), []);
    assert.ok(town.teams.texts().length < shown);
    // What is others' stays.
    assert.ok((await count('update')) > 0 && (await count('update')) < notes);
    assert.deepEqual((await tracesOf(town.storage.db, ['teams:t2'])).length > 0, true);
    await run(later(graceMs));
  });

  it('goes on where it was broken off', async () => {
    let statements = 0;
    const broken: typeof town.deps = {
      ...town.deps,
      transaction: (work) => {
        statements += 1;
        return statements > 1 ? Promise.reject(new Error('killed')) : town.deps.transaction(work);
      },
    };
    await assert.rejects(erasePastGrace(broken, later(graceMs)), /killed/);
    await run(later(graceMs));
    assert.deepEqual(await traces(), []);
  });

  it('stays where it was installed again in time, and gets nothing late that it did not ask for', async () => {
    const before = await count('update');
    const missed = asId<'delivery'>('4b1f0d2e-0000-4000-8000-000000000001');
    await town.storage.db
      .insertInto('delivery')
      .values({
        id: missed,
        workspace_id: leaving,
        lane: asId('slack:T1:C0'),
        priority: 30,
        unprompted: true,
        state: 'pending',
        message: JSON.stringify({ text: 'A question of last week' }),
        not_before: start,
        created_at: start,
      })
      .execute();
    const since = asId<'delivery'>('4b1f0d2e-0000-4000-8000-000000000002');
    await town.storage.db
      .insertInto('delivery')
      .values({
        id: since,
        workspace_id: leaving,
        lane: asId('slack:T1:C1'),
        priority: 10,
        unprompted: false,
        state: 'pending',
        message: JSON.stringify({ text: 'Nobody is seen' }),
        not_before: later(1_000),
        created_at: later(1_000),
      })
      .execute();
    const back = await town.storage.transaction((trx) =>
      recordInstall(trx, { workspace: leaving }, later(graceMs - 1_000)),
    );
    assert.equal(back, 'back');
    await run(later(graceMs * 2));
    assert.equal(await count('update'), before);
    const rows = await town.storage.db.selectFrom('delivery').selectAll().where('id', 'in', [missed, since]).execute();
    assert.deepEqual(
      rows.map(({ state, wanted }) => [state, wanted]),
      [
        ['settled', 'gone'],
        ['settled', 'gone'],
      ],
    );
  });
});
