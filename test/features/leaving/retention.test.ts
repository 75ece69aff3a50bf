import assert from 'node:assert/strict';
import { createMovableClock } from '../../../src/base/clock.ts';
import { asId } from '../../../src/base/ids.ts';
import { keepRetention } from '../../../src/features/leaving/keeping.ts';
import { rulesIn, shorten } from '../../../src/features/leaving/retention.ts';
import { giveRole } from '../../../src/people/roles.ts';
import type { Retention } from '../../../src/storage/holding.ts';
import type { Database } from '../../../src/storage/schema.ts';
import { testStorage } from '../../support/database.ts';
import { amina, type Leavers, leah, openLeavers } from '../../support/leavers.ts';

const begin = new Date('2027-01-12T10:00:00Z');
const workspace = asId<'workspace'>('slack:T1');
const dayMs = 86_400_000;

describe('how long things are kept', function () {
  this.timeout(60_000);
  let town: Leavers;
  const clock = createMovableClock();

  beforeEach(async () => {
    clock.moveTo(begin);
    town = await openLeavers({ storage: await testStorage({ clock }), clock });
    await town.storage.transaction((trx) =>
      giveRole(trx, { workspace, person: leah, role: 'administrator' }, { by: null, now: begin }),
    );
  });
  afterEach(() => town.stop());

  function dayAt(days: number): Date {
    return new Date(begin.getTime() + days * dayMs);
  }

  async function run(days: number): Promise<void> {
    clock.moveTo(dayAt(days));
    await keepRetention(town.deps, dayAt(days));
  }

  async function count(table: keyof Database): Promise<number> {
    const { count: found } = await town.storage.db
      .selectFrom(table)
      .select((select) => select.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return Number(found);
  }

  async function ruleNow(name: Retention['name'], days: number) {
    const rules = await rulesIn(town.deps, town.storage.db, { workspace, now: dayAt(days) });
    const found = rules.find(({ rule }) => rule.name === name);
    assert.ok(found);
    return found;
  }

  function told(): number {
    return town.slack.posts.filter(({ message }) => /Nothing has gone yet/.test(message.text)).length;
  }

  it('deletes nothing in the first week, and tells administrators once what it would', async () => {
    await town.write(6);
    await town.travel(2);
    await run(740);
    assert.equal(await count('update'), 8);
    await town.deliver();
    assert.equal(told(), 1, 'one administrator, once');
    const notes = await ruleNow('notes', 740);
    assert.equal(notes.due, 7, 'those of this workspace');
    assert.equal(notes.from?.toISOString(), dayAt(747).toISOString());
    await run(746);
    assert.equal(await count('update'), 8);
    await run(747);
    assert.equal(await count('update'), 0);
    assert.equal(await count('highlight'), 0);
    await run(748);
    await town.deliver();
    assert.equal(told(), 1);
  });

  it('keeps a note for 24 months after it was last of use', async () => {
    await town.write(2);
    const [note] = await town.storage.db.selectFrom('update').select('id').orderBy('id').execute();
    assert.ok(note);
    await town.storage.db
      .insertInto('update_tap')
      .values({ update_id: note.id, person_id: leah, tap: 'useful', tapped_at: dayAt(200) })
      .execute();
    await run(700);
    await run(740);
    const left = await town.storage.db.selectFrom('update').select('id').execute();
    assert.deepEqual(left, [note]);
  });

  it('forgets a draft after 30 days, and of a posted note only what was not saved', async () => {
    await town.write(1);
    const drafted = JSON.stringify({ fields: [{ label: 'a', value: 'not yet' }] });
    await town.storage.db.updateTable('update').set({ draft: drafted, drafted_at: begin }).execute();
    const {
      person_id: _,
      id: __,
      fields: ___,
      draft: ____,
      shown_in: _____,
      ...posted
    } = await town.storage.db.selectFrom('update').selectAll().executeTakeFirstOrThrow();
    await town.storage.db
      .insertInto('update')
      .values({
        ...posted,
        id: asId('11111111-1111-4111-8111-111111111111'),
        person_id: amina,
        fields: '[]',
        draft: drafted,
        state: 'draft',
        delivery_id: null,
        own_delivery_id: null,
        drafted_at: dayAt(10),
      })
      .execute();
    await run(1);
    await run(32);
    assert.equal(await count('update'), 2, 'the draft was touched on the tenth day');
    const [note] = await town.storage.db.selectFrom('update').select('draft').where('state', '=', 'posted').execute();
    assert.equal(note?.draft, null);
    await run(41);
    assert.equal(await count('update'), 1);
  });

  it('forgets skipped questions after 8 weeks and what was sent after 90 days, unless something stands on it', async () => {
    await town.write(1);
    const { id: community } = await town.storage.db.selectFrom('community').select('id').executeTakeFirstOrThrow();
    for (const [index, state] of (['skipped', 'answered'] as const).entries()) {
      await town.storage.db
        .insertInto('round')
        .values({
          id: asId(crypto.randomUUID()),
          community_id: community,
          person_id: amina,
          due_at: dayAt(index),
          prompt_id: 'free',
          state,
          delivery_id: null,
          created_at: begin,
        })
        .execute();
    }
    await town.queue(1);
    await town.storage.db.updateTable('delivery').set({ state: 'settled', settled_at: begin }).execute();
    const referred = 3;
    await run(1);
    await run(60);
    assert.deepEqual(
      (await town.storage.db.selectFrom('round').select('state').execute()).map(({ state }) => state),
      ['answered'],
    );
    const before = await count('delivery');
    await run(95);
    assert.equal(await count('delivery'), before - 1, 'the question alone, which nothing refers to');
    assert.ok(before - 1 >= referred);
  });

  it('keeps for less long where an administrator wants it so', async () => {
    await town.write(6);
    const setting = { workspace_id: workspace, rule: 'notes' as const, days: 60, set_by: leah, set_at: begin };
    await town.storage.transaction((trx) => shorten(trx, setting));
    await run(1);
    await run(59);
    assert.equal(await count('update'), 6);
    await run(62);
    assert.equal(await count('update'), 1, 'the other organisation keeps its own');
  });
});
