import assert from 'node:assert/strict';
import { asId } from '../../../src/base/ids.ts';
import type { HighlightId } from '../../../src/storage/tables/highlights.ts';
import { type Exchange, leads, network, openExchange } from '../../support/exchange.ts';

/** A pilot's result travels as a note does. */

const learned = 'Questions did best on Tuesdays';

describe('a pilot that travels', function () {
  this.timeout(30_000);
  let exchange: Exchange;
  let id: HighlightId;

  beforeEach(async () => {
    exchange = await openExchange();
    await exchange.open('Dev', leads);
    id = await exchange.pilot('Amina', learned);
    await exchange.deliver();
  });
  afterEach(() => exchange.stop());

  async function suggestIt() {
    const pilot = /"pilot":"([0-9a-f-]{36})"/.exec(exchange.seenIn(network))?.[1] ?? '';
    return exchange.press('Amina', 'highlights.suggest', { pilot });
  }

  async function share(inputs: Readonly<Record<string, string>> = {}): Promise<void> {
    await exchange.send('Amina', await suggestIt(), { channels: leads, ...inputs });
    await exchange.deliver();
  }

  it('is offered on its owner’s card, and shown to them as it will read', async () => {
    assert.match(exchange.seenIn('Amina'), /Suggest as a highlight/);
    const form = JSON.stringify(await suggestIt());
    assert.match(form, /Amina tried something out/);
    assert.match(form, new RegExp(learned));
    assert.doesNotMatch(exchange.seenIn(leads), /tried something out/);
  });

  it('stands elsewhere with what it found and how sure that is, and says so at home', async () => {
    await share();
    const copy = exchange.seenIn(leads);
    assert.match(copy, /Amina tried something out/);
    assert.match(copy, /From #network \(on Slack\), shared with its author’s OK/);
    assert.match(copy, new RegExp(learned));
    assert.match(copy, /clicks/);
    assert.match(exchange.seenIn(network), /Also shown in Leads \(on Teams\)/);
  });

  it('names nobody where its owner would rather not be named', async () => {
    await share({ name: 'nameless', team: 'Comms' });
    assert.match(exchange.seenIn(leads), /Someone in Comms tried something out/);
    assert.doesNotMatch(exchange.seenIn(leads), /Amina/);
  });

  it('brings replies home into the thread under it, and counts taps together', async () => {
    await share();
    const opened = await exchange.press('Rhys', 'highlights.reply', { highlight: id }, leads);
    await exchange.send('Rhys', opened, { text: 'Did you try Fridays?' }, leads);
    await exchange.press('Dev', 'highlights.useful', { highlight: id }, leads);
    await exchange.deliver();
    assert.match(exchange.seenIn(network), /Rhys \(Leads, on Teams\).*Did you try Fridays/s);
    assert.match(exchange.seenIn(network), /1 person found this useful/);
    assert.match(exchange.seenIn(leads), /1 person found this useful/);
    await exchange.press('Dev', 'highlights.useful', { highlight: id }, leads);
    await exchange.deliver();
    assert.doesNotMatch(exchange.seenIn(leads), /found this useful/);
  });

  it('follows a change of its result, and goes when it is withdrawn', async () => {
    await share();
    const pilot = /"pilot":"([0-9a-f-]{36})"/.exec(exchange.seenIn(network))?.[1] ?? '';
    const first = await exchange.press('Amina', 'pilots.result', { pilot });
    const second = await exchange.send('Amina', first, { learned: 'Questions did best on Mondays' });
    await exchange.send('Amina', await exchange.send('Amina', second));
    await exchange.deliver();
    assert.match(exchange.seenIn(leads), /Mondays/);
    assert.doesNotMatch(exchange.seenIn(leads), /Tuesdays/);
    assert.match(exchange.seenIn(leads), /\(edited\)/);

    await exchange.send('Amina', await exchange.press('Amina', 'pilots.withdraw', { pilot }));
    await exchange.deliver();
    assert.doesNotMatch(exchange.seenIn(leads), /Mondays|tried something out/);
  });

  it('stays where it is once its owner has left: its copies go, and nobody can suggest it any more', async () => {
    await share();
    const standing = await exchange.standing(id, network);
    await exchange.leave('Amina', { keepResults: true });
    await exchange.deliver();
    assert.match(exchange.seenIn(network), new RegExp(learned), 'the result stays');
    assert.doesNotMatch(exchange.seenIn(leads), new RegExp(learned));
    const pilot = /"pilot":"([0-9a-f-]{36})"/.exec(exchange.seenIn(network))?.[1] ?? '';
    await exchange.press('Tom', 'pilots.useful', { pilot }, network);
    await exchange.suggest('Tom', standing);
    exchange.clock.moveTo(new Date(exchange.clock.now().getTime() + 7 * 86_400_000));
    await exchange.job('highlights.propose');
    const open = exchange.db.selectFrom('highlight').select('id').where('kind', '=', 'pilot');
    assert.deepEqual(await open.where('state', '!=', 'withdrawn').execute(), []);
  });

  it('of somebody who left before this was so is not asked about', async () => {
    const standing = await exchange.standing(id, network);
    await exchange.db
      .updateTable('highlight')
      .set({ author_id: asId('slack:T1:former-colleague') })
      .execute();
    assert.match(JSON.stringify(await exchange.suggest('Tom', standing)), /Its author has left/);
  });
});
