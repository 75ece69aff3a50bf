import assert from 'node:assert/strict';
import { asId } from '../../../src/base/ids.ts';
import type { Pilot } from '../../../src/features/pilots/pilot.ts';
import { nudgeWhoIsDue } from '../../../src/features/pilots/remind.ts';
import { pilotDraftRetention } from '../../../src/features/pilots/retention.ts';
import { nudgesOf } from '../../../src/features/pilots/store/nudges.ts';
import { testLogger } from '../../support/database.ts';
import { allOf, openStudio, type Studio, textOfReply } from '../../support/pilots.ts';

/*
 * What the owner of a pilot hears unasked. It runs from Tuesday 4 May to Monday 24 May 2027: the question on the way
 * comes on Friday 14 May, the results are asked for on Friday 28 May, both at ten in the owner's morning.
 */

const midway = '2027-05-14T09:00:00Z';
const results = '2027-05-28T09:00:00Z';
const reminder = '2027-06-04T09:00:00Z';
const close = '2027-06-11T09:00:00Z';

describe('what a pilot’s owner hears', function () {
  this.timeout(30_000);
  let studio: Studio;

  before(async () => {
    studio = await openStudio();
  });
  after(() => studio.storage.stop());
  beforeEach(() => studio.reset());

  /** What Rhys was sent unasked, in the order of sending. */
  async function heard(name = 'Rhys'): Promise<string[]> {
    const rows = await studio.storage.db
      .selectFrom('delivery')
      .select('message')
      .where('person_id', '=', studio.person(name).id)
      .where('unprompted', '=', true)
      .orderBy('seq')
      .execute();
    return rows.map((row) => row.message.text);
  }

  /** The clock moves, what is due is put in the outbox, and leaves it. */
  async function tick(to: string): Promise<void> {
    await studio.tick(to);
    await studio.storage.db
      .updateTable('delivery')
      .set({ state: 'settled', sent_at: studio.now })
      .where('state', 'in', ['waiting', 'pending'])
      .execute();
  }

  /** Something else of ours that went to this person today. */
  async function hearOfOtherThings(count: number): Promise<void> {
    const to = { person: studio.person('Rhys').id };
    for (let each = 0; each < count; each++) {
      await studio.storage.transaction((trx) =>
        studio.deps.outbox.post(
          trx,
          { to, message: { text: 'Something else' }, priority: 'prompt', unprompted: true },
          studio.now,
        ),
      );
    }
  }

  const states = async (pilot: Pilot) =>
    Object.fromEntries((await nudgesOf(studio.storage.db, pilot.id)).map((each) => [each.kind, each.state]));

  const dueOf = async (pilot: Pilot, kind: string) =>
    (await nudgesOf(studio.storage.db, pilot.id)).find((each) => each.kind === kind)?.due_at.toISOString();

  describe('from the start to the end', () => {
    it('is one question on the way, the results, one reminder, and no blame', async () => {
      const pilot = await studio.start('Rhys');
      await tick('2027-05-14T08:59:00Z');
      assert.deepEqual(await heard(), []);
      await tick(midway);
      assert.match((await heard()).at(-1) ?? '', /day 11\. All as planned\?/);
      await tick(results);
      assert.match((await heard()).at(-1) ?? '', /Time for the figures/);
      assert.equal((await studio.pilot(pilot.id)).state, 'collecting');
      await tick(reminder);
      assert.match((await heard()).at(-1) ?? '', /still useful if they are late/);
      await tick(close);
      const closed = await studio.pilot(pilot.id);
      assert.equal(closed.state, 'no_result');
      assert.equal(closed.ended_at?.toISOString(), new Date(close).toISOString());
      assert.equal((await heard()).length, 3, 'the end is not announced');
      assert.match(JSON.stringify(await studio.sentTo(studio.person('Rhys').id)), /No result recorded/);
    });

    it('is said once, however often and by how many it is looked at', async () => {
      await studio.start('Rhys');
      studio.now = new Date(midway);
      await Promise.all(Array.from({ length: 4 }, () => nudgeWhoIsDue(studio.deps, studio.now)));
      await studio.tick('2027-05-14T09:01:00Z');
      assert.equal((await heard()).length, 1);
    });

    it('is not asked for again of one that was taken up again', async () => {
      const pilot = await studio.start('Rhys');
      for (const each of [midway, results, reminder, close]) await tick(each);
      await studio.press('Rhys', 'pilots.reopen', { pilot: pilot.id });
      assert.equal((await studio.pilot(pilot.id)).state, 'collecting');
      const before = await heard();
      await tick('2027-09-01T09:00:00Z');
      assert.deepEqual(await heard(), before);
      const finished = await studio.finish(await studio.pilot(pilot.id));
      assert.equal(finished.state, 'finished');
    });

    it('is nothing more once it is stopped', async () => {
      const pilot = await studio.start('Rhys');
      const form = await studio.press('Rhys', 'pilots.stop', { pilot: pilot.id });
      await studio.send('Rhys', form, { reason: 'Too many complaints' });
      for (const each of [midway, results, reminder, close, '2027-12-01T09:00:00Z']) await tick(each);
      assert.deepEqual(await heard(), []);
      assert.deepEqual(await states(pilot), { midway: 'dropped', results: 'dropped' });
      assert.equal((await studio.pilot(pilot.id)).state, 'stopped');
    });

    it('leaves out the question on the way where nobody wants it', async () => {
      const pilot = await studio.start('Rhys', { plan: { midway: 'none' } });
      assert.deepEqual(await states(pilot), { results: 'waiting' });
    });
  });

  describe('what they say to it', () => {
    it('takes "as planned" as a note, and says so in the place of the question', async () => {
      const pilot = await studio.start('Rhys');
      await tick(midway);
      await studio.press('Rhys', 'pilots.as-planned', { pilot: pilot.id });
      assert.match((await heard()).join(), /all as planned\. Noted/);
      assert.doesNotMatch((await heard()).join(), /All as planned\?/);
      await tick(results);
      assert.match(
        textOfReply(await studio.press('Rhys', 'pilots.as-planned', { pilot: pilot.id })),
        /has had its day/,
      );
    });

    it('gives them a week, and nothing in between', async () => {
      const pilot = await studio.start('Rhys');
      await tick(results);
      await tick('2027-06-01T10:00:00Z');
      await studio.press('Rhys', 'pilots.week', { pilot: pilot.id });
      assert.match((await heard()).at(-1) ?? '', /ask once more on Tue 8 June/);
      const before = (await heard()).length;
      await tick(reminder);
      assert.equal((await heard()).length, before);
      await tick('2027-06-08T09:00:00Z');
      assert.match((await heard()).at(-1) ?? '', /still useful/);
      assert.equal(await dueOf(pilot, 'close'), '2027-06-15T09:00:00.000Z');
      await studio.press('Rhys', 'pilots.week', { pilot: pilot.id });
      await tick('2027-06-14T12:00:00Z');
      assert.equal((await heard()).filter((text) => /still useful/.test(text)).length, 1, 'one reminder is all');
    });

    it('closes what was asked once the result is written', async () => {
      const pilot = await studio.start('Rhys');
      for (const each of [midway, results]) await tick(each);
      await studio.finish(pilot);
      assert.match((await heard()).join('\n'), /The result of ".*" is written/);
      assert.doesNotMatch((await heard()).join('\n'), /All as planned\?|Time for the figures/);
      for (const each of [reminder, close]) await tick(each);
      assert.equal((await studio.pilot(pilot.id)).state, 'finished');
      assert.equal((await states(pilot)).reminder, 'dropped');
    });

    it('answers nobody but the owner', async () => {
      const pilot = await studio.start('Rhys');
      await tick(midway);
      for (const action of ['as-planned', 'week', 'nice', 'reopen', 'result', 'edit', 'before', 'stop', 'withdraw']) {
        const reply = await studio.press('Leah', `pilots.${action}`, { pilot: pilot.id });
        assert.equal(reply.kind, 'note', action);
      }
      await studio.press('Leah', 'pilots.still', { pilot: pilot.id, still: 'yes' });
      assert.equal((await studio.pilot(pilot.id)).still, null);
    });
  });

  describe('still in use?', () => {
    it('is asked at 90 days of what is meant to go on, and shows on the card', async () => {
      const pilot = await studio.finish(await studio.start('Rhys'));
      assert.equal(await dueOf(pilot, 'still'), '2027-08-26T09:00:00.000Z');
      await tick('2027-08-26T09:00:00Z');
      assert.match((await heard()).at(-1) ?? '', /90 days ago\. Is it still in use\?/);
      await studio.press('Rhys', 'pilots.still', { pilot: pilot.id, still: 'nonsense' });
      assert.equal((await studio.pilot(pilot.id)).still, null);
      await studio.press('Rhys', 'pilots.still', { pilot: pilot.id, still: 'changed' });
      const card = allOf(await studio.press('Tom', 'pilots.show', { pilot: pilot.id }));
      assert.match(card, /In use after 90 days, in another form/);
      assert.match((await heard()).at(-1) ?? '', /The card says so now/);
    });

    it('is not asked of what was to stop', async () => {
      const pilot = await studio.finish(await studio.start('Rhys'), {
        result: { next: 'stop', nextWhy: 'It took two days a week' },
      });
      assert.equal((await states(pilot)).still, undefined);
    });
  });

  describe('figures from before', () => {
    const noFigures = { measure: { before: '' }, plan: { noBefore: 'baseline', worthwhile: '1' } };

    it('are asked for after two weeks of collecting, as the test begins', async () => {
      const pilot = await studio.start('Rhys', noFigures);
      assert.deepEqual([pilot.starts_on, pilot.ends_on, pilot.collect_on], ['2027-05-18', '2027-06-07', '2027-06-11']);
      await tick('2027-05-18T09:00:00Z');
      assert.match((await heard()).at(-1) ?? '', /What were the figures before it\?/);
      const form = await studio.press('Rhys', 'pilots.before', { pilot: pilot.id });
      const again = await studio.send('Rhys', form, { before: '118 of' });
      assert.match(allOf(again), /118 of/, 'what was typed stays');
      assert.match(textOfReply(await studio.send('Rhys', again, { before: '118 of 2410' })), /Kept\. The test runs/);
      assert.match((await heard()).at(-1) ?? '', /Kept\. The test runs/);
      assert.deepEqual((await studio.pilot(pilot.id)).plan.before, {
        kind: 'shares',
        shares: [{ count: 118, of: 2410 }],
      });
      assert.equal((await studio.press('Rhys', 'pilots.before', { pilot: pilot.id })).kind, 'note', 'once is enough');
    });

    it('are not asked for where they came sooner', async () => {
      const pilot = await studio.start('Rhys', noFigures);
      const form = await studio.press('Rhys', 'pilots.before', { pilot: pilot.id });
      await studio.send('Rhys', form, { before: '118 of 2410' });
      await tick('2027-05-18T09:00:00Z');
      assert.deepEqual(await heard(), []);
      assert.equal((await states(pilot)).baseline, 'dropped');
    });
  });

  describe('within what a person is asked in all', () => {
    it('leaves the question on the way out of a full week', async () => {
      const pilot = await studio.start('Rhys');
      studio.now = new Date('2027-05-13T09:00:00Z');
      await hearOfOtherThings(2);
      await tick(midway);
      assert.equal((await heard()).length, 2);
      assert.equal((await states(pilot)).midway, 'dropped');
    });

    it('asks for results a week later where this one is full', async () => {
      const pilot = await studio.start('Rhys', { plan: { midway: 'none' } });
      studio.now = new Date('2027-05-27T09:00:00Z');
      await hearOfOtherThings(2);
      await tick(results);
      assert.equal((await heard()).length, 2);
      assert.equal(await dueOf(pilot, 'results'), '2027-06-01T08:30:00.000Z', 'Monday is a bank holiday');
      await tick('2027-06-01T08:30:00Z');
      assert.match((await heard()).at(-1) ?? '', /Time for the figures/);
    });

    it('waits while they are away, and looks again every day whether they are back', async () => {
      const pilot = await studio.start('Rhys', { plan: { midway: 'none' } });
      await studio.storage.db
        .insertInto('calendar')
        .values({
          person_id: studio.person('Rhys').id,
          time_zone: null,
          work_days: [1, 2, 3, 4, 5],
          hours_from: null,
          hours_until: null,
          holidays: null,
          paused_until: new Date('2027-07-01T00:00:00Z'),
        })
        .execute();
      await tick(results);
      assert.deepEqual(await heard(), []);
      assert.equal(await dueOf(pilot, 'results'), '2027-05-29T09:00:00.000Z');
      await studio.storage.db.updateTable('calendar').set({ paused_until: null }).execute();
      await tick('2027-05-29T09:00:00Z');
      assert.deepEqual(await heard(), [], 'a Saturday');
      for (let days = 0; days < 3; days++) await tick((await dueOf(pilot, 'results')) ?? '');
      assert.match((await heard()).at(-1) ?? '', /Time for the figures/);
    });

    it('asks whether all is as planned no more once it is over', async () => {
      const pilot = await studio.start('Rhys');
      await tick('2027-05-25T09:00:00Z');
      assert.deepEqual(await heard(), []);
      assert.equal((await states(pilot)).midway, 'dropped');
    });

    it('never says more than five things about one test', async () => {
      const pilot = await studio.start('Rhys');
      const { db } = studio.storage;
      for (const kind of ['baseline', 'midway', 'results', 'reminder', 'tried'] as const) {
        const nudge = { pilot_id: pilot.id, kind, due_at: studio.now, state: 'sent' as const };
        await db
          .insertInto('pilot_nudge')
          .values(nudge)
          .onConflict((conflict) => conflict.columns(['pilot_id', 'kind']).doUpdateSet({ state: 'sent' }))
          .execute();
      }
      const finished = await studio.finish(pilot);
      await tick('2027-08-26T09:00:00Z');
      assert.deepEqual(await heard(), []);
      assert.equal((await states(finished)).still, 'dropped');
    });
  });

  describe('of tries', () => {
    it('is the first one only, with a way to say hello', async () => {
      const lender = await studio.finish(await studio.start('Rhys'));
      await studio.borrow('Leah', lender, { plan: { team: 'Housing' } });
      await studio.borrow('Amina', lender);
      await tick('2027-06-01T10:00:00Z');
      const tried = (await heard()).filter((text) => /is trying your test/.test(text));
      assert.equal(tried.length, 1);
      assert.match(tried[0] ?? '', /Leah \(Housing\)/);
      await studio.press('Rhys', 'pilots.nice', { pilot: lender.id });
      assert.match((await heard()).at(-1) ?? '', /Your card keeps count/);
    });

    it('is nothing of a try that was closed to its lender in between', async () => {
      const lender = await studio.finish(await studio.start('Rhys'));
      const tried = await studio.borrow('Leah', lender);
      await studio.storage.db.updateTable('pilot').set({ seen_by: 'me' }).where('id', '=', tried.id).execute();
      await tick('2027-06-01T10:00:00Z');
      assert.deepEqual(await heard(), []);
      assert.equal((await states(lender)).tried, 'dropped');
    });

    it('is an invitation to all owners at three tries, and what they then think stands with the results', async () => {
      const lender = await studio.finish(await studio.start('Rhys'));
      const tries = [];
      for (const name of ['Leah', 'Amina', 'Tom']) tries.push(await studio.finish(await studio.borrow(name, lender)));
      await tick('2027-08-17T10:00:00Z');
      for (const name of ['Rhys', 'Leah', 'Amina', 'Tom']) {
        const invited = (await heard(name)).filter((text) => /now have \d results/.test(text));
        assert.equal(invited.length, 1, name);
        assert.match(invited[0] ?? '', /4 results/);
      }
      const form = await studio.press('Leah', 'pilots.conclude', { pilot: tries[0]?.id ?? '' });
      const empty = await studio.send('Leah', form, { text: ' ' });
      const saved = await studio.send('Leah', empty, { text: 'Questions work where people look for answers' });
      assert.match(textOfReply(saved), /It stands with the results/);
      const details = allOf(await studio.press('Jo', 'pilots.details', { pilot: lender.id }));
      assert.match(details, /Questions work where people look for answers \(Leah\)/);
      assert.equal((await studio.press('Jo', 'pilots.conclude', { pilot: lender.id })).kind, 'note');
    });
  });

  it('goes to the others where it fails for one', async () => {
    const [first, second] = [await studio.start('Rhys'), await studio.start('Leah')];
    const { outbox } = studio.deps;
    const deps = {
      ...studio.deps,
      logger: testLogger,
      outbox: {
        ...outbox,
        post: (...[trx, wish, now]: Parameters<typeof outbox.post>) => {
          const isRhys = 'person' in wish.to && wish.to.person === studio.person('Rhys').id;
          if (isRhys) throw new Error('no room');
          return outbox.post(trx, wish, now);
        },
      },
    };
    await nudgeWhoIsDue(deps, new Date(midway));
    assert.equal((await heard('Leah')).length, 1);
    assert.equal((await states(first)).midway, 'waiting', 'and comes again');
    assert.equal((await states(second)).midway, 'sent');
  });

  it('is nothing of a draft, which is forgotten after a month', async () => {
    const first = await studio.command('Rhys', 'pilot start');
    const idea = { doing: 'a', change: 'b', because: 'c', reaches: 'd', channel: 'email', contentType: 'map' };
    await studio.send('Rhys', first, idea);
    const started = await studio.start('Leah');
    const sweep = (now: string) => {
      const before = new Date(new Date(now).getTime() - pilotDraftRetention.days * 86_400_000);
      return studio.deps.transaction((trx) =>
        pilotDraftRetention.forget(trx, { workspace: asId('slack:T1'), before, limit: 10 }),
      );
    };
    await sweep('2027-06-03T08:00:00Z');
    assert.equal((await studio.storage.db.selectFrom('pilot').select('id').execute()).length, 2);
    await sweep('2027-06-03T10:00:00Z');
    const left = await studio.storage.db.selectFrom('pilot').select('id').execute();
    assert.deepEqual(left, [{ id: started.id }]);
  });
});
