import assert from 'node:assert/strict';
import type { Reply } from '../../../src/chat/reply.ts';
import type { Pilot } from '../../../src/features/pilots/pilot.ts';
import { allOf, asForm, channels, fieldsOf, openStudio, type Studio, textOfReply } from '../../support/pilots.ts';

/** Writing a result: figures and what was learned, who sees it, a look at it. It opens on Friday 28 May 2027. */

const dueAt = new Date('2027-05-28T09:30:00Z');

describe('writing a result', function () {
  this.timeout(30_000);
  let studio: Studio;

  before(async () => {
    studio = await openStudio();
  });
  after(() => studio.storage.stop());
  beforeEach(() => studio.reset());

  const right = { after: '171 of 2385', learned: 'Questions did best', next: 'scale' };
  const complaintsOf = (reply: Reply) => asForm(reply).complaints ?? {};

  /** The first step of the result of one of Rhys's, on the day. */
  async function open(pilot: Pilot): Promise<Reply> {
    if (studio.now < dueAt) studio.now = dueAt;
    return studio.press('Rhys', 'pilots.result', { pilot: pilot.id });
  }

  /** Through all three steps. */
  async function write(pilot: Pilot, result: Record<string, string> = {}, share: Record<string, string> = {}) {
    const second = await studio.send('Rhys', await open(pilot), { ...right, ...result });
    const third = await studio.send('Rhys', second, share);
    return studio.send('Rhys', third);
  }

  const cardFor = async (name: string, pilot: Pilot) =>
    allOf(await studio.press(name, 'pilots.show', { pilot: pilot.id }));

  describe('when', () => {
    it('is not before the day, and a card from then opens nothing', async () => {
      const pilot = await studio.start('Rhys');
      const early = await studio.press('Rhys', 'pilots.result', { pilot: pilot.id });
      assert.match(textOfReply(early), /Results open on Fri 28 May 2027, once late clicks have settled/);
    });

    it('is for the owner alone', async () => {
      const pilot = await studio.start('Rhys');
      const form = await open(pilot);
      assert.equal((await studio.press('Leah', 'pilots.result', { pilot: pilot.id })).kind, 'note');
      assert.equal((await studio.send('Leah', form, right)).kind, 'note');
      assert.equal((await studio.pilot(pilot.id)).draft, null);
    });

    it('asks which of several is meant', async () => {
      const [first] = [await studio.start('Rhys'), await studio.start('Rhys', { idea: { doing: 'louder headlines' } })];
      studio.now = dueAt;
      const which = await studio.command('Rhys', 'pilot result');
      assert.match(allOf(which), /Swapping the lead article.*Louder headlines|Louder headlines.*Swapping the lead/);
      const form = await studio.send('Rhys', which, { choice: first.id });
      assert.equal(asForm(form).form.state, first.id);
    });
  });

  describe('the figures', () => {
    it('need one line of what happened, a decision, and both sides', async () => {
      const form = await open(await studio.start('Rhys'));
      const reply = await studio.send('Rhys', form, { before: '', guard: 'no more than usual' });
      assert.deepEqual(Object.keys(complaintsOf(reply)).sort(), ['after', 'before', 'learned', 'next']);
      assert.equal(fieldsOf(reply).guard, 'no more than usual');
    });

    it('are asked about where they cannot be', async () => {
      const form = await open(await studio.start('Rhys'));
      for (const after of ['2385 of 171', '-3 of 100', '7.2%', '12 of 0', '1.5 of 20']) {
        const reply = await studio.send('Rhys', form, { ...right, after });
        assert.deepEqual(Object.keys(complaintsOf(reply)), ['after'], after);
        assert.equal(fieldsOf(reply).after, after);
      }
    });

    it('may differ from the start only if the card says so', async () => {
      const pilot = await studio.start('Rhys');
      const unsure = await studio.send('Rhys', await open(pilot), { ...right, before: '181 of 2410' });
      assert.match(allOf(unsure), /At the start you wrote 118 of 2,410\. Now it is 181 of 2,410/);
      const second = await studio.send('Rhys', unsure, { beforeIs: 'new' });
      await studio.send('Rhys', await studio.send('Rhys', second, { audience: 'everyone' }));
      assert.match(
        await cardFor('Tom', pilot),
        /before figure was changed after the start, from 118 of 2410 to 181 of/,
      );
    });

    it('of the start may hold after all', async () => {
      const pilot = await studio.start('Rhys');
      const unsure = await studio.send('Rhys', await open(pilot), { ...right, before: '181 of 2410' });
      await studio.send('Rhys', unsure, { beforeIs: 'start' });
      const { draft } = await studio.pilot(pilot.id);
      assert.deepEqual(draft?.plan.before, { kind: 'shares', shares: [{ count: 118, of: 2410 }] });
    });

    it('can be left out for a story, without a verdict', async () => {
      const pilot = await studio.start('Rhys');
      await write(pilot, { after: '', story: 'true' });
      const card = await cardFor('Tom', pilot);
      assert.match(card, /Here's what we saw and heard/);
      assert.doesNotMatch(card, /Likely range|control group/);
      assert.equal((await studio.pilot(pilot.id)).verdict, null);
    });

    it('are none of a story, which has what people said, five things at most', async () => {
      const pilot = await studio.start('Rhys', { measure: { metric: 'quotes', before: '' } });
      const form = await open(pilot);
      assert.ok(!('after' in fieldsOf(form)));
      const story = { learned: 'Nobody missed the list', next: 'scale', heardBy: '12' };
      const tooMany = await studio.send('Rhys', form, { ...story, quotes: ['a', 'b', 'c', 'd', 'e', 'f'].join('\n') });
      assert.deepEqual(Object.keys(complaintsOf(tooMany)), ['quotes']);
      const second = await studio.send('Rhys', tooMany, { quotes: '“I read it to my mum”\n\nNice' });
      await studio.send('Rhys', await studio.send('Rhys', second));
      const card = await cardFor('Tom', pilot);
      assert.match(card, /\\"I read it to my mum\\"/);
      assert.match(card, /Heard from 12 people/);
    });

    it('of two halves are those of the end, both', async () => {
      const pilot = await studio.start('Rhys', { measure: { design: 'split' } });
      const form = await open(pilot);
      assert.equal(fieldsOf(form).before, '', 'what was before is not one of the halves');
      await write(pilot, { before: '640/1600', after: '760/1600' });
      const card = await cardFor('Tom', pilot);
      assert.match(card, /The new version did better\./);
      assert.match(card, /Usual version/);
      assert.doesNotMatch(card, /control group|changed after the start/);
    });

    it('counted item by item are read against the usual range', async () => {
      const usual = '210, 245, 198, 260, 232, 275, 221, 240';
      const pilot = await studio.start('Rhys', {
        measure: { metric: 'own_count', design: 'usual_range', before: usual },
      });
      await write(pilot, { after: '290\n310\n268' });
      const card = await cardFor('Tom', pilot);
      assert.match(card, /Higher than usual, and unlikely to be luck/);
      assert.match(card, /This assumes no trend and no season/);
      assert.equal((await studio.pilot(pilot.id)).verdict, 'better_than_usual');
    });

    it('too few to tell weigh as much as any other', async () => {
      const pilot = await studio.start('Rhys', { measure: { before: '3 of 22' } });
      await write(pilot, { after: '6 of 25', next: 'open' });
      assert.match(await cardFor('Tom', pilot), /Too small to tell/);
      assert.match(allOf(await studio.command('Tom', 'pilot list')), /Too small to tell/);
    });
  });

  describe('the words', () => {
    it('are asked about where they say more than the figures can, and may stay', async () => {
      const pilot = await studio.start('Rhys');
      const learned = 'The Q&A caused more clicks';
      const asked = await studio.send('Rhys', await open(pilot), { ...right, learned });
      assert.match(allOf(asked), /Did you mean 'went up while'\?/);
      assert.equal(fieldsOf(asked).learned, learned);
      const second = await studio.send('Rhys', asked, { wording: 'keep' });
      assert.match(allOf(second), /Who may see it/);
      assert.equal((await studio.pilot(pilot.id)).draft?.result.learned, learned);
    });

    it('say why, where the decision goes against the figures', async () => {
      const pilot = await studio.start('Rhys');
      const asked = await studio.send('Rhys', await open(pilot), { ...right, next: 'stop' });
      assert.deepEqual(Object.keys(complaintsOf(asked)), ['nextWhy']);
      await write(pilot, { next: 'stop', nextWhy: 'It takes two days a week' });
      assert.match(await cardFor('Tom', pilot), /It takes two days a week/);
    });
  });

  describe('who sees it', () => {
    it('is nobody but the owner where they keep it, and nothing is posted', async () => {
      const pilot = await studio.start('Rhys', { plan: { audience: 'me' } });
      await write(pilot, {}, { audience: 'me' });
      assert.match(JSON.stringify(await studio.sentTo(studio.person('Rhys').id)), /Up\. Probably enough to matter/);
      assert.deepEqual(await studio.sentTo(channels.network), []);
      assert.deepEqual(
        studio.told.map(({ kind }) => kind),
        ['pilot-ended'],
      );
    });

    it('is the channel that it is for, where it then stands', async () => {
      const pilot = await studio.start('Rhys');
      await write(pilot, {}, { audience: `in:${channels.team}` });
      assert.match(JSON.stringify(await studio.sentTo(channels.team)), /Pilot result/);
      assert.deepEqual(studio.told.map(({ kind }) => kind).sort(), ['pilot-ended', 'pilot-shown', 'talked']);
    });

    it('cannot be fewer than those where it is posted', async () => {
      const second = await studio.send('Rhys', await open(await studio.start('Rhys')), right);
      const reply = await studio.send('Rhys', second, { audience: 'me', postIn: channels.network, effort: 'day' });
      assert.deepEqual(Object.keys(complaintsOf(reply)), ['postIn']);
      assert.equal(fieldsOf(reply).effort, 'day');
      const elsewhere = await studio.send('Rhys', second, { postIn: 'slack:T1:C-nowhere' });
      assert.deepEqual(Object.keys(complaintsOf(elsewhere)), ['postIn']);
    });

    it('can be changed: the card moves with it, and leaves where it was', async () => {
      const pilot = await studio.start('Rhys');
      await write(pilot, {}, { audience: 'everyone', postIn: channels.network });
      assert.equal((await studio.sentTo(channels.network)).length, 1);
      await write(pilot, {}, { audience: `in:${channels.team}`, postIn: 'none' });
      assert.deepEqual(await studio.sentTo(channels.network), []);
      assert.match(JSON.stringify(await studio.sentTo(channels.team)), /Pilot result · \w{5} · edited/);
      assert.equal((await studio.press('Tom', 'pilots.show', { pilot: pilot.id })).kind, 'note');
      await write(pilot, {}, { audience: 'me' });
      assert.deepEqual(await studio.sentTo(channels.team), []);
      assert.equal(studio.told.at(-1)?.kind, 'pilot-withdrawn');
    });
  });

  describe('the look at it', () => {
    it('shows it as others will see it, and goes back with everything kept', async () => {
      const pilot = await studio.start('Rhys');
      const second = await studio.send('Rhys', await open(pilot), right);
      const third = await studio.send('Rhys', second, { title: 'Questions first', caveat: 'The week of the fair' });
      assert.match(allOf(third), /Questions first/);
      assert.match(allOf(third), /The week of the fair/);
      assert.match(allOf(third), /Same audience both times; no control group/);
      const back = await studio.send('Rhys', third, {}, 'back');
      assert.equal(fieldsOf(back).title, 'Questions first');
      const first = await studio.send('Rhys', back, {}, 'back');
      assert.equal(fieldsOf(first).learned, right.learned);
      assert.equal((await studio.pilot(pilot.id)).state, 'running', 'nothing is shown before it is sent');
    });

    it('is sent once: a second tap finds nothing left to do', async () => {
      const pilot = await studio.start('Rhys');
      const second = await studio.send('Rhys', await open(pilot), right);
      const third = await studio.send('Rhys', second, { audience: 'everyone', postIn: channels.network });
      await studio.send('Rhys', third);
      assert.equal((await studio.send('Rhys', third)).kind, 'note');
      assert.equal((await studio.sentTo(channels.network)).length, 1);
      assert.equal(studio.told.filter(({ kind }) => kind === 'pilot-ended').length, 1);
    });
  });

  describe('of one that was stopped', () => {
    it('can be added later, and it stays stopped, with its reason', async () => {
      const pilot = await studio.start('Rhys');
      const form = await studio.press('Rhys', 'pilots.stop', { pilot: pilot.id });
      const asked = await studio.send('Rhys', form, { reason: ' ' });
      assert.deepEqual(Object.keys(complaintsOf(asked)), ['reason'], 'it needs one line');
      await studio.send('Rhys', asked, { reason: 'Complaints in week 2' });
      await write(pilot, { next: 'open' });
      const stopped = await studio.pilot(pilot.id);
      assert.equal(stopped.state, 'stopped');
      const card = await cardFor('Tom', pilot);
      assert.match(card, /Stopped early: Complaints in week 2/);
      assert.match(card, /Up\. Probably enough to matter/);
    });
  });

  describe('taken back', () => {
    it('goes from where it stood, with its words or without', async () => {
      const pilot = await studio.start('Rhys');
      await write(pilot, {}, { audience: 'everyone', postIn: channels.network });
      const form = await studio.press('Rhys', 'pilots.withdraw', { pilot: pilot.id });
      await studio.send('Rhys', form, { words: 'keep' });
      assert.deepEqual(await studio.sentTo(channels.network), []);
      assert.equal((await studio.pilot(pilot.id)).seen_by, 'me');
      const again = await studio.press('Rhys', 'pilots.withdraw', { pilot: pilot.id });
      await studio.send('Rhys', again, 'words' in fieldsOf(again) ? { words: 'delete' } : {});
      const { state, idea, result } = await studio.pilot(pilot.id);
      assert.equal(state, 'deleted');
      assert.doesNotMatch(JSON.stringify({ idea, result }), /Questions did best|lead article/);
    });
  });
});
