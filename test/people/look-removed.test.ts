import assert from 'node:assert/strict';
import { asId } from '../../src/base/ids.ts';
import { recordRemoval } from '../../src/people/installations.ts';
import { conversationsToLookAt, createLook } from '../../src/people/look.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { testLogger, testStorage } from '../support/database.ts';
import { createMemoryPlatform } from '../support/memory-platform.ts';

const now = new Date('2027-03-01T10:00:00Z');
const long = new Date('2027-02-01T10:00:00Z');
const place = asId<'conversation'>('slack:T1:C1');

describe('places of a workspace that took the app out', () => {
  let storage: Storage;
  before(async () => {
    storage = await testStorage();
  });
  after(() => storage.stop());

  it('are not looked at, and stay known as they were', async () => {
    const { db } = storage;
    await db
      .insertInto('conversation')
      .values({
        id: place,
        workspace_id: asId('slack:T1'),
        kind: 'channel',
        name: '#c1',
        access: 'open',
        greeted_at: long,
        members_at: long,
        described_at: long,
      })
      .execute();
    assert.deepEqual(await conversationsToLookAt(db, now), [place]);
    await storage.transaction((trx) => recordRemoval(trx, { workspace: asId('slack:T1') }, now));
    assert.deepEqual(await conversationsToLookAt(db, now), []);
    const platforms = new Map([['slack', createMemoryPlatform()]] as const);
    const look = createLook({ db, platforms, clock: { now: () => now }, logger: testLogger, changed: async () => {} });
    await look({ conversation: place });
    const row = await db.selectFrom('conversation').selectAll().where('id', '=', place).executeTakeFirstOrThrow();
    assert.deepEqual([row.access, row.described_at], ['open', long]);
  });
});
