import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { asId } from '../../src/base/ids.ts';
import type { Person } from '../../src/chat/person.ts';
import { createAcquaintance, type Glance, glanceAt } from '../../src/people/acquaintance.ts';
import { savePeople } from '../../src/people/store.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { testStorage } from '../support/database.ts';

const now = new Date('2027-02-08T12:00:00Z');
const amina: Person = { id: asId('teams:T1:UAMINA'), workspace: asId('teams:T1'), name: 'Amina' };
const inZone = (timeZone: string): Person => ({ ...amina, timeZone });

describe('people who move', () => {
  let storage: Storage;
  before(async () => {
    storage = await testStorage();
  });
  after(() => storage.stop());
  beforeEach(() => storage.db.deleteFrom('person').execute());

  /** An event comes from somebody, as it is taken in. */
  function meet(person: Person): Promise<boolean> {
    return storage.transaction(async (trx) => {
      const { rows } = await sql<Glance>`select ${glanceAt({ people: [person.id], conversations: [] }, now)}`.execute(
        trx,
      );
      const acquaintance = createAcquaintance(rows[0] ?? { people: [], conversations: [] });
      const { hasMoved } = await acquaintance.meet(trx, person, { now, canAsk: true });
      assert.equal((await acquaintance.meet(trx, person, { now, canAsk: true })).hasMoved, false, 'once');
      return hasMoved;
    });
  }

  it('are noticed when an event comes from another zone than we knew, and only then', async () => {
    assert.equal(await meet(amina), false);
    assert.equal(await meet(inZone('Europe/London')), true);
    assert.equal(await meet(inZone('Europe/London')), false);
    assert.equal(await meet(amina), false, 'an event that does not say leaves it as it was');
    assert.equal(await meet(inZone('Pacific/Auckland')), true);
    const row = await storage.db.selectFrom('person').select('time_zone').executeTakeFirstOrThrow();
    assert.equal(row.time_zone, 'Pacific/Auckland');
  });

  it('are noticed when a look-up says so', async () => {
    assert.deepEqual(await savePeople(storage.db, [inZone('Europe/London')], now), [amina.id]);
    assert.deepEqual(await savePeople(storage.db, [inZone('Europe/London')], now), []);
    assert.deepEqual(await savePeople(storage.db, [amina], now), []);
    assert.deepEqual(await savePeople(storage.db, [inZone('Pacific/Auckland')], now), [amina.id]);
  });
});
