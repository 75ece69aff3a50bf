import assert from 'node:assert/strict';
import { createMovableClock, type MovableClock } from '../../src/base/clock.ts';
import { asId } from '../../src/base/ids.ts';
import type { ConversationId, PersonId } from '../../src/chat/ids.ts';
import { PlatformError } from '../../src/chat/platform.ts';
import { type NewDelivery, outbox } from '../../src/delivery/outbox.ts';
import { createWorker, type Worker } from '../../src/delivery/worker.ts';
import type { Storage } from '../../src/storage/storage.ts';
import type { DeliveryId } from '../../src/storage/tables/delivery.ts';
import { testLogger, testStorage } from '../support/database.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../support/memory-platform.ts';

const conversation: ConversationId = asId('slack:T1:C1');
const person: PersonId = asId('slack:T1:U1');

describe('the outbox and its worker', () => {
  let storage: Storage;
  let clock: MovableClock;
  let platform: MemoryPlatform;
  let worker: Worker;

  before(async () => {
    storage = await testStorage();
  });
  after(() => storage.stop());

  beforeEach(async () => {
    await storage.db.deleteFrom('delivery').execute();
    await storage.db.deleteFrom('throttle').execute();
    await storage.db.deleteFrom('direct_conversation').execute();
    clock = createMovableClock();
    use(createMemoryPlatform());
  });

  function use(next: MemoryPlatform): void {
    platform = next;
    worker = createWorker({ storage, platforms: new Map([['slack', platform]]), clock, logger: testLogger });
  }

  function post(text: string, change: Partial<NewDelivery> = {}): Promise<DeliveryId> {
    return storage.transaction((trx) =>
      outbox.post(trx, { to: { conversation }, message: { text }, priority: 'post', ...change }, clock.now()),
    );
  }

  function later(ms: number): void {
    clock.moveTo(new Date(clock.now().getTime() + ms));
  }

  async function stateOf(id: DeliveryId): Promise<{ state: string; reason: string | null }> {
    return storage.db.selectFrom('delivery').select(['state', 'reason']).where('id', '=', id).executeTakeFirstOrThrow();
  }

  it('sends what was committed, in the order it was put in', async () => {
    for (const text of ['one', 'two', 'three']) await post(text);
    await worker.drain();
    assert.deepEqual(platform.texts(), ['one', 'two', 'three']);
  });

  it('sends nothing of a transaction that failed', async () => {
    await assert.rejects(
      storage.transaction(async (trx) => {
        await outbox.post(trx, { to: { conversation }, message: { text: 'never' }, priority: 'post' }, clock.now());
        throw new Error('changed my mind');
      }),
    );
    await worker.drain();
    assert.deepEqual(platform.calls, []);
  });

  it('keeps the order while an earlier message waits to be tried again', async () => {
    platform.failures.push(new PlatformError('unavailable', 'down'));
    await post('first');
    await post('second');
    await worker.drain();
    assert.deepEqual(platform.texts(), []);
    later(2_000);
    await worker.drain();
    assert.deepEqual(platform.texts(), ['first', 'second']);
  });

  it('waits as long as it was asked to', async () => {
    platform.failures.push(new PlatformError('rate_limited', 'slow down', { retryAfterMs: 30_000 }));
    await post('patient');
    await worker.drain();
    later(29_000);
    await worker.drain();
    assert.deepEqual(platform.texts(), []);
    later(1_500);
    await worker.drain();
    assert.deepEqual(platform.texts(), ['patient']);
  });

  it('gives up what can never arrive, says why, and goes on with the rest', async () => {
    platform.failures.push(new PlatformError('forbidden', 'not_in_channel'));
    const lost = await post('lost');
    await post('next');
    await worker.drain();
    assert.equal((await stateOf(lost)).state, 'dead');
    assert.equal((await stateOf(lost)).reason, 'not_a_member');
    assert.deepEqual(platform.texts(), ['next']);
  });

  it('gives up after about three hours of failures', async () => {
    const id = await post('hopeless');
    for (let tries = 0; tries < 20; tries++) {
      platform.failures.push(new PlatformError('unavailable', 'down'));
      await worker.drain();
      later(15 * 60_000 + 1);
    }
    assert.equal((await stateOf(id)).state, 'dead');
    assert.equal(platform.calls.length, 20);
  });

  it('sends a newer wish for a message that waits, and only that', async () => {
    const id = await post('draft');
    await storage.transaction((trx) => outbox.update(trx, id, { text: 'final' }));
    await worker.drain();
    assert.deepEqual(platform.calls, ['post']);
    assert.deepEqual(platform.texts(), ['final']);
  });

  it('changes in place what stands there already', async () => {
    const id = await post('before');
    await worker.drain();
    await storage.transaction((trx) => outbox.update(trx, id, { text: 'after' }));
    await worker.drain();
    assert.deepEqual(platform.calls, ['post', 'update']);
    assert.deepEqual(platform.texts(), ['after']);
  });

  it('never sends what was withdrawn while it waited, and forgets its words', async () => {
    const id = await post('regret');
    await storage.transaction((trx) => outbox.remove(trx, id, 'withdrawn'));
    await worker.drain();
    assert.deepEqual(platform.calls, []);
    const row = await storage.db
      .selectFrom('delivery')
      .select('message')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    assert.deepEqual(row.message, { text: 'withdrawn' });
  });

  it('takes away what stands there, and an edit after that changes nothing', async () => {
    const id = await post('regret');
    await worker.drain();
    await storage.transaction((trx) => outbox.remove(trx, id, 'withdrawn'));
    await storage.transaction((trx) => outbox.update(trx, id, { text: 'zombie' }));
    await worker.drain();
    assert.deepEqual(platform.texts(), []);
    assert.deepEqual(platform.calls, ['post', 'remove']);
  });

  it('opens the direct chat once, for several messages', async () => {
    await post('hello', { to: { person } });
    await worker.drain();
    await post('again', { to: { person } });
    await worker.drain();
    assert.deepEqual(platform.calls, ['openDirect', 'post', 'post']);
  });

  it('waits for the message whose thread it stands in', async () => {
    const root = await post('root');
    await post('reply', { threadOf: root });
    await worker.drain();
    assert.equal(platform.posts[1]?.options.thread, platform.posts[0]?.ref.id);
  });

  it('does not overtake what waits for its hour, but lets others by', async () => {
    await post('tomorrow', { notBefore: new Date(clock.now().getTime() + 3_600_000) });
    await post('today');
    await worker.drain();
    assert.deepEqual(platform.texts(), ['today']);
    later(3_600_001);
    await worker.drain();
    assert.deepEqual(platform.texts(), ['today', 'tomorrow']);
  });

  it('drops what is too late to be of use, and says so', async () => {
    const id = await post('stale', { expiresAt: new Date(clock.now().getTime() + 1_000) });
    later(2_000);
    await worker.drain();
    assert.equal((await stateOf(id)).state, 'dead');
    assert.deepEqual(platform.calls, []);
  });

  it('asks whether a post whose answer was lost arrived, where the platform can say', async () => {
    use(createMemoryPlatform({ canFind: true }));
    platform.loseAnswer = true;
    await post('once');
    await worker.drain();
    later(2_000);
    await worker.drain();
    assert.deepEqual(platform.texts(), ['once']);
    // What arrived may be an older wish, so it is brought up to date; nothing is posted again.
    assert.deepEqual(platform.calls, ['post', 'findPost', 'update']);
  });

  it('takes over what a dead worker had in hand, once its lease is over', async () => {
    const id = await post('orphan');
    const lease = (minutes: number) =>
      storage.db
        .updateTable('delivery')
        .set({ state: 'sending', attempts: 1, lease_until: new Date(Date.now() + minutes * 60_000) })
        .where('id', '=', id)
        .execute();
    await lease(1);
    await worker.drain();
    assert.deepEqual(platform.calls, []);
    await lease(-1);
    await worker.drain();
    assert.deepEqual(platform.texts(), ['orphan']);
  });

  it('shares the work between workers without doubling it', async () => {
    for (let each = 0; each < 60; each++)
      await post(`message ${each}`, { to: { conversation: asId(`slack:T1:C${each}`) } });
    const second = createWorker({
      storage,
      platforms: new Map([['slack', platform]]),
      clock,
      logger: testLogger,
    });
    await Promise.all([worker.drain(), second.drain()]);
    assert.equal(new Set(platform.texts()).size, 60);
    assert.equal(platform.posts.length, 60);
  });

  it('starts, is woken, and stops after finishing what it has', async () => {
    worker.start();
    await post('awake');
    worker.wake();
    await worker.stop();
    await worker.drain();
    assert.deepEqual(platform.texts(), ['awake']);
  });
});
