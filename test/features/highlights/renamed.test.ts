import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { asId } from '../../../src/base/ids.ts';
import type { ConversationId } from '../../../src/chat/ids.ts';
import { type Exchange, leads, network, openExchange } from '../../support/exchange.ts';

/** Slack gives a private channel another id when it becomes shared, or is moved to another workspace of its grid. */

const renamed: ConversationId = asId('slack:T1:C-renamed');

describe('a channel that gets another id', function () {
  this.timeout(60_000);
  let exchange: Exchange;

  beforeEach(async () => {
    exchange = await openExchange();
  });
  afterEach(() => exchange.stop());

  /** A minute later, for what waits between two tries. */
  async function later(): Promise<void> {
    exchange.clock.moveTo(new Date(exchange.clock.now().getTime() + 60_000));
    await exchange.job('highlights.send');
    await exchange.deliver();
    await exchange.deliver();
  }

  /** Tables and columns that still name a place; what stands in cards of the past may. */
  async function naming(place: ConversationId): Promise<string[]> {
    const { rows } = await sql<{ table: string; column: string }>`
      select table_name as table, column_name as column from information_schema.columns
      where table_schema = 'public' and data_type in ('text', 'jsonb', 'ARRAY')`.execute(exchange.db);
    const found = [];
    for (const { table, column } of rows) {
      if (['inbox', 'inbox_reply'].includes(table) || `${table}.${column}` === 'delivery.message') continue;
      const has = sql`position(${place} in ${sql.ref(column)}::text) > 0`;
      const named = await sql`select from ${sql.table(table)} where ${has} limit 1`.execute(exchange.db);
      if (named.rows.length > 0) found.push(`${table}.${column}`);
    }
    return found;
  }

  it('takes along everything that was about it: nothing names the old id any more', async () => {
    await exchange.open('Jo', network);
    await exchange.open('Dev', leads);
    const ours = await exchange.note('Amina', 'The bins page says the day first');
    await exchange.share('Amina', ours, [leads]);
    const theirs = await exchange.note('Rhys', 'A sign at the counter', leads);
    await exchange.share('Rhys', theirs, [network]);
    await exchange.suggest('Tom', { where: network, text: 'We ring people back', author: 'Amina' });
    const pilot = await exchange.pilot('Amina', 'Questions did best');
    await exchange.deliver();
    await exchange.press('Tom', 'highlights.useful', { highlight: theirs }, network);
    const { source } = await exchange.db
      .selectFrom('highlight')
      .select('source')
      .where('id', '=', pilot)
      .executeTakeFirstOrThrow();
    await exchange.press('Tom', 'pilots.useful', { pilot: source }, network);
    await exchange.say('Tom', 'ours is blue', { highlight: theirs, where: network });
    await exchange.say('Tom', 'and ours green', { highlight: ours, where: network });
    await exchange.say('Rhys', 'here it is red', { highlight: ours, where: leads });
    await later();
    const named = await naming(network);
    for (const column of [
      'highlight.home_id',
      'highlight.source',
      'highlight_copy.conversation_id',
      'highlight_channel.conversation_id',
      'highlight_reply.conversation_id',
      'highlight_reply_copy.conversation_id',
      'update.shown_in',
      'update_tap.tapped_in',
      'pilot.posted_in',
      'pilot_tap.tapped_in',
      'community.conversation_id',
      'talk_presence.conversation_id',
      'talk_week.to_id',
      'delivery.lane',
      'delivery.message_ref',
      'audit.about_place',
    ]) {
      assert.ok(named.includes(column), `${column} is tried`);
    }
    await exchange.rename(network, renamed).tell();
    assert.deepEqual(await naming(network), []);
    assert.deepEqual((await naming(renamed)).toSorted(), named.toSorted());
  });

  it('goes on getting replies, edits and withdrawals, of what is old too', async () => {
    await exchange.open('Jo', network);
    const id = await exchange.note('Rhys', 'A sign at the counter', leads);
    await exchange.share('Rhys', id, [network]);
    await exchange.deliver();
    exchange.clock.moveTo(new Date('2027-03-02T10:00:00Z'));
    await exchange.rename(network, renamed).tell();
    const opened = await exchange.pressOnNote('Dev', 'updates.reply', id);
    await exchange.send('Dev', opened, { text: 'Ours is blue' }, leads);
    await later();
    assert.match(exchange.seenIn(renamed), /Ours is blue/);
    await exchange.edit('Rhys', id, 'A sign at the door');
    await later();
    assert.match(exchange.seenIn(renamed), /at the door/);
    await exchange.withdraw('Rhys', id);
    await later();
    assert.doesNotMatch(exchange.seenIn(renamed), /at the door|at the counter/);
  });

  it('gets what was queued for it, also what was tried under the old id before anybody told', async () => {
    await exchange.open('Jo', network);
    const id = await exchange.note('Rhys', 'A sign at the counter', leads);
    await exchange.deliver();
    const told = exchange.rename(network, renamed);
    await exchange.share('Rhys', id, [network]);
    await exchange.deliver();
    assert.equal(exchange.seenIn(renamed), '');
    await told.tell();
    await later();
    assert.match(exchange.seenIn(renamed), /A sign at the counter/);
    assert.equal(exchange.everIn(renamed), 1);
  });

  it('keeps what came about under the new id before anybody told, and shows nothing twice', async () => {
    await exchange.open('Jo', network);
    const id = await exchange.note('Rhys', 'A sign at the counter', leads);
    await exchange.share('Rhys', id, [network]);
    await exchange.deliver();
    const told = exchange.rename(network, renamed);
    await exchange.change(renamed, { access: 'open', name: '#renamed' });
    await exchange.come('Jo', renamed);
    await exchange.open('Jo', renamed, { perWeek: '4' });
    await exchange.share('Rhys', id, [network, renamed]);
    await later();
    await told.tell();
    await later();
    const standing = exchange.seenIn(renamed).match(/A sign at the counter/g) ?? [];
    assert.ok(standing.length > 0);
    assert.equal(exchange.seenIn(renamed).split('\n').length, 1, 'one message');
    const channel = await exchange.db.selectFrom('highlight_channel').selectAll().execute();
    assert.deepEqual(
      channel
        .filter(({ workspace_id }) => workspace_id === 'slack:T1')
        .map((row) => [row.conversation_id, row.per_week]),
      [[renamed, 4]],
    );
  });
});
