import assert from 'node:assert/strict';
import { type Exchange, leads, network, openExchange } from '../../support/exchange.ts';

/** The whole story across both platforms, with Teams answering nothing for ten minutes in its middle. */

describe('a highlight while one platform is down', function () {
  this.timeout(30_000);
  let exchange: Exchange;

  before(async () => {
    exchange = await openExchange();
  });
  after(() => exchange.stop());

  async function minutes(count: number): Promise<void> {
    for (let minute = 0; minute < count; minute++) {
      exchange.clock.moveTo(new Date(exchange.clock.now().getTime() + 60_000));
      await exchange.job('highlights.send');
      await exchange.deliver();
    }
  }

  function timesIn(where: typeof leads, words: RegExp): number {
    const lines = exchange.seenIn(where).split('\n');
    return lines.filter((line) => words.test(line)).length;
  }

  it('loses nothing, doubles nothing, leaves nothing behind', async () => {
    await exchange.open('Dev', leads);
    const id = await exchange.note('Amina', 'Our word: engagement');
    await exchange.share('Amina', id, [leads]);
    await exchange.deliver();
    assert.equal(timesIn(leads, /Our word: engagement/), 1);

    exchange.down('teams', true);
    await exchange.say('Tom', 'first: 212 up from 140', { highlight: id, where: network, id: 'm-1' });
    await minutes(3);
    await exchange.say('Tom', 'second: with a photo', { highlight: id, where: network, id: 'm-2' });
    await exchange.say('Tom', 'second: with a photo', { highlight: id, where: network, id: 'm-2' });
    await exchange.edit('Amina', id, 'Our word: outreach');
    await minutes(3);
    await exchange.say('Jo', 'third: lovely', { highlight: id, where: network, id: 'm-3' });
    const opened = await exchange.press('Rhys', 'highlights.reply', { highlight: id }, leads);
    await exchange.send('Rhys', opened, { text: 'fourth: ours is service users' }, leads);
    await minutes(4);
    assert.equal(timesIn(network, /fourth: ours is/), 1, 'Slack is up: it comes home meanwhile');
    assert.equal(timesIn(leads, /first: 212/), 0);

    exchange.down('teams', false);
    await minutes(20);
    const there = exchange.seenIn(leads);
    const order = ['first: 212', 'second: with', 'third: lovely', 'fourth: ours'].map((words) => there.indexOf(words));
    assert.deepEqual(
      order.toSorted((one, other) => one - other),
      order,
      'in the order in which they were written',
    );
    for (const words of [/first: 212/, /second: with/, /third: lovely/, /fourth: ours/, /Our word: outreach/]) {
      assert.equal(timesIn(leads, words), 1, String(words));
    }
    assert.equal(timesIn(leads, /engagement/), 0, 'the edit has arrived');
    assert.doesNotMatch(there, /may be there twice/);

    exchange.down('teams', true);
    await exchange.withdraw('Amina', id);
    await minutes(10);
    assert.equal(timesIn(leads, /outreach/), 1, 'it cannot be reached yet');
    exchange.down('teams', false);
    await minutes(20);
    assert.equal(timesIn(leads, /outreach/), 0);
    assert.equal(timesIn(network, /outreach/), 0);
    assert.equal(timesIn(network, /fourth: ours is/), 1, 'what others said stays theirs');
  });

  it('carries what is typed in Teams home to Slack, and follows it when it is deleted', async () => {
    const id = await exchange.note('Amina', 'A sign at the counter');
    await exchange.share('Amina', id, [leads]);
    await minutes(1);
    await exchange.say('Rhys', 'typed in Teams: ours is blue', { highlight: id, where: leads, id: 't-1' });
    await minutes(1);
    assert.equal(timesIn(network, /typed in Teams: ours is blue/), 1);
    await exchange.takeBackWords('Rhys', leads, 't-1');
    await minutes(1);
    assert.equal(timesIn(network, /ours is blue/), 0);
  });

  it('sends nothing of what was agreed to and taken back while it was down', async () => {
    const id = await exchange.note('Amina', 'A thought, and a second one');
    await exchange.deliver();
    exchange.down('teams', true);
    await exchange.share('Amina', id, [leads]);
    await exchange.say('Tom', 'a reply to it', { highlight: id, where: network });
    await minutes(5);
    await exchange.send('Amina', await exchange.press('Amina', 'highlights.take-back', { highlight: id }));
    exchange.down('teams', false);
    await minutes(20);
    assert.doesNotMatch(exchange.seenIn(leads), /second one|a reply to it/);
    assert.match(exchange.seenIn(network), /second one/);
  });
});

describe('a highlight where the ordinary edition is installed', function () {
  this.timeout(30_000);

  it('says that what is typed stays where it is, and carries nothing of it', async () => {
    const exchange = await openExchange({ hearsThreads: false });
    try {
      await exchange.open('Jo', network);
      const id = await exchange.note('Rhys', 'A sign at the counter', leads);
      await exchange.share('Rhys', id, [network]);
      await exchange.deliver();
      assert.match(exchange.seenIn(network), /What is typed in the thread stays here/);
      await exchange.say('Tom', 'typed: ours is blue', { highlight: id, where: network });
      await exchange.deliver();
      assert.doesNotMatch(exchange.seenIn(leads), /ours is blue/);
    } finally {
      await exchange.stop();
    }
  });
});
