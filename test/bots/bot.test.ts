import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { Registry } from 'prom-client';
import sinon from 'sinon';
import { systemClock } from '../../src/base/clock.ts';
import { asId } from '../../src/base/ids.ts';
import { createBot } from '../../src/bots/bot.ts';
import { sweepInbox } from '../../src/bots/inbox.ts';
import type { Bot } from '../../src/chat/bot.ts';
import type { Conversation, ConversationFacts } from '../../src/chat/conversation.ts';
import type { ActionEvent, Answers, ChatEvent, ThreadReplyEvent } from '../../src/chat/event.ts';
import type { ConversationId } from '../../src/chat/ids.ts';
import { note, nothing, type Reply } from '../../src/chat/reply.ts';
import { outbox } from '../../src/delivery/outbox.ts';
import type { Feature, Handler } from '../../src/features/feature.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { testLogger, testStorage } from '../support/database.ts';
import { createMemoryPlatform } from '../support/memory-platform.ts';

const direct = {
  id: asId<'conversation'>('slack:T1:D1'),
  workspace: asId<'workspace'>('slack:T1'),
  kind: 'direct' as const,
};
const channel = { ...direct, id: asId<'conversation'>('slack:T1:C1'), kind: 'channel' as const };
const all: Answers = { form: true, note: true, replace: true };
const none: Answers = { form: false, note: false, replace: false };

let count = 0;
function press(change: Partial<ActionEvent> = {}): ActionEvent {
  count++;
  return {
    kind: 'action',
    id: asId(`slack:event-${count}`),
    platform: 'slack',
    workspace: asId('slack:T1'),
    at: new Date(),
    person: { id: asId('slack:T1:U1'), workspace: asId('slack:T1'), name: 'Amina' },
    conversation: direct,
    answers: all,
    action: 'test.press',
    values: {},
    inputs: {},
    ...change,
  };
}

