import assert from 'node:assert/strict';
import { wordsFor } from '../../../src/cards/words.ts';
import { createLibrary } from '../../../src/features/pilots/library/page.ts';
import type { Pilot } from '../../../src/features/pilots/pilot.ts';
import { allOf, channels, openStudio, type Studio, textOfReply } from '../../support/pilots.ts';

/*
 * A person who may not see a pilot finds no trace of it. Rhys is in both channels, Leah and Amina in the network, Jo in
 * the team, Tom in neither; the guest is in the network.
 */

describe('a pilot that is not for somebody', function () {
  this.timeout(30_000);
  let studio: Studio;

  before(async () => {
    studio = await openStudio();
  });
  after(() => studio.storage.stop());
  beforeEach(() => studio.reset());

  const forAudience = (audience: string) => ({
    plan: { audience },
    idea: { doing: 'wombat headlines', change: 'amuse wallabies', because: 'marsupials read' },
  });

  async function finished(audience: string): Promise<Pilot> {
    return studio.finish(await studio.start('Rhys', forAudience(audience)), { result: { learned: 'numbats agree' } });
  }

  /** Everything that this person can get out of Outloud about pilots, as one text. */
  async function seenBy(name: string, pilot: Pilot): Promise<string> {
    const { deps, storage, now } = studio;
    const page = createLibrary(deps);
    const open = (query: string) =>
      storage.transaction((trx) =>
        page.show({
          trx,
          now,
          words: wordsFor('en'),
          person: studio.person(name).id,
          query: new URLSearchParams(query),
        }),
      );
    const values = { pilot: pilot.id };
    const seen = [
      await studio.command(name, 'pilot list'),
      await studio.command(name, 'pilot find wombat headlines'),
      await studio.command(name, 'pilot find newsletter'),
      await studio.command(name, 'pilot find Rhys'),
      await studio.command(name, `pilot try ${pilot.code}`),
      await studio.press(name, 'pilots.show', values),
      await studio.press(name, 'pilots.details', values),
      await studio.press(name, 'pilots.try', values),
      await studio.press(name, 'pilots.ask', values),
      await studio.press(name, 'pilots.useful', values),
      await open(''),
      await open('words=wombat'),
      await open('as=csv'),
      await open(`id=${pilot.id}`),
      await open('channel=email&contentType=q_and_a&outcome=better'),
    ];
    const similar = name === 'Guest' ? '' : await similarTo(name);
    return `${JSON.stringify(seen)} ${similar}`;
  }

  /** What is shown as tried before where this person starts one just like it. */
  async function similarTo(name: string): Promise<string> {
    const first = await studio.command(name, 'pilot start');
    const idea = { doing: 'wombat headlines', change: 'amuse wallabies', because: 'x', reaches: 'y' };
    return allOf(await studio.send(name, first, { ...idea, channel: 'email', contentType: 'q_and_a' }));
  }

  /** What belongs to the pilot alone: its words, its letters, its owner as its owner. */
  function tracesOf(pilot: Pilot): RegExp {
    return new RegExp(`Wombat|numbat|marsupial|${pilot.id}|Borrow this test|Rhys`);
  }

  /** Their own words come back to them: what they looked for, or typed as an idea. */
  const withoutOwn = (seen: string) => seen.replaceAll('wombat headlines', '').replaceAll('amuse wallabies', '');

  async function assertSees(name: string, pilot: Pilot): Promise<void> {
    const seen = await seenBy(name, pilot);
    assert.match(seen, /Wombat headlines/, `${name} in lists`);
    assert.match(seen, /Tried before/, `${name} in what is alike`);
    assert.match(seen, /Rhys thinks that wombat headlines/, `${name} may borrow it`);
    await studio.storage.db.deleteFrom('pilot_tap').execute();
  }

  async function assertSeesNothing(name: string, pilot: Pilot): Promise<void> {
    const seen = withoutOwn(await seenBy(name, pilot))
      .replaceAll(`\\"${pilot.code}\\"`, '')
      .replaceAll('find Rhys', '')
      .replaceAll('fit \\"Rhys', '');
    assert.doesNotMatch(seen, tracesOf(pilot), name);
    const taps = await studio.storage.db.selectFrom('pilot_tap').select('person_id').execute();
    assert.deepEqual(taps, [], `${name} cannot tap it`);
  }

  it('is for its owner alone, result and all', async () => {
    const pilot = await finished('me');
    for (const name of ['Leah', 'Jo', 'Tom', 'Guest']) await assertSeesNothing(name, pilot);
    assert.match(allOf(await studio.command('Rhys', 'pilot list')), /Wombat/);
  });

  it('is for the people of one channel, guests who are there among them', async () => {
    const pilot = await finished(`in:${channels.team}`);
    await assertSees('Jo', pilot);
    for (const name of ['Leah', 'Tom', 'Guest']) await assertSeesNothing(name, pilot);
  });

  it('is for everyone of the organisation, and no guest', async () => {
    const pilot = await finished('everyone');
    await assertSees('Tom', pilot);
    await assertSeesNothing('Guest', pilot);
  });

  it('is not for people whom nobody knows', async () => {
    const pilot = await finished('everyone');
    await studio.storage.db.deleteFrom('person').where('name', '=', 'Tom').execute();
    await studio.storage.db
      .insertInto('person')
      .values({
        id: studio.person('Tom').id,
        workspace_id: studio.person('Tom').workspace,
        name: 'Tom',
        external: true,
      })
      .execute();
    assert.doesNotMatch(allOf(await studio.command('Tom', 'pilot list')), /Wombat/);
    assert.match(textOfReply(await studio.press('Tom', 'pilots.show', { pilot: pilot.id })), /nothing more to do/);
  });

  it('goes with the membership: who leaves the channel sees it no more', async () => {
    const pilot = await finished(`in:${channels.team}`);
    assert.match(allOf(await studio.command('Jo', 'pilot list')), /Wombat/);
    await studio.storage.db.deleteFrom('conversation_member').where('person_id', '=', studio.person('Jo').id).execute();
    await assertSeesNothing('Jo', pilot);
  });

  it('is a draft to nobody but its owner', async () => {
    const first = await studio.command('Rhys', 'pilot start');
    const idea = {
      doing: 'wombat headlines',
      change: 'b',
      because: 'c',
      reaches: 'd',
      channel: 'email',
      contentType: 'map',
    };
    await studio.send('Rhys', first, idea);
    const draft = await studio.storage.db.selectFrom('pilot').selectAll().executeTakeFirstOrThrow();
    await studio.storage.db.updateTable('pilot').set({ seen_by: 'everyone' }).where('id', '=', draft.id).execute();
    await assertSeesNothing('Tom', draft);
  });

  it('may be acted on where its card stands, by whoever reads along there', async () => {
    const pilot = await studio.finish(await studio.start('Rhys', forAudience('everyone')), {
      share: { audience: 'everyone', postIn: channels.network },
    });
    const guest = await studio.press('Guest', 'pilots.useful', { pilot: pilot.id }, channels.network);
    assert.equal(guest.kind, 'nothing');
    const elsewhere = await studio.press('Guest', 'pilots.useful', { pilot: pilot.id });
    assert.match(textOfReply(elsewhere), /nothing more to do/);
  });

  describe('in the lineage of others', () => {
    it('does not show what it was borrowed from to those who may not see that', async () => {
      const lender = await finished(`in:${channels.network}`);
      const tried = await studio.finish(
        await studio.borrow('Leah', lender, { first: { same: 'changed', how: 'as a map' } }),
      );
      assert.equal(tried.borrowed_from, lender.id);
      const seenByAmina = allOf(await studio.press('Amina', 'pilots.show', { pilot: tried.id }));
      assert.match(seenByAmina, /Borrowed from Rhys/);
      const seenByTom = allOf(await studio.press('Tom', 'pilots.show', { pilot: tried.id }));
      assert.match(seenByTom, /Wombat headlines \(as a map\)/, 'the try itself is for everyone');
      assert.doesNotMatch(seenByTom, new RegExp(`Rhys|Borrowed|${lender.code}`));
      assert.doesNotMatch(allOf(await studio.press('Tom', 'pilots.details', { pilot: tried.id })), /Rhys|Side by side/);
    });

    it('does not count a private try, nor tell its lender of it', async () => {
      const lender = await finished('everyone');
      const tried = await studio.borrow('Leah', lender, { plan: { audience: 'me' } });
      await studio.finish(tried, { share: { audience: 'me' } });
      await studio.tick('2027-07-05T10:00:00Z');
      const told = JSON.stringify(await studio.sentTo(studio.person('Rhys').id));
      assert.doesNotMatch(told, /Leah|is trying|Tried by|under way/);
      assert.doesNotMatch(allOf(await studio.press('Tom', 'pilots.show', { pilot: lender.id })), /Tried by|Leah/);
      assert.match(allOf(await studio.press('Leah', 'pilots.show', { pilot: lender.id })), /Tried by 1 other/);
    });

    it('keeps a guest’s channel free of what guests may not see', async () => {
      const lender = await finished('everyone');
      const tried = await studio.borrow('Leah', lender);
      await studio.finish(tried, { share: { audience: 'everyone', postIn: channels.network } });
      const posted = JSON.stringify(await studio.sentTo(channels.network));
      assert.match(posted, /Pilot result/);
      assert.doesNotMatch(posted, /Borrowed from|Rhys/);
    });

    it('invites only by what each owner can see', async () => {
      const lender = await finished('everyone');
      for (const name of ['Leah', 'Amina']) await studio.finish(await studio.borrow(name, lender));
      await studio.finish(await studio.borrow('Tom', lender, { plan: { audience: 'me' } }), {
        share: { audience: 'me' },
      });
      await studio.tick('2027-07-05T10:00:00Z');
      await studio.tick('2027-07-13T10:00:00Z');
      for (const name of ['Rhys', 'Leah', 'Amina']) {
        assert.doesNotMatch(JSON.stringify(await studio.sentTo(studio.person(name).id)), /Worth writing down/, name);
      }
    });
  });
});
