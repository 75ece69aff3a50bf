import assert from 'node:assert/strict';
import { type Exchange, leads, network, openExchange } from '../../support/exchange.ts';

/** What comes on Mondays: proposals to hosts, and one message a week for channels and people who prefer that. */

const bins = 'Residents could not find the bins collection day on our page';
const monday = new Date('2027-01-18T10:30:00Z');

async function lively(exchange: Exchange): Promise<void> {
  await exchange.note('Rhys', 'We put the bins collection day on top of the page for residents', leads);
  await exchange.note('Dev', 'Residents ask us about the bins collection day every week', leads);
}

async function onMonday(exchange: Exchange, at = monday): Promise<void> {
  await exchange.job('highlights.propose');
  exchange.clock.moveTo(at);
  await exchange.job('highlights.propose');
  // The first look at a place comes before anything goes there.
  await exchange.job('highlights.send');
  await exchange.job('highlights.send');
  await exchange.job('highlights.digest');
  await exchange.deliver();
  await exchange.deliver();
}

function proposalIn(text: string): string {
  return /"proposal":"([0-9a-f-]{36})"/.exec(text)?.[1] ?? '';
}

describe('a week of highlights', function () {
  this.timeout(30_000);
  let exchange: Exchange;

  beforeEach(async () => {
    exchange = await openExchange();
  });
  afterEach(() => exchange.stop());

  it('shows a host what could be of use where, and why; the author is asked, then it goes', async () => {
    await exchange.open('Dev', leads);
    await lively(exchange);
    const id = await exchange.note('Amina', bins);
    await onMonday(exchange);
    const card = exchange.seenIn('Jo');
    assert.match(card, /Worth passing on/);
    assert.match(card, /Leads \(on Teams\), 2 people/);
    assert.match(card, /bins|collection/);
    assert.doesNotMatch(exchange.seenIn('Amina'), /May this travel/);

    const proposal = proposalIn(card);
    await exchange.press('Tom', 'highlights.propose', { proposal });
    assert.doesNotMatch(exchange.seenIn('Amina'), /May this travel/, 'nobody but the host');
    await exchange.press('Jo', 'highlights.propose', { proposal });
    await exchange.deliver();
    assert.match(exchange.seenIn('Amina'), /May this travel/);
    assert.match(exchange.seenIn('Jo'), /The author is asked/);
    assert.doesNotMatch(exchange.seenIn(leads), /could not find/);
    await exchange.press('Amina', 'highlights.yes', { highlight: id });
    await exchange.deliver();
    assert.match(exchange.seenIn(leads), /could not find/);
  });

  it('leaves alone what was left, and says nothing where there is nothing', async () => {
    await exchange.open('Dev', leads);
    await lively(exchange);
    await exchange.note('Amina', bins);
    await onMonday(exchange);
    await exchange.press('Jo', 'highlights.drop', { proposal: proposalIn(exchange.seenIn('Jo')) });
    await exchange.deliver();
    assert.match(exchange.seenIn('Jo'), /not suggested again for four weeks/);
    await onMonday(exchange, new Date('2027-01-25T10:30:00Z'));
    assert.equal(exchange.seenIn('Jo').match(/Worth passing on\? /g)?.length, 1);
  });

  it('lets a host choose other channels', async () => {
    await exchange.open('Dev', leads);
    await lively(exchange);
    await exchange.note('Amina', bins);
    await onMonday(exchange);
    const opened = await exchange.press('Jo', 'highlights.elsewhere', { proposal: proposalIn(exchange.seenIn('Jo')) });
    await exchange.send('Jo', opened);
    await exchange.deliver();
    assert.match(exchange.seenIn('Amina'), /May this travel/);
  });

  it('asks authors without a host where both channels’ owners chose that', async () => {
    await exchange.open('Dev', leads, { automatic: 'true' });
    await exchange.open('Jo', network, { automatic: 'true' });
    await lively(exchange);
    await exchange.note('Amina', bins);
    await onMonday(exchange);
    assert.match(exchange.seenIn('Amina'), /May this travel/);
    assert.doesNotMatch(exchange.seenIn('Jo'), /Worth passing on/);
    assert.doesNotMatch(exchange.seenIn(leads), /could not find/, 'and its author decides');
  });

  it('asks nobody who would rather not be asked', async () => {
    await exchange.open('Dev', leads);
    await lively(exchange);
    await exchange.command('Amina', 'off');
    await exchange.note('Amina', bins);
    await onMonday(exchange);
    assert.doesNotMatch(exchange.seenIn('Jo'), /Worth passing on/);
  });

  it('comes as one message where a channel prefers that, without near-duplicates; edits and withdrawals follow', async () => {
    await exchange.open('Dev', leads, { rhythm: 'weekly', perWeek: '3' });
    const ids = [];
    for (const text of [`${bins}, said Mrs Price`, `${bins}, said Mr Price`, 'We read letters aloud to each other']) {
      const id = await exchange.note('Amina', text);
      await exchange.share('Amina', id, [leads]);
      ids.push(id);
    }
    await exchange.deliver();
    assert.doesNotMatch(exchange.seenIn(leads), /Price|aloud/, 'not before its week');
    const before = exchange.everIn(leads);
    await onMonday(exchange);
    assert.match(exchange.seenIn(leads), /This week’s highlights/);
    assert.match(exchange.seenIn(leads), /aloud/);
    assert.equal(exchange.everIn(leads), before + 1, 'one message');
    assert.equal(/Mrs Price/.test(exchange.seenIn(leads)) && /Mr Price/.test(exchange.seenIn(leads)), false);

    const [first, second, third] = ids;
    assert.ok(first && second && third);
    await exchange.edit('Amina', third, 'We read letters slowly to each other');
    await exchange.deliver();
    assert.match(exchange.seenIn(leads), /slowly/);
    await exchange.withdraw('Amina', third);
    await exchange.deliver();
    assert.doesNotMatch(exchange.seenIn(leads), /slowly|aloud/);
    assert.match(exchange.seenIn(leads), /Price/, 'the other one stays');
    await exchange.withdraw('Amina', first);
    await exchange.withdraw('Amina', second);
    await exchange.deliver();
    assert.doesNotMatch(exchange.seenIn(leads), /Price/);
  });

  it('comes as one private message for a person who prefers that, and follows what becomes of it', async () => {
    await exchange.open('Dev', leads);
    await exchange.send('Rhys', await exchange.command('Rhys', 'on'), { weekly: 'true' });
    const id = await exchange.note('Amina', bins);
    await exchange.share('Amina', id, [leads]);
    await exchange.deliver();
    await onMonday(exchange);
    assert.match(exchange.seenIn('Rhys'), /This week’s highlights/);
    assert.match(exchange.seenIn('Rhys'), /collection day/);
    assert.doesNotMatch(exchange.seenIn('Dev'), /This week’s highlights/);

    const opened = await exchange.press('Rhys', 'highlights.reply', { highlight: id, whole: 'yes' });
    assert.match(JSON.stringify(opened), /could not find/);
    await exchange.send('Rhys', opened, { text: 'We had that too' });
    await exchange.deliver();
    assert.match(exchange.seenIn(network), /Rhys \(Leads, on Teams\).*We had that too/s);

    await exchange.withdraw('Amina', id);
    await exchange.deliver();
    assert.doesNotMatch(exchange.seenIn('Rhys'), /collection day/);
  });
});
