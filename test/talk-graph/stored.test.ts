import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Kysely, sql } from 'kysely';
import { systemClock } from '../../src/base/clock.ts';
import { asId, newId } from '../../src/base/ids.ts';
import type { ConversationId, PersonId } from '../../src/chat/ids.ts';
import type { Database } from '../../src/storage/schema.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import type { HeldAct, TalkAct } from '../../src/talk-graph/act.ts';
import type { HeldActs } from '../../src/talk-graph/held.ts';
import { createTalkMemory, loadTalk } from '../../src/talk-graph/load.ts';
import { rebuildTalk } from '../../src/talk-graph/rebuild.ts';
import { countTalk, forgetFaded, forgetTalkOf, lastTalked, mondayOf, moveTalk } from '../../src/talk-graph/store.ts';
import { testDatabaseUrl, testLogger, testStorage } from '../support/database.ts';
import { near } from '../support/near.ts';
import { outloud } from '../support/outloud.ts';

const start = new Date('2027-06-07T09:00:00Z');
const dayMs = 86_400_000;

function person(name: string): PersonId {
  return asId<'person'>(`slack:T1:${name}`);
}

function place(name: string): ConversationId {
  return asId<'conversation'>(`slack:T1:${name}`);
}

const teams = { ann: asId<'person'>('teams:t2:ann') };

function later(days: number): Date {
  return new Date(start.getTime() + days * dayMs);
}

function act(who: string, where: string, days: number, more: Partial<HeldAct> = {}): HeldAct {
  return { person: person(who), place: place(where), kind: 'wrote', at: later(days), thread: `${where}`, ...more };
}