describe('the core', () => {
  let storage: Storage;
  const handler = sinon.stub<Parameters<Handler<ActionEvent>>, Promise<Reply>>();
  const lookUpPerson = sinon.stub().resolves();
  const lookAtPlace = sinon.stub().resolves();
  const wakeWorker = sinon.stub();

  before(async () => {
    storage = await testStorage();
  });
  after(() => storage.stop());
  beforeEach(async () => {
    sinon.resetHistory();
    handler.reset();
    handler.resolves(note('done'));
    await storage.db.deleteFrom('delivery').execute();
    await storage.db.deleteFrom('inbox').execute();
    await storage.db.deleteFrom('inbox_reply').execute();
  });

  function bot(feature: Partial<Feature> = {}): Bot {
    return createBot({
      features: [{ name: 'test', actions: { 'test.press': handler }, ...feature }],
      platforms: new Map([['slack', createMemoryPlatform({ profile: sinon.stub() })]]),
      transaction: (work) => storage.transaction(work),
      outbox,
      clock: systemClock,
      logger: testLogger,
      registry: new Registry(),
      wakeWorker,
      lookUpPerson,
      lookAtPlace,
    });
  }

  async function sent(): Promise<{ lane: string; text: string }[]> {
    const rows = await storage.db.selectFrom('delivery').select(['lane', 'message']).orderBy('seq').execute();
    return rows.map((row) => ({ lane: row.lane, text: row.message.text }));
  }

  it('hands an event to the feature that knows its name, and gives the reply back', async () => {
    assert.deepEqual(await bot().handle(press()), note('done'));
    assert.ok(handler.calledOnce);
    assert.ok(wakeWorker.calledOnce);
  });

  it('gives a redelivery the same reply without a second effect', async () => {
    const event = press();
    const core = bot();
    const replies = [await core.handle(event), await core.handle(event)];
    assert.deepEqual(replies, [note('done'), note('done')]);
    assert.ok(handler.calledOnce);
  });

  it('does so for twenty deliveries at once', async () => {
    handler.callsFake(async (event, { trx, now }) => {
      await outbox.post(trx, { to: { conversation: direct.id }, message: { text: event.id }, priority: 'post' }, now);
      return note('done');
    });
    const event = press();
    const core = bot();
    const replies = await Promise.all(Array.from({ length: 20 }, () => core.handle(event)));
    assert.ok(replies.every((reply) => reply.kind === 'note'));
    assert.equal((await sent()).length, 1);
  });

  it('keeps nothing of an event whose handler fails, tells the person, and takes it again', async () => {
    handler.onFirstCall().callsFake(async (_event, { trx, now }) => {
      await outbox.post(trx, { to: { conversation: direct.id }, message: { text: 'half' }, priority: 'post' }, now);
      throw new Error('broken');
    });
    handler.onSecondCall().resolves(note('mended'));
    const event = press();
    const core = bot();
    const reply = await core.handle(event);
    assert.ok(reply.kind === 'note' && /nothing was changed.*number: \w{8}/.test(reply.message.text));
    assert.deepEqual(await sent(), []);
    assert.deepEqual(await core.handle(event), note('mended'));
  });

  it('says kindly that a button or form has had its day', async () => {
    const stale = await bot().handle(press({ action: 'gone.away' }));
    assert.ok(stale.kind === 'note' && /had its day/.test(stale.message.text));
    const { action: _, values: __, ...base } = press();
    const form: ChatEvent = { ...base, kind: 'form', form: 'gone.away', state: '', button: 'submit' };
    const answer = await bot().handle(form);
    assert.ok(answer.kind === 'note' && /Nothing was saved/.test(answer.message.text));
  });

  it('takes no name that every object has for one of ours', async () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      const pressed = await bot().handle(press({ action: name }));
      assert.match(JSON.stringify(pressed), /"kind":"note"/);
      const { kind: _, action: __, values: ___, ...event } = press();
      const sent = await bot().handle({ ...event, kind: 'form', form: name, state: '', button: 'submit' });
      assert.match(JSON.stringify(sent), /"kind":"note"/);
      const chosen = await bot().handle({ ...event, id: asId(`slack:menu-${name}`), kind: 'shortcut', shortcut: name });
      assert.match(JSON.stringify(chosen), /"kind":"note"/);
    }
  });

  it('sends what cannot be given back: in private to the person, with a line where they asked', async () => {
    const here = { ...press({ answers: none, conversation: channel }) };
    assert.deepEqual(await bot().handle(here), nothing);
    assert.deepEqual(await sent(), [
      { lane: 'slack:T1:U1', text: 'done' },
      { lane: channel.id, text: 'I have answered you in our private chat.' },
    ]);
  });

  it('sends it to the direct chat where that is where they asked', async () => {
    await bot().handle(press({ answers: none }));
    assert.deepEqual(await sent(), [{ lane: direct.id, text: 'done' }]);
  });

  it('sends the card of a note as a message where the answer has room for words alone', async () => {
    const message = { text: 'a card', card: { type: 'AdaptiveCard', version: '1.5', body: [] } as const };
    handler.resolves(note(message));
    const answers: Answers = { form: true, note: 'words', replace: true };
    assert.deepEqual(await bot().handle(press({ answers })), nothing);
    assert.deepEqual(await sent(), [{ lane: direct.id, text: 'a card' }]);
    const inChannel = await bot().handle(press({ answers, conversation: channel }));
    assert.deepEqual(inChannel, note('I have answered you in our private chat.'));
    assert.deepEqual((await sent()).at(-1), { lane: 'slack:T1:U1', text: 'a card' });
    handler.resolves(note('just words'));
    assert.deepEqual(await bot().handle(press({ answers })), note('just words'));
  });

  it('keeps text that a database cannot hold from breaking anything', async () => {
    await bot().handle(press({ inputs: { text: 'a\0b \ud83d c' }, person: { ...press().person, name: 'A\0mina' } }));
    assert.equal(handler.firstCall.args[0].inputs.text, 'ab \ufffd c');
  });

  it('asks for a person’s profile once they are met, not again within a day', async () => {
    const person = { ...press().person, id: asId<'person'>('slack:T1:U99') };
    await bot().handle(press({ person }));
    assert.ok(lookUpPerson.calledOnce);
    await storage.db.updateTable('person').set({ refreshed_at: new Date() }).where('id', '=', person.id).execute();
    await bot().handle(press({ person }));
    assert.ok(lookUpPerson.calledOnce);
  });

  it('asks who is in a channel that it has not looked into, and where it was just added', async () => {
    const unseen = { ...channel, id: asId<'conversation'>('slack:T1:C77') };
    await bot().handle(press({ conversation: unseen }));
    assert.deepEqual(
      lookAtPlace.args.map(([, conversation]) => conversation),
      [unseen.id],
    );
    await storage.db.updateTable('conversation').set({ members_at: new Date() }).where('id', '=', unseen.id).execute();
    await bot().handle(press({ conversation: unseen }));
    await bot().handle(press({ conversation: direct }));
    assert.ok(lookAtPlace.calledOnce);
    const { action: _, values: __, inputs: ___, ...base } = press({ conversation: unseen });
    await bot().handle({ ...base, kind: 'membership', conversation: unseen, joined: [], left: [], bot: 'joined' });
    assert.ok(lookAtPlace.calledTwice);
  });

  it('tells features what a conversation has become, once, and has it looked at', async () => {
    const follow = sinon.stub().resolves();
    const place = { ...channel, id: asId<'conversation'>('slack:T1:C78'), name: '#old' };
    const { action: _, values: __, inputs: ___, ...base } = press({ conversation: place });
    const core = bot({ follow });
    await core.handle({ ...base, kind: 'membership', conversation: place, joined: [], left: [], bot: 'joined' });
    const happenings = () => follow.args.map(([happening]) => happening);
    const seen = happenings().length;
    const happened = (
      facts: ConversationFacts,
      change: { conversation?: Conversation; before?: ConversationId } = {},
    ) => core.handle({ ...base, id: asId(`e${Math.random()}`), conversation: place, kind: 'place', facts, ...change });
    await happened({ archived: true });
    await happened({ archived: true });
    assert.deepEqual(happenings().slice(seen), [{ kind: 'place-changed', conversation: place.id }]);
    assert.equal(lookAtPlace.lastCall.args[1], place.id);
    await happened({}, { conversation: { ...place, name: '#new' } });
    assert.deepEqual(happenings().at(-1), { kind: 'place-changed', conversation: place.id });
    const moved = { ...channel, id: asId<'conversation'>('slack:T1:C79') };
    await happened({ otherOrganisations: true }, { conversation: moved, before: place.id });
    assert.deepEqual(happenings().at(-1), { kind: 'place-changed', conversation: moved.id, before: place.id });
  });

  it('sends what is queued for a conversation, and changes what stands there, under its new id', async () => {
    const [from, to, elsewhere] = ['G1', 'C80', 'C81'].map((id) => asId<'conversation'>(`slack:T1:${id}`));
    assert.ok(from && to && elsewhere);
    const person = asId<'person'>('slack:T1:U1');
    const now = new Date();
    const post = (target: ConversationId, about = {}) =>
      storage.transaction((trx) =>
        outbox.post(trx, { to: { conversation: target }, message: { text: 'hello' }, priority: 'post', ...about }, now),
      );
    const queued = await post(from);
    const later = await post(from, { notBefore: new Date(now.getTime() + 3_600_000) });
    const about = await post(elsewhere, { onBehalfOf: from });
    const ref = { conversation: from, id: asId<'message'>('1732400000.000100') };
    const standing = await storage.transaction((trx) => outbox.adopt(trx, { text: 'hi' }, { person, ref, now }));

    const conversation = { ...channel, id: to };
    const { action: _, values: __, inputs: ___, ...base } = press({ conversation });
    await bot().handle({ ...base, kind: 'place', conversation, facts: {}, before: from });

    const rows = await storage.db.selectFrom('delivery').selectAll().execute();
    const laneOf = (id: string) => rows.find((row) => row.id === id)?.lane;
    assert.deepEqual([queued, later, standing, about].map(laneOf), [to, to, to, elsewhere]);
    assert.equal(rows.find(({ id }) => id === about)?.on_behalf_of, to);
    assert.deepEqual(rows.find(({ id }) => id === standing)?.message_ref, { ...ref, conversation: to });
    assert.equal(rows.find(({ id }) => id === queued)?.message_ref, null);
  });

  it('forgets replies after an hour and ids after a day', async () => {
    const event = press();
    await bot().handle(event);
    const kept = async () => ({
      id: await storage.db.selectFrom('inbox').selectAll().where('event_id', '=', event.id).executeTakeFirst(),
      reply: await storage.db.selectFrom('inbox_reply').selectAll().where('event_id', '=', event.id).executeTakeFirst(),
    });
    const sweepAfter = (hours: number) => sweepInbox(storage.db, new Date(Date.now() + hours * 3_600_000));
    await sweepAfter(0.5);
    assert.ok((await kept()).reply);
    await sweepAfter(1.5);
    assert.equal((await kept()).reply, undefined);
    assert.ok((await kept()).id);
    await sweepAfter(27);
    assert.equal((await kept()).id, undefined);
  });

  it('forgets very many as well', async () => {
    await sql`insert into inbox (event_id, received_at)
      select 'many ' || n, now() from generate_series(1, 12000) as n`.execute(storage.db);
    await sql`insert into inbox_reply (event_id, reply, kept_at)
      select event_id, '{"kind": "nothing"}', received_at from inbox`.execute(storage.db);
    const count = () =>
      sql<object>`select (select count(*) from inbox) as count, (select count(*) from inbox_reply) as replies`.execute(
        storage.db,
      );
    await sweepInbox(storage.db, new Date(Date.now() + 2 * 3_600_000));
    assert.deepEqual((await count()).rows, [{ count: 12_000, replies: 0 }]);
    await sweepInbox(storage.db, new Date(Date.now() + 30 * 3_600_000));
    assert.deepEqual((await count()).rows, [{ count: 0, replies: 0 }]);
  });

  describe('what is said in a thread', () => {
    const reply: ThreadReplyEvent = {
      kind: 'thread-reply',
      id: asId('slack:thread-1'),
      platform: 'slack',
      workspace: asId('slack:T1'),
      at: new Date(),
      person: { id: asId('slack:T1:UTHREAD'), workspace: asId('slack:T1'), name: 'Overheard' },
      conversation: { ...channel, id: asId('slack:T1:CTHREAD') },
      answers: none,
      change: 'written',
      text: 'between us',
      mentions: [],
      message: { conversation: asId('slack:T1:CTHREAD'), id: asId('2'), thread: asId('1') },
    };
    const kept = () =>
      storage.db.selectFrom('person').select('id').where('id', '=', reply.person.id).executeTakeFirst();

    it('is dropped where no feature hears it, and who said it is not kept', async () => {
      const threadReply = sinon.stub().resolves(nothing);
      assert.deepEqual(await bot({ hears: async () => false, threadReply }).handle(reply), nothing);
      assert.deepEqual(await bot({ threadReply }).handle({ ...reply, id: asId('slack:thread-2') }), nothing);
      sinon.assert.notCalled(threadReply);
      assert.equal(await kept(), undefined);
    });

    it('reaches the features where one hears it', async () => {
      const threadReply = sinon.stub().resolves(nothing);
      await bot({ hears: async () => true, threadReply }).handle({ ...reply, id: asId('slack:thread-3') });
      sinon.assert.calledOnce(threadReply);
      assert.ok(await kept());
    });
  });
});
