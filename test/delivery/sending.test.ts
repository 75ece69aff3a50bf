import assert from 'node:assert/strict';
import { createMovableClock, type MovableClock } from '../../src/base/clock.ts';
import { asId } from '../../src/base/ids.ts';
import type { ConversationId, PersonId, PlatformName } from '../../src/chat/ids.ts';
import { type Platform, PlatformError } from '../../src/chat/platform.ts';
import { release, releaseAll } from '../../src/delivery/holding.ts';
import { type NewDelivery, outbox } from '../../src/delivery/outbox.ts';
import { createWorker, type Worker, type WorkerOptions } from '../../src/delivery/worker.ts';
import type { Storage } from '../../src/storage/storage.ts';
import type { DeliveryId } from '../../src/storage/tables/delivery.ts';
import { testLogger, testStorage } from '../support/database.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../support/memory-platform.ts';
import { until } from '../support/until.ts';

const channel = (name: string): ConversationId => asId(`slack:T1:C${name}`);
const amina: PersonId = asId('slack:T1:UAMINA');
const unavailable = () => new PlatformError('unavailable', 'down');

describe('sending', () => {
  let storage: Storage;
  let clock: MovableClock;
  let platform: MemoryPlatform;
  let worker: Worker;
  const workers: Worker[] = [];

  before(async () => {
    storage = await testStorage();
  });
  after(() => storage.stop());

  beforeEach(async () => {
    for (const table of ['delivery', 'direct_conversation', 'throttle'] as const) {
      await storage.db.deleteFrom(table).execute();
    }
    clock = createMovableClock();
    platform = createMemoryPlatform();
    worker = workerWith({});
  });
  afterEach(async () => {
    for (const each of workers.splice(0)) await each.stop();
  });

  function workerWith(change: Partial<WorkerOptions>): Worker {
    const platforms = new Map<PlatformName, Platform>([['slack', platform]]);
    const made = createWorker({ storage, platforms, clock, logger: testLogger, ...change });
    workers.push(made);
    return made;
  }

  function post(text: string, change: Partial<NewDelivery> = {}): Promise<DeliveryId> {
    const usual = { to: { conversation: channel('1') }, message: { text }, priority: 'post' } as const;
    return storage.transaction((trx) => outbox.post(trx, { ...usual, ...change }, clock.now()));
  }

  function rowOf(id: DeliveryId) {
    return storage.db.selectFrom('delivery').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  }

  function later(ms: number): void {
    clock.moveTo(new Date(clock.now().getTime() + ms));
  }

  describe('in which order', () => {
    it('goes by priority: an inject, an answer, a post, a prompt, a digest', async () => {
      for (const priority of ['digest', 'prompt', 'post', 'answer', 'inject'] as const) {
        await post(priority, { priority, to: { conversation: channel(priority) } });
      }
      await post('late digest', { priority: 'digest' });
      await post('late answer', { priority: 'answer' });
      await worker.drain();
      assert.deepEqual(platform.texts(), [
        'inject',
        'answer',
        'late answer',
        'post',
        'prompt',
        'digest',
        'late digest',
      ]);
    });

    it('keeps what is equal in one conversation in the order it was put in, however much there is', async () => {
      const wanted = Array.from({ length: 40 }, (_, index) => ({
        to: { conversation: channel(String(index % 4)) },
        message: { text: String(index) },
        priority: 'post' as const,
      }));
      await storage.transaction((trx) => outbox.postAll(trx, wanted, clock.now()));
      await worker.drain();
      for (let lane = 0; lane < 4; lane++) {
        const numbers = platform.posts.map((each) => Number(each.message.text)).filter((each) => each % 4 === lane);
        assert.deepEqual(
          numbers,
          numbers.toSorted((one, other) => one - other),
        );
      }
      assert.equal(platform.posts.length, 40);
    });

    it('lets an answer by while a prompt in the same conversation waits to be tried again', async () => {
      platform.failures.push(unavailable());
      await post('prompt', { priority: 'prompt' });
      await worker.drain();
      await post('next prompt', { priority: 'prompt' });
      await post('answer', { priority: 'answer' });
      await worker.drain();
      assert.deepEqual(platform.texts(), ['answer']);
      later(1_000);
      await worker.drain();
      assert.deepEqual(platform.texts(), ['answer', 'prompt', 'next prompt']);
    });

    it('never puts a reply before the message whose thread it stands in, whatever its priority', async () => {
      const root = await post('digest', { priority: 'digest' });
      await post('reply', { priority: 'inject', threadOf: root });
      await worker.drain();
      assert.deepEqual(platform.texts(), ['digest', 'reply']);
      assert.equal(platform.posts[1]?.options.thread, platform.posts[0]?.ref.id);
    });

    it('gives up a reply whose thread was withdrawn before it was posted', async () => {
      const root = await post('root', { notBefore: new Date(clock.now().getTime() + 60_000) });
      const reply = await post('reply', { threadOf: root });
      await storage.transaction((trx) => outbox.remove(trx, root, 'withdrawn'));
      await worker.drain();
      assert.equal((await rowOf(reply)).reason, 'thread_gone');
      assert.deepEqual(platform.calls, []);
    });
  });

  describe('how fast', () => {
    const everyMs = 40;
    const slow = [
      { per: 'conversation', calls: ['post'], rates: [{ calls: 1, withinMs: everyMs, burst: 1 }] },
    ] as const;

    it('keeps to the limits of the platform', async () => {
      platform = createMemoryPlatform({ rates: slow });
      worker = workerWith({});
      const times: number[] = [];
      platform.onPost = () => times.push(performance.now());
      for (const text of ['one', 'two', 'three', 'four']) await post(text);
      await worker.drain();
      assert.equal(times.length, 4);
      for (let each = 1; each < times.length; each++) {
        assert.ok((times[each] ?? 0) - (times[each - 1] ?? 0) >= everyMs - 2);
      }
    });

    it('does not let a conversation at its limit hold up another', async () => {
      const minute = [{ per: 'conversation', calls: ['post'], rates: [{ calls: 1, withinMs: 60_000 }] }] as const;
      platform = createMemoryPlatform({ rates: minute });
      worker = workerWith({});
      for (const text of ['one', 'two']) await post(text);
      for (const name of ['2', '3', '4']) await post(name, { to: { conversation: channel(name) } });
      worker.start();
      await until(() => platform.posts.length === 4);
      assert.deepEqual(platform.texts().toSorted(), ['2', '3', '4', 'one']);
    });

    it('remembers for other processes what a refusal taught', async () => {
      platform.failures.push(new PlatformError('rate_limited', 'slow down', { retryAfterMs: 60_000 }));
      await post('patient');
      await worker.drain();
      const [throttle] = await storage.db.selectFrom('throttle').selectAll().execute();
      assert.equal(throttle?.scope, channel('1'));
      assert.ok(Math.abs((throttle?.share ?? 0) - 0.85) < 1e-6);
      assert.equal(throttle?.blocked_until.getTime(), throttle.learnt_at.getTime() + 60_000);
    });

    it('lets one workspace be sent to while another one hangs', async () => {
      const hanging = Promise.withResolvers<void>();
      platform.onPost = (to) => (to.startsWith('slack:T2') ? hanging.promise : undefined);
      await post('stuck', { to: { conversation: asId('slack:T2:C1') } });
      await post('through');
      worker.start();
      await until(() => platform.texts().includes('through'));
      assert.deepEqual(platform.texts(), ['through']);
      hanging.resolve();
    });
  });

  describe('when it fails', () => {
    it('leaves a service in trouble alone for a while, and loses no try of those that wait', async () => {
      for (const name of ['1', '2', '3', '4', '5', '6']) await post(name, { to: { conversation: channel(name) } });
      for (let each = 0; each < 50; each++) platform.failures.push(unavailable());
      await worker.drain();
      const triedAtOnce = platform.calls.length;
      assert.ok(triedAtOnce <= 6);
      platform.failures.length = 0;
      later(31_000);
      await worker.drain();
      assert.equal(platform.texts().length, 6);
    });

    it('does not ask after a post that surely never left', async () => {
      platform = createMemoryPlatform({ canFind: true });
      worker = workerWith({});
      platform.failures.push(new PlatformError('unavailable', 'refused', { neverSent: true }));
      await post('once');
      await worker.drain();
      later(2_000);
      await worker.drain();
      assert.deepEqual(platform.calls, ['post', 'post']);
      assert.equal(platform.posts[0]?.options.repeat, undefined);
    });

    it('says that it may be there twice where the platform cannot tell', async () => {
      platform.loseAnswer = true;
      await post('twice');
      await worker.drain();
      later(2_000);
      await worker.drain();
      assert.deepEqual(
        platform.posts.map(({ options }) => [
          options.deliveryId === platform.posts[0]?.options.deliveryId,
          options.repeat,
        ]),
        [
          [true, undefined],
          [true, true],
        ],
      );
    });

    it('asks after a lost post before taking away what was withdrawn meanwhile', async () => {
      platform = createMemoryPlatform({ canFind: true });
      worker = workerWith({});
      platform.loseAnswer = true;
      const id = await post('regret');
      await worker.drain();
      await storage.transaction((trx) => outbox.remove(trx, id, 'withdrawn'));
      await worker.drain();
      assert.deepEqual(platform.calls, ['post', 'findPost', 'remove']);
      assert.deepEqual(platform.texts(), []);
    });

    it('says that a withdrawn message may still be there, where nobody can find it', async () => {
      platform.loseAnswer = true;
      const id = await post('regret');
      await worker.drain();
      await storage.transaction((trx) => outbox.remove(trx, id, 'withdrawn'));
      await worker.drain();
      const row = await rowOf(id);
      assert.equal(row.reason, 'perhaps_still_there');
      assert.deepEqual(row.message, { text: 'withdrawn' });
    });

    it('names the obstacle that a person can do something about', async () => {
      platform.failures.push(new PlatformError('forbidden', 'is_archived', { obstacle: 'archived' }));
      const id = await post('lost');
      await worker.drain();
      assert.equal((await rowOf(id)).reason, 'archived');
    });

    it('takes back nothing that another process has done meanwhile', async () => {
      const hanging = Promise.withResolvers<void>();
      platform.onPost = () => hanging.promise;
      const id = await post('slow');
      const draining = worker.drain();
      await until(async () => (await rowOf(id)).state === 'sending');
      const ref = JSON.stringify({ conversation: channel('1'), id: 'elsewhere' });
      await storage.db
        .updateTable('delivery')
        .set({ state: 'settled', message_ref: ref, attempts: 5, sent_revision: 1 })
        .where('id', '=', id)
        .execute();
      hanging.resolve();
      await draining;
      assert.equal((await rowOf(id)).message_ref?.id, 'elsewhere');
    });
  });

  describe('to a person', () => {
    it('opens the direct chat by posting, where the platform can', async () => {
      platform = createMemoryPlatform({ postsDirect: true });
      worker = workerWith({});
      await post('hello', { to: { person: amina } });
      await worker.drain();
      await post('again', { to: { person: amina } });
      await worker.drain();
      assert.deepEqual(platform.calls, ['postDirect', 'post']);
      assert.deepEqual(
        platform.posts.map(({ ref }) => ref.conversation),
        [`${amina}:direct`, `${amina}:direct`],
      );
    });

    it('waits for a moment that suits them, across a restart, when it was not asked for', async () => {
      const suits = new Date(clock.now().getTime() + 3_600_000);
      const suitableAt: WorkerOptions['suitableAt'] = async (deliveries, now) =>
        new Map(deliveries.map(({ id }) => [id, now >= suits ? now : suits]));
      await post('prompt', { to: { person: amina }, unprompted: true });
      await post('answer', { to: { person: amina } });
      await workerWith({ suitableAt }).drain();
      assert.deepEqual(platform.texts(), ['answer']);
      later(3_600_000);
      await workerWith({ suitableAt }).drain();
      assert.deepEqual(platform.texts(), ['answer', 'prompt']);
    });
  });

  describe('a workspace that is silent', () => {
    let silent: boolean;

    beforeEach(() => {
      silent = true;
      worker = workerWith({ isSilent: async () => silent });
    });

    it('is sent answers, and nothing that nobody asked for, to people or to channels', async () => {
      await post('question', { to: { person: amina }, unprompted: true, priority: 'prompt' });
      await post('announcement', { priority: 'post' });
      await post('digest', { priority: 'digest' });
      await post('answer', { to: { person: amina }, priority: 'answer' });
      await worker.drain();
      assert.deepEqual(platform.texts(), ['answer']);
      later(40 * 24 * 3_600_000);
      await worker.drain();
      await workerWith({ isSilent: async () => silent }).drain();
      assert.deepEqual(platform.texts(), ['answer']);
    });

    it('gets what is not too late once the silence is over', async () => {
      await post('question', { to: { person: amina }, unprompted: true, priority: 'prompt' });
      await post('old', {
        to: { person: amina },
        unprompted: true,
        expiresAt: new Date(clock.now().getTime() + 60_000),
      });
      await worker.drain();
      await release(storage.db, amina);
      await worker.drain();
      assert.deepEqual(platform.texts(), []);
      later(120_000);
      silent = false;
      await releaseAll(storage.db, asId('slack:T1'));
      await worker.drain();
      assert.deepEqual(platform.texts(), ['question']);
    });
  });

  describe('what a calendar holds', () => {
    const hourMs = 3_600_000;
    let suits: Date;
    const suitableAt: WorkerOptions['suitableAt'] = async (deliveries, now) =>
      new Map(deliveries.map(({ id }) => [id, now >= suits ? now : suits]));
    const prompt = { to: { person: amina }, unprompted: true, priority: 'prompt' } as const;

    beforeEach(() => {
      suits = new Date(clock.now().getTime() + 24 * hourMs);
      worker = workerWith({ suitableAt });
    });

    it('comes at once when the calendar has changed, and not before it allows it', async () => {
      await post('question', prompt);
      await worker.drain();
      later(hourMs);
      await release(storage.db, amina);
      await worker.drain();
      assert.deepEqual(platform.texts(), []);
      suits = clock.now();
      await worker.drain();
      assert.deepEqual(platform.texts(), []);
      await release(storage.db, amina);
      await worker.drain();
      assert.deepEqual(platform.texts(), ['question']);
    });

    it('is not hurried where it waits for a time of its own, or for another try', async () => {
      await post('at four', { ...prompt, notBefore: new Date(clock.now().getTime() + hourMs) });
      suits = clock.now();
      platform.failures.push(new PlatformError('rate_limited', 'slow down', { retryAfterMs: hourMs }));
      await post('refused', prompt);
      await worker.drain();
      await release(storage.db, amina);
      await worker.drain();
      assert.deepEqual(platform.texts(), []);
    });

    it('lets answers by, and has not used up its tries', async () => {
      platform.failures.push(unavailable());
      suits = clock.now();
      const id = await post('question', prompt);
      await worker.drain();
      suits = new Date(clock.now().getTime() + 24 * hourMs);
      later(10_000);
      await worker.drain();
      await post('answer', { to: { person: amina }, priority: 'answer' });
      await worker.drain();
      assert.deepEqual(platform.texts(), ['answer']);
      const { state, attempts, not_before } = await rowOf(id);
      assert.deepEqual([state, attempts, not_before.getTime()], ['waiting', 0, suits.getTime()]);
    });

    it('is dropped when it is too late, forgets its words, and is reported to nobody', async () => {
      const id = await post('question', { ...prompt, expiresAt: new Date(clock.now().getTime() + hourMs) });
      await worker.drain();
      later(2 * hourMs);
      await worker.drain();
      suits = clock.now();
      await release(storage.db, amina);
      await worker.drain();
      const { state, wanted, message, sent_at } = await rowOf(id);
      assert.deepEqual([state, wanted, message, sent_at], ['settled', 'gone', { text: '' }, null]);
      assert.deepEqual(platform.calls, []);
    });

    it('is known to have been sent from when it first stood there, whatever is changed later', async () => {
      suits = clock.now();
      const id = await post('question', prompt);
      await worker.drain();
      const { sent_at } = await rowOf(id);
      assert.ok(sent_at);
      later(hourMs);
      await storage.transaction((trx) => outbox.update(trx, id, { text: 'another' }));
      await worker.drain();
      assert.deepEqual((await rowOf(id)).sent_at, sent_at);
    });
  });

  describe('by several processes', () => {
    it('is done by one of them a workspace, and taken over when that one is gone', async () => {
      const hanging = Promise.withResolvers<void>();
      platform.onPost = () => hanging.promise;
      await post('first');
      const one = workerWith({});
      one.start();
      await until(() => platform.calls.length === 1);
      const other = workerWith({});
      await post('second', { to: { conversation: channel('2') } });
      assert.equal(await other.drain(), 0);
      hanging.resolve();
      await one.stop();
      await other.drain();
      assert.deepEqual(platform.texts().toSorted(), ['first', 'second']);
    });

    it('starts as carefully as if it had sent itself what was sent before it', async () => {
      const minute = [{ per: 'conversation', calls: ['post'], rates: [{ calls: 1, withinMs: 20_000 }] }] as const;
      platform = createMemoryPlatform({ rates: minute });
      await post('first');
      await workerWith({}).drain();
      await post('second');
      const next = workerWith({});
      next.start();
      await post('elsewhere', { to: { conversation: channel('2') } });
      next.wake();
      await until(() => platform.texts().includes('elsewhere'));
      assert.deepEqual(platform.texts(), ['first', 'elsewhere']);
    });
  });

  it('leaves alone what belongs to a platform that is not connected', async () => {
    const id = await post('for Teams', { to: { conversation: asId('teams:t1:c:19:abc') } });
    await worker.drain();
    assert.equal((await rowOf(id)).state, 'pending');
    assert.equal((await rowOf(id)).attempts, 0);
  });
});
