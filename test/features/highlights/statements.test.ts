import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { type Exchange, leads, network, openExchange } from '../../support/exchange.ts';

/** What the jobs ask of the database does not grow with what they have to do. */

const few = 2;
const many = 50;

/** As many notes of Amina's in the network, each agreed to for a channel of its own in Teams, and due. */
async function agreed(exchange: Exchange, count: number): Promise<void> {
  const [now, author, owner] = [exchange.clock.now(), exchange.personId('Amina'), exchange.personId('Dev')];
  await sql`
    with channel as (
      insert into conversation (id, workspace_id, kind, name, access, members_at, described_at)
      select 'teams:t2:c' || n, 'teams:t2', 'channel', 'C' || n, 'open', ${now}, ${now} from generate_series(1, ${count}::int) n
      returning id),
    taking as (
      insert into highlight_channel (conversation_id, workspace_id, topics, per_week, rhythm, automatic, set_by, set_at)
      select id, 'teams:t2', '{}', 2, 'each', false, ${owner}, ${now} from channel returning conversation_id),
    home as (
      insert into delivery (id, workspace_id, lane, priority, unprompted, state, message, not_before, created_at, message_ref)
      select gen_random_uuid(), 'slack:T1', ${network}, 10, false, 'settled', '{"text":""}', ${now}, ${now},
        jsonb_build_object('conversation', ${network}::text, 'id', 'n' || n) from generate_series(1, ${count}::int) n
      returning id, message_ref),
    note as (
      insert into update (id, person_id, fields, community_id, state, delivery_id, created_at, posted_at)
      select gen_random_uuid(), ${author}, '[]', (select id from community where conversation_id = ${network}), 'posted',
        id, ${now}, ${now} from home returning id, delivery_id),
    shown as (
      insert into highlight (id, kind, source, author_id, workspace_id, home_id, home_delivery_id, content, state, agreed_at,
        created_at)
      select gen_random_uuid(), 'note', note.id::text, ${author}, 'slack:T1', ${network}, delivery_id,
        jsonb_build_object('question', '', 'fields', jsonb_build_array(
          jsonb_build_object('label', '', 'value', md5(note.id::text) || ' ' || md5(delivery_id::text)))),
        'agreed', ${now}, ${now} from note returning id),
    numbered as (select id, row_number() over () as n from shown)
    insert into highlight_copy (id, highlight_id, conversation_id, outside, state, due_at)
    select gen_random_uuid(), id, 'teams:t2:c' || n, false, 'planned', ${now} from numbered`.execute(exchange.db);
}

/** People in Leads who want one message a week. */
async function readers(exchange: Exchange, count: number): Promise<void> {
  const now = exchange.clock.now();
  await sql`
    with people as (
      insert into person (id, workspace_id, name, external)
      select 'teams:t2:r' || n, 'teams:t2', 'Reader ' || n, false from generate_series(1, ${count}::int) n returning id),
    there as (
      insert into conversation_member (conversation_id, person_id) select ${leads}, id from people)
    insert into highlight_reader (person_id, may_ask, weekly, next_at) select id, true, true, ${now} from people`.execute(
    exchange.db,
  );
}

