import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { createChance } from '../../../src/base/chance.ts';
import { asId } from '../../../src/base/ids.ts';
import type { ConversationId } from '../../../src/chat/ids.ts';
import type { HighlightId } from '../../../src/storage/tables/highlights.ts';
import { type Exchange, leads, network, openExchange, others } from '../../support/exchange.ts';
import { until } from '../../support/until.ts';

/** Several people and jobs at the same moment, each on a connection of its own. */

describe('highlights that several change at the same moment', function () {
  this.timeout(120_000);
  let exchange: Exchange;

  beforeEach(async () => {
    exchange = await openExchange();
  });
  afterEach(() => exchange.stop());

  /** Each to its end, whatever becomes of the others. */
  async function atOnce(...flows: readonly (() => Promise<unknown>)[]): Promise<void> {
    const ended = await Promise.allSettled(flows.map((flow) => flow()));
    for (const each of ended) if (each.status === 'rejected') throw each.reason;
  }

  async function onMonday(): Promise<void> {
    exchange.clock.moveTo(new Date('2027-01-18T10:30:00Z'));
    await exchange.job('highlights.send');
    await exchange.job('highlights.send');
    await exchange.deliver();
    await exchange.deliver();
  }

  async function shared(text: string, places: readonly ConversationId[], author = 'Amina'): Promise<HighlightId> {
    const id = await exchange.note(author, text);
    await exchange.share(author, id, places);
    return id;
  }

  /** Somebody's statement waits for a lock of somebody else. */
  async function isWaiting(): Promise<boolean> {
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
      exchange.db,
    );
    return rows.length > 0;
  }

  it('never wait for each other in a circle: taps, replies, edits, jobs, erasures', async () => {
    await exchange.open('Dev', leads, { rhythm: 'weekly', perWeek: '4' });
    await exchange.open('Rhys', others, { rhythm: 'weekly', perWeek: '4' });
    for (const name of ['Rhys', 'Dev']) {
      await exchange.send(name, await exchange.command(name, 'on'), { weekly: 'true' });
    }
    const texts = [
      'We ring people back within a day instead of sending them another form to fill in and post',
      'The bins page says the collection day first, then everything about garden waste, batteries and glass',
      'Letters about rent are read aloud by somebody of another team before they leave the building',
      'A sign at the door tells visitors how long they will wait, in four languages and with a clock',
    ];
    const authors = ['Amina', 'Jo'];
    const ids: HighlightId[] = [];
    // They come to stand in the two messages in different orders.
    for (const [index, text] of texts.entries()) {
      ids.push(await shared(text, index % 2 === 0 ? [leads, others] : [others, leads], authors[index % 2]));
    }
    await exchange.note('Rhys', 'We put the bins collection day on top of the page', leads);
    await onMonday();
    await exchange.job('highlights.digest');
    await exchange.deliver();
    assert.match(exchange.seenIn('Dev'), /This week’s highlights/);

    const chance = createChance(7);
    const one = (): HighlightId => chance.oneOf(ids) as HighlightId;
    const tapper = () => (chance.happens(0.5) ? 'Rhys' : 'Dev');
    let count = 0;
    const flows: readonly (() => Promise<unknown>)[] = [
      () => exchange.press(tapper(), 'highlights.useful', { highlight: one() }, leads),
      () => exchange.press(tapper(), 'highlights.useful', { highlight: one() }, others),
      () => {
        const index = count++ % 4;
        return exchange.edit(authors[index % 2] ?? '', ids[index] ?? one(), `${texts[index]}, for the ${count}th time`);
      },
      () => exchange.edit('Jo', ids[1] ?? one(), `${texts[1]}, as of round ${count++}`),
      async () => {
        const opened = await exchange.press('Rhys', 'highlights.reply', { highlight: one() }, leads);
        if (opened.kind === 'form') await exchange.send('Rhys', opened, { text: `reply ${count++}` }, leads);
      },
      async () => {
        const [highlight, id] = [one(), `typed-${count++}`];
        await exchange.say('Tom', 'typed at home', { highlight, where: network, id });
        await exchange.takeBackWords('Tom', network, id);
      },
      () => exchange.change(leads, { name: `Leads ${count++}` }),
      () => exchange.change(network, { name: `#network-${count++}` }),
      () => exchange.job('highlights.send'),
      () => exchange.job('highlights.digest'),
      () => exchange.job('highlights.news'),
      () => exchange.job('highlights.propose'),
      () => exchange.leave('Tom'),
      () => exchange.deliver(),
    ];
    const { deadlocks } = await exchange.asked(async () => {
      for (let round = 0; round < 120; round++) {
        const [first, second, third] = [chance.oneOf(flows), chance.oneOf(flows), chance.oneOf(flows)];
        if (round % 30 === 29) exchange.clock.moveTo(new Date(exchange.clock.now().getTime() + 6 * 3_600_000));
        if (first && second && third) await atOnce(first, second, third);
      }
      await atOnce(
        () => exchange.leave('Amina'),
        () => exchange.press('Rhys', 'highlights.useful', { highlight: one() }, leads),
        () => exchange.change(leads, { name: 'Leads again' }),
      );
    });
    assert.equal(deadlocks, 0);
    await exchange.deliver();
    await exchange.deliver();
    const left = [leads, others, 'Dev', 'Rhys'].map((where) => exchange.seenIn(where)).join('\n');
    assert.doesNotMatch(left, /ring people|read aloud/);
    assert.match(left, /collection day first/, 'what others wrote stays');
  });

  it('read what a message says of others once nobody is changing it', async () => {
    await exchange.open('Dev', leads, { rhythm: 'weekly', perWeek: '4' });
    await exchange.send('Rhys', await exchange.command('Rhys', 'on'), { weekly: 'true' });
    const goes = await shared('We ring people back within a day instead of sending them a form', [leads]);
    const stays = await shared('How long visitors wait at the door is said by a clock', [leads], 'Jo');
    await onMonday();
    await exchange.job('highlights.digest');
    await exchange.deliver();
    for (const where of [leads, 'Rhys']) assert.match(exchange.seenIn(where), /ring people/);
    const { source } = await exchange.db
      .selectFrom('highlight')
      .select('source')
      .where('id', '=', goes)
      .executeTakeFirstOrThrow();
    const withdrawing = await exchange.holdOpen({ kind: 'note-withdrawn', note: asId(source) });
    const editing = exchange.edit('Jo', stays, 'How long visitors wait at the door is said by a lamp');
    await until(isWaiting);
    await withdrawing.letGo();
    await editing;
    await exchange.deliver();
    await exchange.deliver();
    for (const where of [leads, 'Rhys']) {
      assert.doesNotMatch(exchange.seenIn(where), /ring people/);
      assert.match(exchange.seenIn(where), /by a lamp/);
    }
  });

  it('leave nothing of what is withdrawn in a message that another one changes at that moment', async () => {
    await exchange.open('Dev', leads, { rhythm: 'weekly', perWeek: '4' });
    const secrets = ['ring people back', 'collection day first', 'rent are read aloud'];
    const ids = [];
    for (const text of [
      'We ring people back within a day instead of sending them another form to fill in and post',
      'The bins page says the collection day first, then everything about garden waste, batteries and glass',
      'Letters about rent are read aloud by somebody of another team before they leave the building',
    ]) {
      ids.push(await shared(text, [leads]));
    }
    const stays = await shared('What may stay is how long visitors wait at the door, by clock', [leads], 'Jo');
    await onMonday();
    for (const [index, id] of ids.entries()) {
      assert.match(exchange.seenIn(leads), new RegExp(secrets[index] ?? ''));
      await atOnce(
        () => exchange.withdraw('Amina', id),
        () => exchange.edit('Jo', stays, `What may stay, ${index}`),
        () => exchange.press('Dev', 'highlights.useful', { highlight: stays }, leads),
      );
      await exchange.deliver();
      await exchange.deliver();
      assert.doesNotMatch(exchange.seenIn(leads), new RegExp(secrets[index] ?? ''));
    }
    assert.match(exchange.seenIn(leads), /What may stay, 2/);
  });

  for (const [what, job] of [
    ['the channel’s message of the week', 'highlights.send'],
    ['somebody’s message of the week', 'highlights.digest'],
  ] as const) {
    it(`leave nothing of what is withdrawn while ${what} is made`, async () => {
      await exchange.open('Dev', leads, { rhythm: job === 'highlights.send' ? 'weekly' : 'each', perWeek: '4' });
      await exchange.send('Rhys', await exchange.command('Rhys', 'on'), { weekly: 'true' });
      for (let week = 0; week < 6; week++) {
        const id = await shared(`The secret of week ${week}`, [leads]);
        await exchange.deliver();
        exchange.clock.moveTo(new Date(Date.UTC(2027, 0, 18 + 7 * week, 10, 30)));
        await exchange.job('highlights.send').catch(() => {});
        await atOnce(
          () => exchange.withdraw('Amina', id),
          () => exchange.job(job),
        );
        await exchange.deliver();
        await exchange.deliver();
        for (const where of [leads, 'Rhys']) assert.doesNotMatch(exchange.seenIn(where), /The secret of week/);
      }
    });
  }
});