describe('the stored talk graph', () => {
  let storage: Storage;

  before(async () => {
    storage = await testStorage();
  });

  after(async () => storage.stop());

  beforeEach(async () => {
    for (const table of ['talk_presence', 'talk_tie', 'talk_week', 'account_link'] as const)
      await storage.db.deleteFrom(table).execute();
  });

  /** Ann's account on Slack and her other one are one person, or are no more. */
  async function link(linked = true): Promise<void> {
    const accounts = { a: person('ann'), b: teams.ann };
    if (linked)
      await storage.db
        .insertInto('account_link')
        .values({ ...accounts, linked_at: start })
        .execute();
    else await storage.db.deleteFrom('account_link').execute();
  }

  function count(...acts: readonly TalkAct[]): Promise<void> {
    return storage.transaction(async (trx) => {
      for (const each of acts) await countTalk(trx, each);
    });
  }

  it('counts who writes where, faded with 30 days', async () => {
    await count(act('ann', 'housing', 0), act('ann', 'housing', 30), act('ann', 'comms', 30, { kind: 'tapped' }));
    const rows = await storage.db.selectFrom('talk_presence').selectAll().orderBy('conversation_id').execute();
    assert.deepEqual(
      rows.map(({ conversation_id }) => conversation_id),
      [place('comms'), place('housing')],
    );
    near(rows[0]?.count, 0.5);
    near(rows[1]?.count, 1.5);
    assert.deepEqual([rows[1]?.at, rows[1]?.since], [later(30), start]);
  });

  it('takes what comes late as if it had come in time', async () => {
    await count(act('ann', 'housing', 30), act('ann', 'housing', 0));
    const row = await storage.db.selectFrom('talk_presence').selectAll().executeTakeFirstOrThrow();
    near(row.count, 1.5);
    assert.deepEqual([row.at, row.since], [later(30), start]);
  });

  it('forgets a tap that is taken back, as if it had never been', async () => {
    await count(
      act('ann', 'housing', 0),
      act('ann', 'housing', 3, { kind: 'tapped' }),
      act('ann', 'housing', 9),
      act('ann', 'housing', 3, { kind: 'tapped', undone: true }),
    );
    near((await presenceOf('ann', 'housing'))?.count, 1 + 2 ** (-9 / 30));
  });

  it('counts replies between places by week: from where somebody writes most, or to where a highlight comes from', async () => {
    await count(
      act('ann', 'housing', 0),
      act('ann', 'comms', 1, { kind: 'replied' }),
      act('ann', 'comms', 2, { kind: 'replied' }),
      act('ann', 'housing', 2, { kind: 'replied' }),
      act('bob', 'parks', 8, { kind: 'replied', about: place('housing') }),
      act('cid', 'parks', 8, { kind: 'replied' }),
    );
    const weeks = await storage.db.selectFrom('talk_week').selectAll().orderBy('week').orderBy('from_id').execute();
    assert.deepEqual(
      weeks.map(({ from_id, to_id, week, replies }) => [from_id, to_id, week, replies]),
      [
        [place('housing'), place('comms'), '2027-06-07', 1],
        [place('comms'), place('housing'), '2027-06-07', 1],
        [place('parks'), place('housing'), '2027-06-14', 1],
      ].toSorted((one, other) => `${one[2]}${one[0]}`.localeCompare(`${other[2]}${other[0]}`)),
    );
    const ties = await storage.db.selectFrom('talk_tie').selectAll().execute();
    assert.deepEqual(
      ties.map(({ one_id, other_id, count: sum }) => [one_id, other_id, sum]),
      [[place('housing'), place('parks'), 1]],
    );
  });

  it('holds counts and never words', async () => {
    const { rows } = await sql<{ column_name: string }>`
      select table_name || '.' || column_name as column_name from information_schema.columns
      where table_name like 'talk\\_%' order by 1`.execute(storage.db);
    assert.deepEqual(
      rows.map(({ column_name }) => column_name),
      [
        'talk_presence.at',
        'talk_presence.conversation_id',
        'talk_presence.count',
        'talk_presence.person_id',
        'talk_presence.since',
        'talk_tie.at',
        'talk_tie.count',
        'talk_tie.one_id',
        'talk_tie.other_id',
        'talk_week.from_id',
        'talk_week.replies',
        'talk_week.to_id',
        'talk_week.week',
      ],
    );
  });

  it('is the same when it is counted anew', async () => {
    const id = fc.constantFrom('a', 'b', 'c');
    // Two of them are one person.
    const accounts = { a: person('a'), b: person('b') };
    await storage.db
      .insertInto('account_link')
      .values({ ...accounts, linked_at: start })
      .execute();
    const step = fc.record({
      who: id,
      where: id,
      kind: fc.constantFrom('wrote' as const, 'replied' as const, 'tapped' as const),
      about: fc.option(id, { nil: undefined }),
      wait: fc.constantFrom(0, 0.01, 1, 20),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        let days = 0;
        const acts = steps.map(({ who, where, kind, about, wait }) => {
          days += wait;
          return act(who, where, days, { kind, ...(about && { about: place(about) }) });
        });
        for (const table of ['talk_presence', 'talk_tie', 'talk_week'] as const)
          await storage.db.deleteFrom(table).execute();
        await count(...acts);
        const counted = await everything(storage.db);
        await storage.transaction((trx) => rebuildTalk(trx, [holding(acts)]));
        assert.deepEqual(await everything(storage.db), counted);
      }),
      { numRuns: 25 },
    );
  });

  it('forgets a person, and what has faded away', async () => {
    await count(act('ann', 'housing', 0), act('bob', 'housing', 0), act('bob', 'comms', 290));
    await storage.transaction((trx) => forgetTalkOf(trx, person('ann')));
    assert.equal(await presenceOf('ann', 'housing'), undefined);
    await forgetFaded(storage.db, later(301));
    const left = await storage.db.selectFrom('talk_presence').select('conversation_id').execute();
    assert.deepEqual(left, [{ conversation_id: place('comms') }]);
  });

  it('ranks by the threads that features hold and by what is counted', async () => {
    const acts = [
      act('bob', 'comms', 0, { thread: 't0' }),
      act('ann', 'housing', 1, { thread: 't1', text: 'survey wording' }),
      act('bob', 'housing', 1, { thread: 't1', kind: 'replied' }),
      act('cid', 'parks', 1, { thread: 't2', text: 'tree planting' }),
    ];
    await count(...acts, act('bob', 'comms', 1));
    const talk = await loadTalk(storage.db, [holding(acts)], later(2));
    const [first, ...others] = talk.rank(
      { at: later(2).getTime() / 1_000, team: place('it'), text: 'survey wording', rarityWeight: 1 },
      ['comms', 'housing', 'parks'].map(place),
    );
    assert.ok(first && first.relevance > 0.3 && others.every(({ relevance }) => relevance < first.relevance * 1.01));
    assert.deepEqual(
      talk.explain({ at: later(2).getTime() / 1_000, text: 'survey wording' }, place('comms')).threads,
      1,
    );
    assert.deepEqual(await lastTalked(storage.db, place('housing'), place('comms')), new Date(mondayOf(later(1))));
    assert.equal(await lastTalked(storage.db, place('parks'), place('comms')), undefined);
  });

  describe('of somebody with an account on each platform', () => {
    const leads = asId<'conversation'>('teams:t2:leads');
    const wroteOnTeams = (days: number) =>
      act('ann', 'housing', days, { person: teams.ann, place: leads, thread: 'x' });

    it('counts replies from where they write most with either account', async () => {
      await link();
      const acts = [
        wroteOnTeams(0),
        wroteOnTeams(0.1),
        act('ann', 'housing', 1),
        act('ann', 'comms', 2, { kind: 'replied' }),
      ];
      await count(...acts);
      const weeks = () => storage.db.selectFrom('talk_week').select(['from_id', 'to_id', 'replies']).execute();
      assert.deepEqual(await weeks(), [{ from_id: leads, to_id: place('comms'), replies: 1 }]);
      const counted = await everything(storage.db);
      await storage.transaction((trx) => rebuildTalk(trx, [holding(acts)]));
      assert.deepEqual(await everything(storage.db), counted);
    });

    it('is at home in both places and answers once, as long as the accounts are linked', async () => {
      const acts = [
        act('bob', 'parks', 0, { thread: 't1', text: 'survey wording' }),
        act('ann', 'parks', 0.1, { thread: 't1', kind: 'replied' }),
        act('ann', 'parks', 0.2, { thread: 't1', kind: 'replied', person: teams.ann }),
        ...[0.3, 0.4, 0.5].map(wroteOnTeams),
      ];
      await count(...acts.filter(({ place: where }) => where === leads), act('ann', 'housing', 0.5));
      const at = later(1).getTime() / 1_000;
      const asked = { at, team: place('it'), text: 'survey wording', rarityWeight: 0 };
      const rank = async () => {
        const talk = await loadTalk(storage.db, [holding(acts)], later(1));
        const ranked = talk.rank(asked, [leads, place('housing')]);
        const relevanceIn = (team: ConversationId) => ranked.find((each) => each.team === team)?.relevance ?? 0;
        return { leads: relevanceIn(leads), housing: relevanceIn(place('housing')), talk };
      };
      const apart = await rank();
      await link();
      const together = await rank();
      // Apart, two people answered, each at home in one of the places; together it is one, at home mostly in Leads.
      assert.ok(together.housing < apart.housing, `${together.housing} is less than ${apart.housing}`);
      const shared = (talk: typeof apart.talk) => talk.compare(at)(leads, place('housing')).observed;
      near(shared(apart.talk), 0);
      assert.ok(shared(together.talk) > 0.5);
      await link(false);
      const again = await rank();
      assert.deepEqual([again.leads, again.housing], [apart.leads, apart.housing]);
    });

    it('is the same whether they link before or after, counted anew or not', async () => {
      const acts = [wroteOnTeams(0), act('ann', 'housing', 1), act('ann', 'comms', 2, { kind: 'tapped' })];
      await count(...acts);
      const before = await everything(storage.db);
      await link();
      await storage.transaction((trx) => rebuildTalk(trx, [holding(acts)]));
      assert.deepEqual(await everything(storage.db), before, 'what is kept of each account does not change');
      await storage.transaction((trx) => forgetTalkOf(trx, teams.ann));
      const left = await storage.db.selectFrom('talk_presence').select('person_id').distinct().execute();
      assert.deepEqual(left, [{ person_id: person('ann') }], 'and one can be erased alone');
    });
  });

  it('takes along what was counted in a conversation that gets another id', async () => {
    const acts = [
      act('ann', 'housing', 0),
      act('ann', 'new', 30),
      act('bob', 'parks', 30, { kind: 'replied', about: place('housing') }),
      act('bob', 'parks', 30, { kind: 'replied', about: place('new') }),
      act('cid', 'housing', 30, { kind: 'replied', about: place('new') }),
    ];
    await count(...acts);
    await storage.transaction((trx) => moveTalk(trx, place('housing'), place('new')));
    near((await presenceOf('ann', 'new'))?.count, 1.5);
    assert.equal(await presenceOf('ann', 'housing'), undefined);
    const { ties, weeks } = await everything(storage.db);
    assert.deepEqual(
      ties.map(({ one_id, other_id, count: sum }) => [one_id, other_id, sum]),
      [[place('new'), place('parks'), 2]],
    );
    assert.deepEqual(
      weeks.map(({ from_id, to_id, replies }) => [from_id, to_id, replies]),
      [[place('parks'), place('new'), 2]],
    );
  });

  it('is read anew after ten minutes, and after a failure', async () => {
    let reads = 0;
    const memory = createTalkMemory(async (now) => {
      reads++;
      if (reads === 2) throw new Error('away');
      return loadTalk(storage.db, [], now);
    });
    await memory(start);
    await memory(new Date(start.getTime() + 599_000));
    assert.equal(reads, 1);
    await assert.rejects(memory(new Date(start.getTime() + 600_000)));
    await memory(new Date(start.getTime() + 600_000));
    assert.equal(reads, 3);
  });

  async function presenceOf(who: string, where: string) {
    return storage.db
      .selectFrom('talk_presence')
      .selectAll()
      .where('person_id', '=', person(who))
      .where('conversation_id', '=', place(where))
      .executeTakeFirst();
  }
});

