import assert from 'node:assert/strict';
import { asId } from '../../src/base/ids.ts';
import type { Person } from '../../src/chat/person.ts';
import { meetPerson, savePeople } from '../../src/people/store.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { testStorage } from '../support/database.ts';

const now = new Date('2027-02-08T12:00:00Z');
const amina: Person = { id: asId('teams:T1:UAMINA'), workspace: asId('teams:T1'), name: 'Amina' };
const inZone = (timeZone: string): Person => ({ ...amina, timeZone });

describe('people whom the platforms tell of', () => {
  let storage: Storage;
  before(async () => {
    storage = await testStorage();
  });
  after(() => storage.stop());
  beforeEach(() => storage.db.deleteFrom('person').execute());

  it('have moved when an event comes from another zone than we knew, and only then', async () => {
    const hasMoved = async (person: Person) => (await meetPerson(storage.db, person, now)).hasMoved;
    assert.equal(await hasMoved(amina), false);
    assert.equal(await hasMoved(inZone('Europe/London')), true);
    assert.equal(await hasMoved(inZone('Europe/London')), false);
    assert.equal(await hasMoved(amina), false, 'an event that does not say leaves it as it was');
    assert.equal(await hasMoved(inZone('Pacific/Auckland')), true);
    const row = await storage.db.selectFrom('person').select('time_zone').executeTakeFirstOrThrow();
    assert.equal(row.time_zone, 'Pacific/Auckland');
  });

  it('have moved when a look-up says so', async () => {
    assert.deepEqual(await savePeople(storage.db, [inZone('Europe/London')], now), [amina.id]);
    assert.deepEqual(await savePeople(storage.db, [inZone('Europe/London')], now), []);
    assert.deepEqual(await savePeople(storage.db, [amina], now), []);
    assert.deepEqual(await savePeople(storage.db, [inZone('Pacific/Auckland')], now), [amina.id]);
  });

  it('are looked up anew after a day', async () => {
    const isStale = async (hours: number) =>
      (await meetPerson(storage.db, amina, new Date(now.getTime() + hours * 3_600_000))).isStale;
    assert.equal(await isStale(0), true);
    await savePeople(storage.db, [amina], now);
    assert.deepEqual([await isStale(23), await isStale(25)], [false, true]);
  });
});
