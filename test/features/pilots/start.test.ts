import assert from 'node:assert/strict';
import { wordsFor } from '../../../src/cards/words.ts';
import type { Reply } from '../../../src/chat/reply.ts';
import type { Pilot } from '../../../src/features/pilots/pilot.ts';
import { openStart } from '../../../src/features/pilots/start/idea.ts';
import { editsOf } from '../../../src/features/pilots/store/remarks.ts';
import { allOf, asForm, channels, fieldsOf, openStudio, type Studio, textOfReply } from '../../support/pilots.ts';

/** Setting up a pilot: three steps that each keep what was typed. It is Tuesday 4 May 2027. */

const idea = {
  doing: 'a map instead of a list',
  change: 'get fewer calls',
  because: 'people look for their street',
  channel: 'email',
  contentType: 'map',
  reaches: 'residents, 2,400',
};

describe('setting up a pilot', function () {
  this.timeout(30_000);
  let studio: Studio;

  before(async () => {
    studio = await openStudio();
  });
  after(() => studio.storage.stop());
  beforeEach(() => studio.reset());

  const begin = () => studio.command('Rhys', 'pilot start');
  const measure = async (change: Record<string, string> = {}) =>
    studio.send('Rhys', await begin(), { ...idea, ...change });
  const plan = async (change: Record<string, string> = {}) =>
    studio.send('Rhys', await measure(), { before: '118 of 2410', ...change });
  const complaintsOf = (reply: Reply) => asForm(reply).complaints ?? {};
  const pilots = () => studio.storage.db.selectFrom('pilot').selectAll().orderBy('created_at').execute();

  describe('the hunch', () => {
    it('needs a few words in each box and two choices, and keeps what was typed', async () => {
      const reply = await studio.send('Rhys', await begin(), {
        ...idea,
        change: ' ',
        channel: '',
        contentType: 'poem',
      });
      assert.deepEqual(Object.keys(complaintsOf(reply)).sort(), ['change', 'channel', 'contentType']);
      assert.equal(fieldsOf(reply).doing, idea.doing);
      assert.deepEqual(await pilots(), []);
      assert.match(allOf(await studio.send('Rhys', reply, idea)), /How you'll tell/);
    });

    it('says how much is too much, and loses nothing', async () => {
      const long = 'word '.repeat(200);
      const reply = await studio.send('Rhys', await begin(), { ...idea, doing: long });
      assert.match(complaintsOf(reply).doing ?? '', /That is 999 characters and this box holds \d+/);
      assert.equal(fieldsOf(reply).doing, long.trim());
    });

    it('is a draft that one can go on with, even from another device', async () => {
      await measure();
      const [draft] = await pilots();
      assert.equal(draft?.state, 'draft');
      const choice = await studio.command('Rhys', 'pilot');
      assert.match(allOf(choice), /Go on with the one I began: A map instead of a list/);
      const first = await studio.send('Rhys', choice, { choice: 'resume' });
      assert.equal(fieldsOf(first).doing, idea.doing);
      await studio.send('Rhys', first, { doing: 'two maps' });
      const [kept, ...others] = await pilots();
      assert.equal(kept?.idea.doing, 'two maps');
      assert.deepEqual(others, []);
    });

    it('is not for guests', async () => {
      assert.match(textOfReply(await studio.command('Guest', 'pilot start')), /You are here as a guest/);
      const first = await begin();
      assert.match(textOfReply(await studio.send('Guest', first, idea)), /You are here as a guest/);
      assert.deepEqual(await pilots(), []);
    });

    it('begins with what a message says', async () => {
      const person = studio.person('Rhys');
      const reply = await studio.storage.transaction(async (trx) =>
        openStart(person, { trx, now: studio.now, words: wordsFor('en') }, '  what if we asked them?  '),
      );
      assert.equal(fieldsOf(reply).doing, 'what if we asked them?');
    });
  });

  describe('what is measured', () => {
    it('is filled in by the channel, and again where that changes', async () => {
      const email = await measure();
      assert.equal(fieldsOf(email).metric, 'clicks_delivered');
      assert.equal(fieldsOf(email).design, 'before_after');
      const first = await studio.send('Rhys', email, {}, 'back');
      const social = await studio.send('Rhys', first, { channel: 'social' });
      assert.equal(fieldsOf(social).metric, 'clicks_reach');
      assert.equal(fieldsOf(social).design, 'usual_range');
    });

    it('asks kindly about figures that cannot be, and keeps them', async () => {
      const form = await measure();
      for (const [typed, question] of [
        ['2410 of 118', /more than all of them/],
        ['4.9%', /I need two numbers/],
        ['a few of many', /could not read|two numbers/],
      ] as const) {
        const reply = await studio.send('Rhys', form, { before: typed });
        assert.match(complaintsOf(reply).before ?? '', question, typed);
        assert.equal(fieldsOf(reply).before, typed);
      }
    });

    it('takes figures as spreadsheets and people write them', async () => {
      for (const typed of ['1,204\t24,100', '1 204 of 24 100', '1204/24100']) {
        const reply = await studio.send('Rhys', await measure(), { before: typed });
        assert.match(allOf(reply), /Dates and who sees it/, typed);
      }
      const [draft] = await pilots();
      assert.deepEqual(draft?.plan.before, { kind: 'shares', shares: [{ count: 1204, of: 24_100 }] });
    });

    it('shows who tried something near it, with whom to ask, before one begins', async () => {
      await studio.finish(await studio.start('Leah', { idea }), { share: { audience: 'everyone' } });
      studio.now = new Date('2027-06-21T09:00:00Z');
      assert.match(allOf(await measure()), /Tried before:.*A map instead of a list\..*Leah can be asked/);
      assert.doesNotMatch(
        allOf(await measure({ doing: 'louder', change: 'x', because: 'y', channel: 'social', contentType: 'audio' })),
        /Leah/,
      );
    });
  });

  describe('dates and who sees it', () => {
    const rest = { stopRule: 'complaints', audience: 'everyone' };

    it('says how big a change one could notice with the numbers one has', async () => {
      assert.match(allOf(await plan()), /With about 2,400 each side/);
      assert.match(allOf(await plan({ before: '9 of 64' })), /don't expect proof/);
      assert.match(
        allOf(await plan({ metric: 'own_count', before: '210, 245, 198, 260' })),
        /With 4 usual items and 3 new ones, luck alone puts all the new ones on top 1 time in 35/,
      );
    });

    it('names each thing that is missing or cannot be', async () => {
      const form = await plan();
      const typed = { starts: '2027-02-01', ends: '2027-01-01', stopRule: '', guard: '', worthwhile: '200' };
      const reply = await studio.send('Rhys', form, { ...typed, audience: `in:${channels.team}x` });
      const wrong = ['audience', 'guard', 'starts', 'stopRule', 'worthwhile'];
      assert.deepEqual(Object.keys(complaintsOf(reply)).sort(), wrong);
      assert.equal(fieldsOf(reply).starts, '2027-02-01');
      assert.equal((await pilots())[0]?.state, 'draft');
    });

    it('is for no channel that its owner is not in', async () => {
      const leah = await studio.send('Leah', await studio.command('Leah', 'pilot start'), idea);
      const form = await studio.send('Leah', leah, { before: '118 of 2410' });
      assert.doesNotMatch(allOf(form), new RegExp(channels.team));
      const reply = await studio.send('Leah', form, { ...rest, audience: `in:${channels.team}` });
      assert.deepEqual(Object.keys(complaintsOf(reply)), ['audience']);
    });

    it('goes back with everything kept', async () => {
      const form = await studio.send('Rhys', await plan({ source: 'April' }), {}, 'back');
      assert.equal(fieldsOf(form).before, '118 of 2410');
      assert.equal(fieldsOf(form).source, 'April');
    });

    it('asks what to do without figures from before: collect them first, or tell a story', async () => {
      const form = await plan({ before: '' });
      const unsure = await studio.send('Rhys', form, { ...rest, worthwhile: '1' });
      assert.deepEqual(Object.keys(complaintsOf(unsure)), ['noBefore']);
      await studio.send('Rhys', unsure, { ...rest, worthwhile: '1', noBefore: 'story' });
      const [story] = await pilots();
      assert.equal(story?.state, 'running');
      assert.equal(story?.plan.design, 'look_and_learn');
      assert.equal(story?.plan.worthwhile, undefined);
    });

    it('starts once: what is sent again changes it', async () => {
      const form = await plan();
      await studio.send('Rhys', form, rest);
      await studio.send('Rhys', form, rest);
      assert.equal((await pilots()).length, 1);
      const cards = (await studio.sentTo(studio.person('Rhys').id)).filter(({ text }) => /Your test/.test(text));
      assert.equal(cards.length, 1);
    });

    it('knows nothing of the drafts of others', async () => {
      const form = await plan();
      assert.match(textOfReply(await studio.send('Leah', form, rest)), /form/i);
      assert.equal((await pilots())[0]?.state, 'draft');
    });
  });

  describe('while it runs', () => {
    async function changed(pilot: Pilot, change: Record<string, string>): Promise<Pilot> {
      const form = await studio.press('Rhys', 'pilots.edit', { pilot: pilot.id });
      await studio.send('Rhys', form, change);
      return studio.pilot(pilot.id);
    }

    it('keeps what is measured as it is', async () => {
      const pilot = await studio.start('Rhys');
      const form = await studio.press('Rhys', 'pilots.edit', { pilot: pilot.id });
      assert.equal(fieldsOf(form).metric, undefined);
      const old = { ...asForm(form), form: { ...asForm(form).form, name: 'pilots.measure' } };
      assert.equal((await studio.send('Rhys', old)).kind, 'note', 'not even by an old form');
      assert.deepEqual((await studio.pilot(pilot.id)).plan, pilot.plan);
    });

    it('shows what is changed of the rest, on the card for everyone', async () => {
      const pilot = await studio.start('Rhys', { plan: { worthwhile: '1' } });
      const later = await changed(pilot, { worthwhile: '2', ends: '2027-06-07' });
      assert.equal(later.plan.worthwhile, 0.02);
      assert.equal(later.collect_on, '2027-06-11');
      const edits = (await editsOf(studio.storage.db, pilot.id)).map(({ field }) => field).sort();
      assert.deepEqual(edits, ['dates', 'worthwhile']);
      await studio.finish(later);
      const card = allOf(await studio.press('Tom', 'pilots.show', { pilot: pilot.id }));
      assert.match(card, /worthwhile change was changed after the start, from 1 point of 100 or more to 2 points/);
      assert.match(card, /The dates were changed after the start/);
    });

    it('says nothing where nothing was changed', async () => {
      const pilot = await studio.start('Rhys');
      await changed(pilot, {});
      assert.deepEqual(await editsOf(studio.storage.db, pilot.id), []);
    });

    it('cannot be changed once the results are due', async () => {
      const pilot = await studio.start('Rhys');
      await studio.tick('2027-05-28T09:00:00Z');
      assert.equal((await studio.press('Rhys', 'pilots.edit', { pilot: pilot.id })).kind, 'note');
    });
  });
});