describe('what is asked of the database', function () {
  this.timeout(60_000);

  async function counted(count: number, work: (exchange: Exchange, count: number) => Promise<number>) {
    const exchange = await openExchange();
    try {
      return await work(exchange, count);
    } finally {
      await exchange.stop();
    }
  }

  async function isTheSame(work: (exchange: Exchange, count: number) => Promise<number>): Promise<void> {
    const [ofFew, ofMany] = [await counted(few, work), await counted(many, work)];
    assert.ok(ofFew > 0);
    assert.equal(ofMany, ofFew, `${ofMany} statements for ${many}, ${ofFew} for ${few}`);
  }

  const statementsOf = async (exchange: Exchange, job: string) =>
    (await exchange.asked(() => exchange.job(job))).statements;

  it('is the same for many highlights that are due as for few, and when they have arrived', () =>
    isTheSame(async (exchange, count) => {
      await agreed(exchange, count);
      const sending = await statementsOf(exchange, 'highlights.send');
      await exchange.deliver();
      await exchange.deliver();
      const places = Array.from({ length: count }, (_, index) => exchange.seenIn(`teams:t2:c${index + 1}`));
      assert.ok(places.every((text) => /someone|Amina/.test(text)));
      return sending * 1_000 + (await statementsOf(exchange, 'highlights.send'));
    }));

  it('is the same for many people’s messages of the week, and for an edit of what stands in them', () =>
    isTheSame(async (exchange, count) => {
      await exchange.open('Dev', leads);
      const id = await exchange.note('Amina', 'We ring people back');
      await exchange.share('Amina', id, [leads]);
      await exchange.deliver();
      await readers(exchange, count);
      const sending = await statementsOf(exchange, 'highlights.digest');
      await exchange.deliver();
      const digests = await exchange.db.selectFrom('highlight_digest_item').selectAll().execute();
      assert.equal(digests.length, count);
      await exchange.edit('Amina', id, 'other words');
      const editing = await exchange.asked(() => exchange.edit('Amina', id, 'words again'));
      const { rows } =
        await sql`select from delivery where message ->> 'text' like '%words again%' and priority = 40`.execute(
          exchange.db,
        );
      assert.equal(rows.length, count, 'each of them says it');
      return sending * 1_000 + editing.statements;
    }));

  it('is the same for many new notes that a host may be shown', () =>
    isTheSame(async (exchange, count) => {
      await exchange.open('Dev', leads);
      await exchange.note('Rhys', 'We put the bins collection day on top of the page', leads);
      await agreed(exchange, count);
      await exchange.db.deleteFrom('highlight_copy').execute();
      await exchange.db.deleteFrom('highlight_channel').where('conversation_id', '!=', leads).execute();
      await exchange.db
        .updateTable('highlight')
        .set({ state: 'noted', host_id: exchange.personId('Jo') })
        .where('home_id', '=', network)
        .execute();
      await exchange.job('highlights.propose');
      exchange.clock.moveTo(new Date('2027-01-18T10:30:00Z'));
      return statementsOf(exchange, 'highlights.propose');
    }));

  it('is the same for many copies when two workspaces part', () =>
    isTheSame(async (exchange, count) => {
      await agreed(exchange, count);
      await exchange.job('highlights.send');
      await exchange.deliver();
      const { statements } = await exchange.asked(() => exchange.cut());
      await exchange.deliver();
      assert.equal(exchange.seenIn(`teams:t2:c${count}`), '');
      return statements;
    }));

  it('is the same for many people who come into a channel in which people are asked', () =>
    isTheSame(async (exchange, count) => {
      const names = Array.from({ length: count }, (_, index) => `New ${index}`);
      const { statements } = await exchange.asked(() => exchange.come([...names, 'New 0'], network));
      const asked = exchange.db.selectFrom('community_member').select('person_id').where('state', '=', 'asked');
      assert.equal((await asked.execute()).length, count);
      return statements;
    }));

  it('is the same for many people whose moment to be asked has come', () =>
    isTheSame(async (exchange, count) => {
      const names = Array.from({ length: count - 1 }, (_, index) => `New ${index}`);
      await exchange.come(names, network);
      await exchange.db
        .updateTable('community_member')
        .set({ next_ask_at: exchange.clock.now(), state: 'asked' })
        .where(
          'person_id',
          'in',
          [...names, 'Tom'].map((name) => exchange.personId(name)),
        )
        .execute();
      const statements = await statementsOf(exchange, 'prompts.ask');
      const asked = await exchange.db.selectFrom('round').select('id').where('delivery_id', 'is not', null).execute();
      assert.equal(asked.length, count);
      return statements;
    }));

  it('is the same for many questions that nobody answered', () =>
    isTheSame(async (exchange, count) => {
      await agreed(exchange, count);
      await exchange.db
        .updateTable('highlight')
        .set({ state: 'asked', expires_at: exchange.clock.now(), own_delivery_id: sql`home_delivery_id` })
        .execute();
      const statements = await statementsOf(exchange, 'highlights.close');
      const left = exchange.db.selectFrom('highlight').select('id').where('state', '!=', 'expired');
      assert.deepEqual(await left.execute(), []);
      return statements;
    }));
});
