import assert from 'node:assert/strict';
import { asId, newId } from '../../src/base/ids.ts';
import type { PersonId } from '../../src/chat/ids.ts';
import { outbox } from '../../src/delivery/outbox.ts';
import {
  accountsOf,
  isSamePerson,
  linkAccounts,
  linkedAccount,
  unlinkAccount,
  unlinkBetween,
} from '../../src/people/accounts.ts';
import { linkWorkspaces } from '../../src/people/workspace-links.ts';
import { countUnprompted, suitableAt, type Unprompted } from '../../src/scheduling/sending.ts';
import {
  addLeave,
  loadCalendar,
  loadSettings,
  removeLeave,
  saveCalendar,
  shareCalendar,
} from '../../src/scheduling/store.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { testStorage } from '../support/database.ts';

const organisation = { timeZone: 'Europe/London', country: 'GB-ENG' };
const council = asId<'workspace'>('slack:T1');
const housing = asId<'workspace'>('teams:t2');
const here: PersonId = asId('slack:T1:UAMINA');
const there: PersonId = asId('teams:t2:p:amina');
const tom: PersonId = asId('teams:t2:p:tom');
/** A Wednesday, at noon in London. */
const now = new Date('2026-11-25T12:00:00Z');

describe('two accounts of one person', () => {
  let storage: Storage;

  before(async () => {
    storage = await testStorage();
  });
  after(() => storage.stop());

  beforeEach(async () => {
    for (const table of ['account_link', 'workspace_link', 'delivery', 'calendar', 'leave', 'person'] as const) {
      await storage.db.deleteFrom(table).execute();
    }
    for (const [id, workspace_id, name] of [
      [here, council, 'Amina Rahman'],
      [there, housing, 'Amina R'],
      [tom, housing, 'Tom'],
    ] as const) {
      await storage.db
        .insertInto('person')
        .values({ id, workspace_id, name, time_zone: null, external: false })
        .execute();
    }
  });

  const link = (one: PersonId, other: PersonId) => storage.transaction((trx) => linkAccounts(trx, one, other, now));
  const linkBoth = async () => {
    const sides = [
      { workspace: council, name: 'Council', by: here },
      { workspace: housing, name: 'Housing', by: tom },
    ] as const;
    await storage.transaction((trx) => linkWorkspaces(trx, sides, now));
    assert.equal(await link(here, there), undefined);
  };

  it('are linked only where their workspaces are, and never to a third', async () => {
    assert.equal(await link(here, there), 'workspaces-not-linked');
    assert.equal(await link(tom, there), 'same-platform');
    await linkBoth();
    assert.equal(await link(here, tom), 'already-linked');
    assert.deepEqual(await accountsOf(storage.db, there), [there, here]);
    assert.deepEqual(await accountsOf(storage.db, tom), [tom]);
    assert.ok(await isSamePerson(storage.db, here, there));
    assert.ok(!(await isSamePerson(storage.db, tom, there)));
    assert.deepEqual(await linkedAccount(storage.db, here), { account: there, name: 'Amina R', linkedAt: now });
  });

  it('are unlinked from either side, or with their workspaces', async () => {
    await linkBoth();
    assert.equal(await storage.transaction((trx) => unlinkAccount(trx, there)), here);
    assert.deepEqual(await accountsOf(storage.db, here), [here]);
    assert.equal(await link(here, there), undefined);
    const cut = (other: string) => storage.transaction((trx) => unlinkBetween(trx, housing, asId(other)));
    assert.deepEqual(await cut('slack:T'), []);
    assert.deepEqual(await cut('slack:T1'), [[here, there]]);
    assert.deepEqual(await accountsOf(storage.db, there), [there]);
  });

  it('have one calendar, changed from either', async () => {
    await saveCalendar(storage.db, here, { workDays: [1, 2] });
    await saveCalendar(storage.db, there, { workDays: [3, 4], pausedUntil: new Date('2026-12-24T00:00:00Z') });
    await addLeave(storage.db, here, { firstDay: '2027-02-01', lastDay: '2027-02-03' });
    await addLeave(storage.db, there, { firstDay: '2027-02-02', lastDay: '2027-02-05' });
    await linkBoth();
    await storage.transaction((trx) => shareCalendar(trx, { keep: here, other: there }));
    const together = { firstDay: '2027-02-01', lastDay: '2027-02-05' };
    for (const account of [here, there]) {
      const { workDays, pausedUntil, leave } = await loadSettings(storage.db, account, organisation);
      assert.deepEqual(workDays, [1, 2]);
      assert.equal(pausedUntil?.toISOString(), '2026-12-24T00:00:00.000Z');
      assert.deepEqual(leave, [together]);
    }
    await saveCalendar(storage.db, there, { hours: { from: '10:00', until: '12:00' }, pausedUntil: null });
    await removeLeave(storage.db, here, together.firstDay);
    for (const account of [here, there]) {
      const { workDays, hours, leave } = await loadCalendar(storage.db, account, organisation);
      assert.deepEqual(
        { workDays, hours, leave },
        { workDays: [1, 2], hours: { from: '10:00', until: '12:00' }, leave: [] },
      );
    }
  });

  it('keep no calendar of the other where nothing was set with the one that is kept', async () => {
    await saveCalendar(storage.db, there, { workDays: [3, 4] });
    await linkBoth();
    await storage.transaction((trx) => shareCalendar(trx, { keep: here, other: there }));
    assert.deepEqual((await loadCalendar(storage.db, there, organisation)).workDays, [1, 2, 3, 4, 5]);
  });

  it('are where the platform says that was asked last', async () => {
    await linkBoth();
    const zoneOf = async (account: PersonId) => (await loadCalendar(storage.db, account, organisation)).timeZone;
    const told = (account: PersonId, time_zone: string, at: string) =>
      storage.db
        .updateTable('person')
        .set({ time_zone, refreshed_at: new Date(at) })
        .where('id', '=', account)
        .execute();
    await told(here, 'Europe/Paris', '2026-11-24T00:00:00Z');
    assert.deepEqual(await Promise.all([zoneOf(here), zoneOf(there)]), ['Europe/Paris', 'Europe/Paris']);
    await told(there, 'Asia/Tokyo', '2026-11-25T00:00:00Z');
    assert.deepEqual(await Promise.all([zoneOf(here), zoneOf(there)]), ['Asia/Tokyo', 'Asia/Tokyo']);
    assert.equal(await zoneOf(tom), 'Europe/London');
  });

  const asking = (person: PersonId): Unprompted => ({ id: newId(), person, slotAt: null });
  const momentOf = async (one: Unprompted, at = now) =>
    (await suitableAt(storage.db, [one], { now: at, organisation })).get(one.id)?.toISOString();

  async function sent(person: PersonId, at = now): Promise<void> {
    const wish = { to: { person }, message: { text: 'a question' }, priority: 'prompt', unprompted: true } as const;
    const id = await storage.transaction((trx) => outbox.post(trx, wish, at));
    await storage.db.updateTable('delivery').set({ state: 'settled', sent_at: at }).where('id', '=', id).execute();
  }

  it('have one week together: two messages, wherever they went', async () => {
    await sent(here);
    await sent(there);
    assert.equal(await momentOf(asking(here)), now.toISOString());
    await linkBoth();
    assert.equal(await momentOf(asking(here)), '2026-11-30T10:00:00.000Z');
    const later = new Date(now.getTime() + 60_000);
    assert.equal(await momentOf(asking(there), later), '2026-11-30T10:00:00.000Z');
    const calendar = await loadCalendar(storage.db, here, organisation);
    assert.equal(await countUnprompted(storage.db, there, { calendar, now }), 2);
    assert.equal(await countUnprompted(storage.db, tom, { calendar, now }), 0);
  });

  it('are never both told yes at once, so that the week holds with a sender for each', async () => {
    await linkBoth();
    const moments = await Promise.all(Array.from({ length: 10 }, (_, i) => momentOf(asking(i % 2 ? here : there))));
    const yes = new Set(moments.flatMap((moment, i) => (moment === now.toISOString() ? [i % 2] : [])));
    assert.equal(yes.size, 1);
    const waits = new Date(now.getTime() + 10_000);
    assert.equal(moments.filter((moment) => moment === waits.toISOString()).length, 5);
    const [first] = yes;
    assert.equal(await momentOf(asking(first ? there : here), waits), waits.toISOString());
    assert.equal(await momentOf(asking(tom)), now.toISOString());
  });
});
