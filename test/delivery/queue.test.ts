import assert from 'node:assert/strict';
import { asId } from '../../src/base/ids.ts';
import type { ConversationId, MessageRef, PersonId, WorkspaceId } from '../../src/chat/ids.ts';
import type { Call } from '../../src/chat/platform.ts';
import { type NewDelivery, outbox } from '../../src/delivery/outbox.ts';
import {
  dueIn,
  giveUp,
  moveLane,
  pastOf,
  remember,
  rememberDirect,
  retryLater,
  settle,
  sweep,
  take,
  takeBack,
} from '../../src/delivery/queue.ts';
import type { Storage } from '../../src/storage/storage.ts';
import type { DeliveryId, Lane } from '../../src/storage/tables/delivery.ts';
import { testStorage } from '../support/database.ts';

const workspace: WorkspaceId = asId('slack:T1');
const channel = (name: string): ConversationId => asId(`slack:T1:C${name}`);
const amina: PersonId = asId('slack:T1:UAMINA');
const now = new Date('2026-06-01T09:00:00Z');
const all: readonly Call[] = ['post', 'update', 'remove', 'find'];

describe('the queue', () => {
  let storage: Storage;
  before(async () => {
    storage = await testStorage();
  });
  after(() => storage.stop());
  beforeEach(async () => {
    for (const table of ['delivery', 'direct_conversation', 'throttle'] as const) {
      await storage.db.deleteFrom(table).execute();
    }
  });

  function post(name: string, change: Partial<NewDelivery> = {}): Promise<DeliveryId> {
    const usual = { to: { conversation: channel(name) }, message: { text: name }, priority: 'post' } as const;
    return storage.transaction((trx) => outbox.post(trx, { ...usual, ...change }, now));
  }

  async function lanes(
    options: { turns?: ReadonlyMap<number, Lane>; calls?: readonly Call[]; limit?: number } = {},
  ): Promise<string[]> {
    const found = await dueIn(storage.db, workspace, { turns: new Map(), calls: all, limit: 10, ...options });
    return found.filter((each) => !each.isHeldUp).map(({ lane }) => lane.replace('slack:T1:C', ''));
  }

  /** Taken, and never heard of again. */
  async function lose(id: DeliveryId): Promise<void> {
    await take(storage.db, [id]);
    await storage.db
      .updateTable('delivery')
      .set({ lease_until: new Date(0) })
      .where('id', '=', id)
      .execute();
    await takeBack(storage.db);
  }

  function rowOf(id: DeliveryId) {
    return storage.db.selectFrom('delivery').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  }

  describe('what is due', () => {
    it('is the first of each conversation, however much stands before it', async () => {
      const many = Array.from({ length: 300 }, () => ({
        to: { conversation: channel('1') },
        message: { text: 'one of many' },
        priority: 'post' as const,
      }));
      await storage.transaction((trx) => outbox.postAll(trx, many, now));
      for (const name of ['2', '3']) await post(name);
      assert.deepEqual(await lanes(), ['1', '2', '3']);
    });

    it('goes on behind the conversation that was served last, and begins again at the end', async () => {
      for (const name of ['1', '2', '3', '4']) await post(name);
      assert.deepEqual(await lanes({ turns: new Map([[20, channel('2')]]) }), ['3', '4', '1', '2']);
      assert.deepEqual(await lanes({ turns: new Map([[20, channel('2')]]), limit: 3 }), ['3', '4', '1']);
      assert.deepEqual(await lanes({ turns: new Map([[20, channel('9')]]) }), ['1', '2', '3', '4']);
    });

    it('comes by priority, whoever’s turn it is', async () => {
      await post('1', { priority: 'digest' });
      await post('2', { priority: 'answer' });
      await post('3', { priority: 'inject' });
      assert.deepEqual(await lanes({ turns: new Map([[10, channel('2')]]) }), ['3', '2', '1']);
    });

    it('is of this workspace, and none whose name begins alike', async () => {
      await post('1');
      for (const other of ['slack:T10:C1', 'slack:T:C1', 'slack:T2:C1']) {
        await post('2', { to: { conversation: asId(other) } });
      }
      assert.deepEqual(await lanes(), ['1']);
    });

    it('is nothing behind a post that may have arrived, even while nobody may be asked', async () => {
      await lose(await post('1'));
      await post('1');
      assert.deepEqual(await lanes({ calls: ['post', 'update'] }), []);
      assert.deepEqual(await lanes({ calls: ['post', 'find'] }), ['1']);
    });

    it('is a new post, while changes have to wait', async () => {
      const id = await post('1');
      const [taken] = await take(storage.db, [id]);
      assert.ok(taken);
      await settle(storage.db, taken, { ref: refOf('m1'), now });
      await storage.transaction((trx) => outbox.update(trx, id, { text: 'changed' }));
      const next = await post('1');
      const found = await dueIn(storage.db, workspace, { turns: new Map(), calls: ['post'], limit: 10 });
      assert.deepEqual(
        found.map((each) => [each.id, each.call, each.isHeldUp]),
        [[next, 'post', false]],
      );
    });
  });

  describe('a lease that ran out', () => {
    it('does not make us forget that the message was sent', async () => {
      const id = await post('1');
      const [taken] = await take(storage.db, [id]);
      assert.ok(taken);
      await storage.db
        .updateTable('delivery')
        .set({ lease_until: new Date(0) })
        .execute();
      await takeBack(storage.db);
      await settle(storage.db, taken, { ref: refOf('m1'), now });
      const row = await rowOf(id);
      assert.deepEqual([row.state, row.message_ref?.id, row.may_have_arrived], ['settled', 'm1', false]);
    });

    it('leaves it to whoever took it over', async () => {
      const id = await post('1');
      const [taken] = await take(storage.db, [id]);
      assert.ok(taken);
      await storage.db
        .updateTable('delivery')
        .set({ lease_until: new Date(0) })
        .execute();
      await takeBack(storage.db);
      await take(storage.db, [id]);
      await settle(storage.db, taken, { ref: refOf('m1'), now });
      await retryLater(storage.db, taken, { at: now, mayHaveArrived: true });
      assert.equal((await rowOf(id)).state, 'sending');
    });
  });

  describe('a direct chat that becomes known', () => {
    it('takes along what is queued for the person, so that nothing new overtakes it', async () => {
      const direct: ConversationId = asId('slack:T1:DAMINA');
      const first = await post('first', { to: { person: amina } });
      const second = await post('second', { to: { person: amina } });
      const later = await post('later', { to: { person: amina }, notBefore: new Date(now.getTime() + 60_000) });
      await take(storage.db, [first]);
      await rememberDirect(storage.db, amina, direct);
      await post('third', { to: { person: amina } });
      assert.deepEqual([(await rowOf(first)).lane, (await rowOf(second)).lane], [direct, direct]);
      assert.deepEqual(await lanes(), []);
      await sweep(storage.db, new Date(now.getTime() + 61_000));
      assert.equal((await rowOf(later)).lane, direct);
    });
  });

  describe('a conversation that gets another id', () => {
    const [from, to] = [channel('1'), channel('2')];
    const move = () => storage.transaction((trx) => moveLane(trx, { from, to, now }));

    it('keeps what is in hand meanwhile: it stands under the new id, or is tried again there', async () => {
      const [sent, lost] = [await post('1'), await post('1')];
      const taken = await take(storage.db, [sent, lost]);
      await move();
      for (const each of taken) {
        if (each.id === sent) await settle(storage.db, each, { ref: refOf('m1'), now });
        else await giveUp(storage.db, each, { reason: 'place_gone', now });
      }
      assert.deepEqual((await rowOf(sent)).message_ref, { conversation: to, id: 'm1' });
      const { state, reason, settled_at } = await rowOf(lost);
      assert.deepEqual([state, reason, settled_at], ['pending', null, null]);
    });

    it('has what was given up lately tried again, if nothing was found under the old id', async () => {
      const ids = await Promise.all(['1', '1', '1'].map((name) => post(name)));
      const yesterday = new Date(now.getTime() - 25 * 3_600_000);
      const ends = [
        { reason: 'place_gone', now },
        { reason: 'place_gone', now: yesterday },
        { reason: 'not_a_member', now },
      ] as const;
      for (const [index, each] of (await take(storage.db, ids)).entries()) {
        const end = ends[index];
        if (end) await giveUp(storage.db, each, end);
      }
      await move();
      const rows = await storage.db.selectFrom('delivery').select(['state', 'lane']).orderBy('state').execute();
      assert.deepEqual(
        rows.map(({ state, lane }) => [state, lane]),
        [
          ['dead', to],
          ['dead', to],
          ['pending', to],
        ],
      );
    });
  });

  it('leaves what somebody is changing to the next round, and waits for nobody', async () => {
    const [changing, free] = [await post('1'), await post('2')];
    await storage.transaction(async (trx) => {
      await outbox.update(trx, changing, { text: 'changed' });
      assert.deepEqual(
        (await take(storage.db, [changing, free])).map(({ id }) => id),
        [free],
      );
    });
    assert.equal((await take(storage.db, [changing]))[0]?.message.text, 'changed');
  });

  describe('what earlier senders did', () => {
    it('includes what they had in hand, which may be reaching the service just now', async () => {
      await take(storage.db, [await post('1')]);
      const { calls } = await pastOf(storage.db, workspace, now);
      assert.deepEqual(calls, [{ lane: channel('1'), at: now }]);
    });

    it('is forgotten once it has no effect any more', async () => {
      const throttle = { share: 0.5, learntAt: now, blockedUntil: now };
      await remember(storage.db, workspace, { scope: 'post', throttle });
      const hourLater = new Date(now.getTime() + 3_600_000);
      assert.equal((await pastOf(storage.db, workspace, new Date(now.getTime() + 1_000))).throttles.length, 1);
      assert.equal((await pastOf(storage.db, workspace, hourLater)).throttles.length, 0);
      assert.deepEqual(await storage.db.selectFrom('throttle').selectAll().execute(), []);
    });
  });
});

function refOf(id: string): MessageRef {
  return { conversation: channel('1'), id: asId(id) };
}
