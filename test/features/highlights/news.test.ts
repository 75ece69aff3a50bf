import assert from 'node:assert/strict';
import type { HighlightId } from '../../../src/storage/tables/highlights.ts';
import { type Exchange, leads, network, openExchange, others } from '../../support/exchange.ts';

/** What an author hears of replies, and what becomes of a question that waits for them. */

const note = 'Residents could not find the bins collection day';

describe('replies that come home', function () {
  this.timeout(30_000);
  let exchange: Exchange;

  beforeEach(async () => {
    exchange = await openExchange();
    await exchange.open('Dev', leads);
    await exchange.open('Dev', others);
  });
  afterEach(() => exchange.stop());

  async function reply(name: string, id: HighlightId, text: string): Promise<void> {
    const opened = await exchange.press(name, 'highlights.reply', { highlight: id }, leads);
    await exchange.send(name, opened, { text }, leads);
  }

  async function at(time: string): Promise<void> {
    exchange.clock.moveTo(new Date(time));
    await exchange.job('highlights.news');
    await exchange.deliver();
  }

  const messages = () => exchange.seenIn('Amina').match(/Replies came home\. /g)?.length ?? 0;

  it('are told to the author in one message, at their next batch', async () => {
    const [first, second] = [await exchange.note('Amina', note), await exchange.note('Amina', 'We read letters aloud')];
    for (const id of [first, second]) await exchange.share('Amina', id, [leads]);
    await exchange.deliver();
    await reply('Rhys', first, 'Ours too');
    await reply('Dev', first, 'And ours');
    await reply('Rhys', first, 'Since March');
    await reply('Dev', second, 'So do we');
    await at('2027-01-12T10:55:00Z');
    assert.match(exchange.seenIn(network), /Ours too/, 'in the thread at once');
    assert.equal(messages(), 0);
    await at('2027-01-12T13:00:00Z');
    assert.equal(messages(), 1);
    assert.match(exchange.seenIn('Amina'), /2 people replied to: [^"]*bins/);
    assert.match(exchange.seenIn('Amina'), /1 person replied to: [^"]*letters aloud/);
    assert.doesNotMatch(exchange.seenIn('Amina'), /Ours too/);

    await at('2027-01-12T16:00:00Z');
    assert.equal(messages(), 1, 'nothing new, nothing told');
    await reply('Rhys', first, 'Fixed now');
    await at('2027-01-12T16:20:00Z');
    assert.equal(messages(), 1, 'not before the next day');
    await at('2027-01-13T10:00:00Z');
    assert.equal(messages(), 2);
  });

  it('are not told of what the author wrote, nor of a highlight that is over', async () => {
    const id = await exchange.note('Amina', note);
    await exchange.share('Amina', id, [leads]);
    await exchange.deliver();
    await reply('Rhys', id, 'Ours too');
    await exchange.withdraw('Amina', id);
    await at('2027-01-12T13:00:00Z');
    assert.equal(messages(), 0);
  });
});

describe('a question that waits for its author’s hours', function () {
  this.timeout(30_000);
  let exchange: Exchange;
  let id: HighlightId;

  beforeEach(async () => {
    exchange = await openExchange();
    await exchange.open('Dev', leads);
    id = await exchange.note('Amina', note);
    await exchange.deliver();
    // A Tuesday evening: nobody is asked anything before the morning.
    exchange.clock.moveTo(new Date('2027-01-12T20:00:00Z'));
    await exchange.suggest('Tom', await exchange.standing(id, network));
    await exchange.deliver();
    assert.doesNotMatch(exchange.seenIn('Amina'), /May this travel/);
  });
  afterEach(() => exchange.stop());

  async function inTheMorning(): Promise<void> {
    exchange.clock.moveTo(new Date('2027-01-13T10:00:00Z'));
    // The first look at a place comes before anything goes there.
    await exchange.job('highlights.send');
    await exchange.job('highlights.send');
    await exchange.deliver();
    await exchange.deliver();
  }

  it('is asked in the morning', async () => {
    await inTheMorning();
    assert.match(exchange.seenIn('Amina'), /May this travel/);
  });

  it('is not asked any more once they have shared it themself; their card comes at once', async () => {
    await exchange.share('Amina', id, [leads]);
    await exchange.deliver();
    assert.match(exchange.seenIn('Amina'), /Your highlight/);
    await inTheMorning();
    assert.doesNotMatch(exchange.seenIn('Amina'), /May this travel/);
    assert.match(exchange.seenIn(leads), /bins/);
  });

  it('is not asked, and nothing is said of it, once they have withdrawn what it is about', async () => {
    await exchange.withdraw('Amina', id);
    await inTheMorning();
    assert.doesNotMatch(exchange.seenIn('Amina'), /May this travel|its words were withdrawn/);
  });
});