describe('outloud talk rebuild', () => {
  it('counts anew from the notes, replies and taps in the database', async () => {
    const databaseUrl = await testDatabaseUrl();
    const storage = await openStorage({ databaseUrl, dataDir: '/nowhere', logger: testLogger, clock: systemClock });
    try {
      await storage.transaction((trx) => insertNote(trx));
      const { code, out, complaint } = await outloud(['talk', 'rebuild'], { env: { DATABASE_URL: databaseUrl } });
      assert.deepEqual([code, complaint, out], [0, '', '{"counted":3}\n']);
      const rows = await storage.db
        .selectFrom('talk_presence')
        .select(['person_id', 'count'])
        .orderBy('person_id')
        .execute();
      assert.deepEqual(rows, [
        { person_id: person('ann'), count: 1 },
        { person_id: person('bob'), count: 1.5 },
      ]);
    } finally {
      await storage.stop();
    }
  });
});

/** A note of Ann's in Housing; Bob replied and tapped at the same moment. */
async function insertNote(db: Kysely<Database>): Promise<void> {
  const [community, update] = [newId<'community'>(), newId<'update'>()];
  const workspace_id = asId<'workspace'>('slack:T1');
  await db
    .insertInto('community')
    .values({
      id: community,
      conversation_id: place('housing'),
      workspace_id,
      name: 'Housing',
      kind: 'team',
      asked: 'members',
      weekdays: [1],
      time_of_day: '09:00',
      every_weeks: 1,
      themes: [],
      created_by: person('ann'),
      created_at: start,
      starts_at: start,
      stopped_at: null,
    })
    .execute();
  await db
    .insertInto('update')
    .values({
      id: update,
      person_id: person('ann'),
      round_id: null,
      prompt_id: null,
      question: 'What did you learn?',
      fields: JSON.stringify([{ label: 'In short', value: 'Survey wording' }]),
      draft: null,
      community_id: community,
      state: 'posted',
      delivery_id: null,
      created_at: start,
      posted_at: start,
      edited_at: null,
    })
    .execute();
  const bob = person('bob');
  await db
    .insertInto('update_tap')
    .values({ update_id: update, person_id: bob, tap: 'useful', tapped_at: start })
    .execute();
  const delivery = newId<'delivery'>();
  await db
    .insertInto('delivery')
    .values({
      id: delivery,
      workspace_id,
      lane: place('housing'),
      priority: 1,
      unprompted: false,
      state: 'settled',
      message: JSON.stringify({ text: '' }),
      not_before: start,
      created_at: start,
    })
    .execute();
  await db
    .insertInto('update_reply')
    .values({
      id: newId(),
      update_id: update,
      person_id: bob,
      text: 'Same here',
      delivery_id: delivery,
      created_at: start,
    })
    .execute();
}

/** A feature that holds these. */
function holding(acts: readonly HeldAct[]): HeldActs {
  return async function* () {
    yield acts;
  };
}

async function everything(db: Kysely<Database>) {
  const presence = await db
    .selectFrom('talk_presence')
    .selectAll()
    .orderBy('person_id')
    .orderBy('conversation_id')
    .execute();
  const ties = await db.selectFrom('talk_tie').selectAll().orderBy('one_id').orderBy('other_id').execute();
  const weeks = await db
    .selectFrom('talk_week')
    .selectAll()
    .orderBy('from_id')
    .orderBy('to_id')
    .orderBy('week')
    .execute();
  const rounded = <Row extends { count: number }>(row: Row) => ({ ...row, count: Number(row.count.toFixed(6)) });
  return { presence: presence.map(rounded), ties: ties.map(rounded), weeks };
}
