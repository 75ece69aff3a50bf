import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { Registry } from 'prom-client';
import { systemClock } from '../../src/base/clock.ts';
import { asId } from '../../src/base/ids.ts';
import { createBot } from '../../src/bots/bot.ts';
import { type Bot, Busy } from '../../src/chat/bot.ts';
import type { ActionEvent, Answers } from '../../src/chat/event.ts';
import { note, nothing, type Reply } from '../../src/chat/reply.ts';
import { outbox } from '../../src/delivery/outbox.ts';
import type { Handling } from '../../src/features/feature.ts';
import { createLookUp } from '../../src/people/refresh.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import { testDatabaseUrl, testLogger } from '../support/database.ts';
import { createMemoryPlatform } from '../support/memory-platform.ts';

const workspace = asId<'workspace'>('slack:T1');
const noted: Answers = { form: false, note: true, replace: false };
const silent: Answers = { form: false, note: false, replace: false };

/** Many at once, in one process and in two: what holds for one event holds for each of them. */
describe('many events at once', () => {
  let storages: Storage[];
  let storage: Storage;
  let registry: Registry;
  let handle: (event: ActionEvent, handling: Handling) => Promise<Reply>;

  before(async () => {
    const databaseUrl = await testDatabaseUrl();
    const open = () => openStorage({ databaseUrl, dataDir: '/nowhere', logger: testLogger, clock: systemClock });
    storages = [await open(), await open()];
    [storage] = storages as [Storage];
  });
  after(async () => {
    for (const each of storages) await each.stop();
  });
  beforeEach(async () => {
    for (const table of ['delivery', 'inbox', 'inbox_reply', 'person', 'conversation'] as const) {
      await storage.db.deleteFrom(table).execute();
    }
    handle = postIts;
  });

  function bot(used = storage): Bot {
    registry = new Registry();
    return createBot({
      features: [{ name: 'test', actions: { 'test.press': (event, handling) => handle(event, handling) } }],
      platforms: new Map([['slack', createMemoryPlatform()]]),
      transaction: (work) => used.transaction(work),
      outbox,
      clock: systemClock,
      logger: testLogger,
      registry,
      wakeWorker() {},
      async lookUpPerson() {},
      async lookAtPlace() {},
    });
  }

  let count = 0;
  function press(change: { place?: string; person?: string; text?: string; answers?: Answers } = {}): ActionEvent {
    count += 1;
    const { place = 'C1', person = 'U1', text = String(count), answers = noted } = change;
    return {
      kind: 'action',
      id: asId(`slack:press-${count}`),
      platform: 'slack',
      workspace,
      at: new Date(),
      person: { id: asId(`slack:T1:${person}`), workspace, name: person },
      conversation: { id: asId(`slack:T1:${place}`), workspace, kind: 'channel', name: place },
      answers,
      action: 'test.press',
      values: { text },
      inputs: {},
    };
  }

  /** Saves and sends. */
  async function postIts({ conversation, values }: ActionEvent, { trx, now }: Handling): Promise<Reply> {
    const text = values.text ?? '';
    if (conversation) {
      await outbox.post(trx, { to: { conversation: conversation.id }, message: { text }, priority: 'post' }, now);
    }
    return note(`did ${text}`);
  }

  async function sent(place = 'C1'): Promise<string[]> {
    const rows = await storage.db
      .selectFrom('delivery')
      .select('message')
      .where('lane', '=', asId<'conversation'>(`slack:T1:${place}`))
      .orderBy('seq')
      .execute();
    return rows.map(({ message }) => message.text);
  }

  async function figure(outcome: string): Promise<number> {
    const metric = await registry.getSingleMetric('outloud_inbound_seconds')?.get();
    const found = metric?.values.find(
      ({ labels, ...value }) =>
        labels.outcome === outcome && 'metricName' in value && String(value.metricName).endsWith('_count'),
    );
    return found?.value ?? 0;
  }

  it('the same one fifty times has one effect and one reply', async () => {
    const core = bot();
    const event = press({ text: 'once' });
    const replies = await Promise.all(Array.from({ length: 50 }, () => core.handle(event)));
    assert.deepEqual(
      new Set(replies.map((reply) => JSON.stringify(reply))),
      new Set([JSON.stringify(note('did once'))]),
    );
    assert.deepEqual(await sent(), ['once']);
    assert.deepEqual([await figure('handled'), await figure('repeated')], [1, 49]);
  });

  it('the same ones in two processes have one effect each, and the reply of whoever was first', async () => {
    let handled = 0;
    handle = async (event, handling) => {
      handled += 1;
      await pause(2);
      await postIts(event, handling);
      return note(`did ${event.values.text}, as number ${handled}`);
    };
    const cores = storages.map((each) => bot(each));
    const events = Array.from({ length: 30 }, (_, index) => press({ place: `C${index % 5}` }));
    const [first = [], second = []] = await Promise.all(
      cores.map((core, index) =>
        Promise.all((index === 0 ? events : events.toReversed()).map((event) => core.handle(event))),
      ),
    );
    assert.deepEqual(second.toReversed(), first);
    for (const place of [0, 1, 2, 3, 4]) assert.equal(new Set(await sent(`C${place}`)).size, 6);
    assert.equal((await storage.db.selectFrom('delivery').select('id').execute()).length, 30);
  });

  it('those of one conversation happen in the order in which they came', async () => {
    handle = async (event, handling) => {
      // The earlier, the slower.
      await pause(Math.max(0, 12 - Number(event.values.text)));
      return postIts(event, handling);
    };
    const core = bot();
    const texts = Array.from({ length: 40 }, (_, index) => String(index));
    const events = texts.flatMap((text) => [press({ text }), press({ text, place: 'C2', person: 'U2' })]);
    await Promise.all(events.map((event) => core.handle(event)));
    assert.deepEqual([await sent('C1'), await sent('C2')], [texts, texts]);
  });

  it('one that fails takes no neighbour with it', async () => {
    handle = async (event, handling) => {
      const reply = await postIts(event, handling);
      if (event.values.text === 'throws') throw new Error('broken');
      if (event.values.text === 'statement') await sql`select * from nowhere`.execute(handling.trx);
      return reply;
    };
    const core = bot();
    const texts = ['a', 'b', 'throws', 'c', 'statement', 'd', 'e'];
    const elsewhere = texts.map((text) => press({ text, place: 'C2', person: 'U2' }));
    const [replies] = await Promise.all([
      Promise.all(texts.map((text) => core.handle(press({ text })))),
      Promise.all(elsewhere.map((event) => core.handle(event))),
    ]);
    assert.deepEqual(
      replies.map((reply) => (reply.kind === 'note' ? reply.message.text.slice(0, 9) : '')),
      ['did a', 'did b', 'Something', 'did c', 'Something', 'did d', 'did e'],
    );
    for (const place of ['C1', 'C2']) assert.deepEqual(await sent(place), ['a', 'b', 'c', 'd', 'e']);
    assert.equal(await figure('failed'), 4);
  });

  it('one that fails and whose person cannot be told is left to be sent again, and taken then', async () => {
    const core = bot();
    const event = press({ text: 'again', answers: silent });
    handle = () => Promise.reject(new Error('broken'));
    await assert.rejects(core.handle(event), /broken/);
    handle = async (again, handling) => {
      await postIts(again, handling);
      return nothing;
    };
    assert.deepEqual(await core.handle(event), nothing);
    assert.deepEqual(await sent(), ['again']);
  });

  it('what fails for a passing reason is tried again, once', async () => {
    let tries = 0;
    handle = async (event, handling) => {
      tries += 1;
      await postIts(event, handling);
      if (event.values.text === 'always' || tries === 1) throw Object.assign(new Error('deadlock'), { code: '40P01' });
      return note('done');
    };
    const core = bot();
    assert.deepEqual(await core.handle(press({ text: 'passing' })), note('done'));
    assert.equal(tries, 2);
    await core.handle(press({ text: 'always' }));
    assert.equal(tries, 4);
    assert.deepEqual(await sent(), ['passing']);
  });

  it('a connection that breaks under an event is no loss', async () => {
    let isFirst = true;
    handle = async (event, handling) => {
      await postIts(event, handling);
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(handling.trx);
      if (isFirst) await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(storage.db);
      isFirst = false;
      return note('done');
    };
    assert.deepEqual(await bot().handle(press({ text: 'kept' })), note('done'));
    assert.deepEqual(await sent(), ['kept']);
  });

  it('two that lock the same rows in opposite order both happen', async () => {
    await storage.db
      .insertInto('person')
      .values(['A', 'B'].map((id) => ({ id: asId<'person'>(id), workspace_id: workspace, name: id, external: false })))
      .execute();
    handle = async (event, handling) => {
      for (const id of (event.values.text ?? '').split('')) {
        await sql`update person set name = name || '.' where id = ${id}`.execute(handling.trx);
        await pause(100);
      }
      return postIts(event, handling);
    };
    const core = bot();
    await Promise.all([
      core.handle(press({ text: 'AB' })),
      core.handle(press({ text: 'BA', place: 'C2', person: 'U2' })),
    ]);
    assert.deepEqual([await sent('C1'), await sent('C2')], [['AB'], ['BA']]);
    const { rows } = await sql<{ name: string }>`select name from person where id in ('A', 'B') order by id`.execute(
      storage.db,
    );
    assert.deepEqual(rows, [{ name: 'A..' }, { name: 'B..' }]);
  });

  it('more than it can hold are refused, and those that were taken are not harmed', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    handle = async (event, handling) => {
      await held;
      return postIts(event, handling);
    };
    const core = bot();
    const taken: Promise<Reply>[] = [];
    let refused = 0;
    for (let index = 0; index < 400; index += 1) {
      const reply = core.handle(press({ place: `C${index % 20}` }));
      reply.catch(() => undefined);
      taken.push(reply);
    }
    await pause(20);
    release();
    for (const outcome of await Promise.allSettled(taken)) {
      if (outcome.status === 'rejected') {
        assert.ok(outcome.reason instanceof Busy);
        refused += 1;
      }
    }
    const kept = await storage.db.selectFrom('delivery').select('id').execute();
    assert.ok(refused > 100 && refused < 200, String(refused));
    assert.equal(kept.length, 400 - refused);
    assert.equal(await figure('busy'), refused);
    assert.deepEqual(await core.handle(press({ text: 'after' })), note('did after'));
  });

  it('one place that is beset leaves room for the others', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    handle = async (event, handling) => {
      if (event.conversation?.id.endsWith('C1')) await held;
      return postIts(event, handling);
    };
    const core = bot();
    const beset = Array.from({ length: 200 }, () => core.handle(press()).catch((error: unknown) => error));
    assert.deepEqual(await core.handle(press({ text: 'elsewhere', place: 'C2', person: 'U2' })), note('did elsewhere'));
    release();
    const outcomes = await Promise.all(beset);
    assert.ok(outcomes.filter((each) => each instanceof Busy).length > 100);
  });

  it('people who are known already are not written, nor waited for', async () => {
    const core = bot();
    await core.handle(press());
    const versions = () => sql`select xmin from person union all select xmin from conversation`.execute(storage.db);
    const before = await versions();
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const begun = storage.transaction(async (trx) => {
      await sql`select * from person, conversation for update`.execute(trx);
      await held;
    });
    await Promise.all([1, 2, 3].map(() => core.handle(press())));
    release();
    await begun;
    assert.deepEqual((await versions()).rows, before.rows);
  });

  it('what is new about a person or a place is kept', async () => {
    const core = bot();
    const event = press({ person: '' });
    await core.handle(event);
    const { person, conversation } = event;
    assert.ok(conversation);
    await core.handle({
      ...press(),
      person: { ...person, name: 'Maya', timeZone: 'Europe/Paris', locale: 'fr' },
      conversation: { ...conversation, name: 'renamed' },
    });
    // Less than what is known changes nothing.
    const { name: _, ...unnamed } = conversation;
    await core.handle({ ...press(), person: { ...person, name: 'maya.k' }, conversation: unnamed });
    const known = await storage.db.selectFrom('person').select(['name', 'time_zone', 'locale']).execute();
    assert.deepEqual(known, [{ name: 'Maya', time_zone: 'Europe/Paris', locale: 'fr' }]);
    assert.deepEqual(await storage.db.selectFrom('conversation').select('name').execute(), [{ name: 'renamed' }]);
  });

  it('a person is looked up once, not at every press until the answer is there', async () => {
    const asked: string[] = [];
    let now = new Date('2026-11-24T09:00:00Z');
    const lookUp = createLookUp(async (_trx, id) => void asked.push(id), { now: () => now });
    const { person } = press();
    await storage.transaction(async (trx) => {
      await lookUp(trx, person.id);
      await lookUp(trx, person.id);
      now = new Date('2026-11-24T09:02:00Z');
      await lookUp(trx, person.id);
    });
    assert.deepEqual(asked, [person.id, person.id]);
  });
});
