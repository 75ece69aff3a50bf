import assert from 'node:assert/strict';
import { workspaceIn } from '../../src/chat/ids.ts';
import { releaseAll } from '../../src/delivery/holding.ts';
import { linkAccounts } from '../../src/people/accounts.ts';
import { type Exchange, leads, network, openExchange, team } from '../support/exchange.ts';

/** Everything that any feature sends unasked, in a workspace where nobody has begun. */

const everyone = ['Amina', 'Tom', 'Jo', 'Rhys', 'Dev'];
const monday = new Date('2027-01-18T10:30:00Z');

describe('a silent workspace', function () {
  this.timeout(60_000);
  let exchange: Exchange;
  let silent: boolean;

  beforeEach(async () => {
    silent = true;
    exchange = await openExchange({ isSilent: () => silent });
  });
  afterEach(() => exchange.stop());

  /** Questions, nudges, proposals, questions to authors, weekly messages, announcements: each is wanted. */
  async function wantAll(): Promise<void> {
    await exchange.db
      .updateTable('community_member')
      .set({ state: 'asked', next_ask_at: exchange.clock.now() })
      .execute();
    await exchange.job('prompts.ask');
    await exchange.open('Dev', leads);
    await exchange.note('Rhys', 'We put the bins collection day on top of the page for residents', leads);
    await exchange.note('Dev', 'Residents ask us about the bins collection day every week', leads);
    const note = await exchange.note('Amina', 'Residents could not find the bins collection day on our page');
    await exchange.share('Amina', note, [leads]);
    await exchange.job('highlights.propose');
    exchange.clock.moveTo(monday);
    await exchange.note('Tom', 'The bins collection day is what residents search for on our page');
    await exchange.job('highlights.propose');
    for (const step of ['send', 'send', 'digest']) await exchange.job(`highlights.${step}`);
  }

  async function wanted(): Promise<string[]> {
    const rows = await exchange.db
      .selectFrom('delivery')
      .select(['priority', 'unprompted'])
      .distinct()
      .where('sent_at', 'is', null)
      .where('wanted', '=', 'present')
      .execute();
    return rows.map(({ priority, unprompted }) => `${priority} ${unprompted}`).toSorted();
  }

  it('is sent answers alone, whatever its features want to send', async () => {
    await wantAll();
    await exchange.deliver();
    await exchange.deliver();
    // A copy for a channel, and what goes to people: both are wanted, and held.
    assert.deepEqual(await wanted(), ['20 false', '30 true']);
    for (const name of everyone)
      assert.doesNotMatch(exchange.seenIn(name), /One small question|Worth passing on/, name);
    assert.doesNotMatch(exchange.seenIn(leads), /could not find/);
    exchange.clock.moveTo(new Date('2027-03-01T10:30:00Z'));
    await exchange.job('pilots.nudge');
    await exchange.deliver();
    for (const name of everyone)
      assert.doesNotMatch(exchange.seenIn(name), /One small question|Worth passing on/, name);
  });

  it('holds nudges about tests, and hears them once it is over', async () => {
    const { owner, nudges } = await startedTest();
    await exchange.job('pilots.nudge');
    await exchange.deliver();
    assert.equal(await nudges(), 1);
    assert.doesNotMatch(exchange.seenIn(owner), /All as planned|as planned/);
    silent = false;
    await exchange.db.transaction().execute((trx) => releaseAll(trx, workspaceIn(network)));
    await exchange.deliver();
    assert.match(exchange.seenIn(owner), /as planned/);
  });

  /** With a question on the way that is due now. */
  async function startedTest() {
    await exchange.pilot('Amina', 'Shorter subject lines').catch(() => undefined);
    const pilot = await exchange.db.selectFrom('pilot').select(['id', 'ends_on']).executeTakeFirstOrThrow();
    await exchange.db
      .updateTable('pilot')
      .set({ state: 'running', ends_on: '2027-12-01' })
      .where('id', '=', pilot.id)
      .execute();
    await exchange.db.deleteFrom('pilot_nudge').execute();
    await exchange.db
      .insertInto('pilot_nudge')
      .values({
        pilot_id: pilot.id,
        kind: 'midway',
        due_at: exchange.clock.now(),
        state: 'waiting',
        about_id: null,
        delivery_id: null,
      })
      .execute();
    const nudges = async () =>
      (await exchange.db.selectFrom('pilot_nudge').selectAll().where('state', '=', 'sent').execute()).length;
    return { owner: 'Amina', nudges };
  }
});

describe('a message of the week to somebody with two accounts', function () {
  this.timeout(60_000);

  it('comes once, with what is shown in the channels of both, and nothing of their own', async () => {
    const exchange = await openExchange();
    try {
      const [here, there] = [exchange.personId('Tom'), exchange.personId('Rhys')];
      await exchange.db.transaction().execute((trx) => linkAccounts(trx, here, there, exchange.clock.now()));
      for (const name of ['Tom', 'Rhys']) {
        await exchange.send(name, await exchange.command(name, 'on'), { weekly: 'true' });
      }
      await exchange.open('Dev', leads);
      await exchange.open('Jo', team);
      const note = await exchange.note('Amina', 'Residents could not find the bins collection day on our page');
      await exchange.share('Amina', note, [leads]);
      const own = await exchange.note('Tom', 'The library catalogue has a search box now');
      await exchange.share('Tom', own, [leads]);
      for (const step of ['send', 'send']) await exchange.job(`highlights.${step}`);
      await exchange.deliver();
      exchange.clock.moveTo(monday);
      await exchange.job('highlights.digest');
      await exchange.job('highlights.digest');
      await exchange.deliver();
      const [seenHere, seenThere] = [exchange.seenIn('Tom'), exchange.seenIn('Rhys')];
      assert.match(seenHere, /could not find the bins/);
      assert.doesNotMatch(seenThere, /could not find the bins/);
      const digests = await exchange.db.selectFrom('highlight_digest_item').select('highlight_id').execute();
      assert.deepEqual(
        digests.map((each) => each.highlight_id),
        [note],
      );
    } finally {
      await exchange.stop();
    }
  });
});
