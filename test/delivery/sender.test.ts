import assert from 'node:assert/strict';
import sinon from 'sinon';
import { createMovableClock, type MovableClock } from '../../src/base/clock.ts';
import { asId } from '../../src/base/ids.ts';
import type { ConversationId, PersonId, PlatformName } from '../../src/chat/ids.ts';
import { type Platform, PlatformError } from '../../src/chat/platform.ts';
import { carryOut } from '../../src/delivery/carry-out.ts';
import { type NewDelivery, outbox } from '../../src/delivery/outbox.ts';
import { take } from '../../src/delivery/queue.ts';
import { createWorker, type Worker } from '../../src/delivery/worker.ts';
import { openDatabase } from '../../src/storage/pool.ts';
import type { Storage } from '../../src/storage/storage.ts';
import type { DeliveryId } from '../../src/storage/tables/delivery.ts';
import { testLogger, testStorage } from '../support/database.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../support/memory-platform.ts';
import { until } from '../support/until.ts';

const channel = (name: string): ConversationId => asId(`slack:T1:C${name}`);
const amina: PersonId = asId('slack:T1:UAMINA');

describe('a sender', () => {
  let storage: Storage;
  let clock: MovableClock;
  let platform: MemoryPlatform;
  let worker: Worker;

  before(async () => {
    storage = await testStorage();
  });
  after(() => storage.stop());
  beforeEach(async () => {
    for (const table of ['delivery', 'direct_conversation', 'throttle'] as const) {
      await storage.db.deleteFrom(table).execute();
    }
    clock = createMovableClock();
    use(createMemoryPlatform());
  });
  afterEach(async () => {
    sinon.restore();
    await worker.stop();
  });

  function use(next: MemoryPlatform): void {
    platform = next;
    const platforms = new Map<PlatformName, Platform>([['slack', platform]]);
    worker = createWorker({ storage, platforms, clock, logger: testLogger });
  }

  function post(text: string, change: Partial<NewDelivery> = {}): Promise<DeliveryId> {
    const usual = { to: { conversation: channel('1') }, message: { text }, priority: 'post' } as const;
    return storage.transaction((trx) => outbox.post(trx, { ...usual, ...change }, clock.now()));
  }

  function rowOf(id: DeliveryId) {
    return storage.db.selectFrom('delivery').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  }

  it('posts once what took longer than its lease', async () => {
    const hanging = Promise.withResolvers<void>();
    platform.onPost = () => hanging.promise;
    const id = await post('slow');
    worker.start();
    await until(() => platform.calls.length === 1);
    await storage.db
      .updateTable('delivery')
      .set({ lease_until: new Date(0) })
      .execute();
    await until(async () => (await rowOf(id)).state === 'pending');
    hanging.resolve();
    await until(async () => (await rowOf(id)).state === 'settled');
    await worker.stop();
    assert.deepEqual(platform.calls, ['post']);
  });

  it('leaves alone what it had in hand while its process stood still, as another may have sent it', async () => {
    const slow = [{ per: 'workspace', calls: ['post'], rates: [{ calls: 1, withinMs: 400, burst: 1 }] }] as const;
    use(createMemoryPlatform({ rates: slow }));
    const ids = [await post('first'), await post('second', { to: { conversation: channel('2') } })];
    const real = performance.now.bind(performance);
    platform.onPost = async () => {
      // The second is in hand and waits for its moment; a minute passes for everyone but us.
      await until(async () => (await rowOf(ids[1] as DeliveryId)).state === 'sending');
      sinon.stub(performance, 'now').callsFake(() => real() + 60_000);
      const elsewhere = { state: 'settled', attempts: 0, message_ref: JSON.stringify({ id: 'elsewhere' }) } as const;
      await storage.db
        .updateTable('delivery')
        .set(elsewhere)
        .where('id', '=', ids[1] as DeliveryId)
        .execute();
    };
    await worker.drain();
    assert.deepEqual(platform.texts(), ['first']);
  });

  it('keeps the order when the direct chat of a person becomes known', async () => {
    const slow = [{ per: 'conversation', calls: ['post'], rates: [{ calls: 1, withinMs: 200, burst: 1 }] }] as const;
    use(createMemoryPlatform({ postsDirect: true, rates: slow }));
    for (const text of ['one', 'two']) await post(text, { to: { person: amina } });
    worker.start();
    await until(async () => (await storage.db.selectFrom('direct_conversation').selectAll().execute()).length === 1);
    await post('three', { to: { person: amina } });
    worker.wake();
    await until(() => platform.posts.length === 3);
    assert.deepEqual(platform.texts(), ['one', 'two', 'three']);
  });

  it('is in no doubt about a post when our own database failed before it', async () => {
    const [delivery] = await take(storage.db, [await post('hello', { to: { person: amina } })]);
    assert.ok(delivery);
    const db = openDatabase('postgres://127.0.0.1:9/nowhere', testLogger);
    const carrying = carryOut(delivery, { db, platform, pace: async () => undefined });
    await assert.rejects(carrying, (error) => error instanceof PlatformError && !error.mayHaveArrived);
    assert.deepEqual(platform.calls, []);
    await db.destroy();
  });

  it('lets the first call go alone, which finds everything cold', async () => {
    const hanging = Promise.withResolvers<void>();
    platform.onPost = () => hanging.promise;
    for (const name of ['1', '2', '3']) await post(name, { to: { conversation: channel(name) } });
    worker.start();
    await until(async () => {
      const rows = await storage.db.selectFrom('delivery').select('state').where('state', '=', 'sending').execute();
      return rows.length === 3;
    });
    assert.equal(platform.calls.length, 1);
    hanging.resolve();
    await until(() => platform.posts.length === 3);
  });
});
