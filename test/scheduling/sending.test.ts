import assert from 'node:assert/strict';
import { asId, newId } from '../../src/base/ids.ts';
import type { PersonId } from '../../src/chat/ids.ts';
import { outbox } from '../../src/delivery/outbox.ts';
import { untilTheySay } from '../../src/scheduling/calendar.ts';
import { countUnprompted, suitableAt, type Unprompted } from '../../src/scheduling/sending.ts';
import { addLeave, loadCalendar, saveCalendar } from '../../src/scheduling/store.ts';
import type { Storage } from '../../src/storage/storage.ts';
import type { DeliveryId } from '../../src/storage/tables/delivery.ts';
import { testStorage } from '../support/database.ts';

const organisation = { timeZone: 'Europe/London', country: 'GB-ENG' };
const amina: PersonId = asId('slack:T1:UAMINA');
const tom: PersonId = asId('slack:T1:UTOM');
const at = (iso: string) => new Date(iso);
/** A Wednesday, at noon in London. */
const now = at('2026-11-25T12:00:00Z');

describe('the last word before an unprompted message leaves', () => {
  let storage: Storage;

  before(async () => {
    storage = await testStorage();
  });
  after(() => storage.stop());

  beforeEach(async () => {
    for (const table of ['delivery', 'calendar', 'leave', 'person'] as const) {
      await storage.db.deleteFrom(table).execute();
    }
    for (const [id, timeZone] of [
      [amina, 'Europe/London'],
      [tom, 'Pacific/Auckland'],
    ] as const) {
      const person = {
        id,
        workspace_id: asId<'workspace'>('slack:T1'),
        name: '',
        time_zone: timeZone,
        external: false,
      };
      await storage.db.insertInto('person').values(person).execute();
    }
  });

  const asking = (person: PersonId, slotAt: Date | null = null): Unprompted => ({ id: newId(), person, slotAt });

  async function momentOf(one: Unprompted, when = now): Promise<string | undefined> {
    const moments = await suitableAt(storage.db, [one], { now: when, organisation });
    return moments.get(one.id)?.toISOString();
  }

  async function sent(person: PersonId, moment: string, change: object = {}): Promise<DeliveryId> {
    const message = { text: 'a question' };
    const id = await storage.transaction((trx) =>
      outbox.post(trx, { to: { person }, message, priority: 'prompt', unprompted: true }, at(moment)),
    );
    const standing = { state: 'settled' as const, sent_at: at(moment), ...change };
    await storage.db.updateTable('delivery').set(standing).where('id', '=', id).execute();
    return id;
  }

  it('is each person’s own, in their own zone, for many in one go', async () => {
    const [here, there] = [asking(amina), asking(tom)];
    const moments = await suitableAt(storage.db, [here, there], { now, organisation });
    assert.equal(moments.get(here.id)?.toISOString(), now.toISOString());
    assert.equal(moments.get(there.id)?.toISOString(), '2026-11-25T20:30:00.000Z');
    assert.deepEqual(await suitableAt(storage.db, [], { now, organisation }), new Map());
  });

  it('keeps to the organisation’s calendar for somebody whom nobody has met', async () => {
    const stranger = asId<'person'>('slack:T1:UNEW');
    assert.equal(await momentOf(asking(stranger)), now.toISOString());
    assert.equal(await momentOf(asking(stranger), at('2026-12-25T12:00:00Z')), '2026-12-29T09:30:00.000Z');
  });

  it('goes by what a person has set since: pause, leave, days, hours, zone', async () => {
    const moment = () => momentOf(asking(amina));
    await saveCalendar(storage.db, amina, { hours: { from: '13:30', until: '15:00' } });
    assert.equal(await moment(), '2026-11-25T13:30:00.000Z');
    await saveCalendar(storage.db, amina, { workDays: [4, 5] });
    assert.equal(await moment(), '2026-11-26T13:30:00.000Z');
    await saveCalendar(storage.db, amina, { timeZone: 'America/Toronto' });
    assert.equal(await moment(), '2026-11-26T18:30:00.000Z');
    await addLeave(storage.db, amina, { firstDay: '2026-11-20', lastDay: '2026-11-26' });
    assert.equal(await moment(), '2026-11-27T18:30:00.000Z');
    await saveCalendar(storage.db, amina, { pausedUntil: untilTheySay });
    assert.equal(await moment(), untilTheySay.toISOString());
  });

  it('lets a slot that is outside the usual hours have its half hour', async () => {
    const slot = at('2026-11-25T17:45:00Z');
    assert.equal(await momentOf(asking(amina, slot), at('2026-11-25T18:05:00Z')), '2026-11-25T18:05:00.000Z');
    assert.equal(await momentOf(asking(amina, slot), at('2026-11-25T18:20:00Z')), '2026-11-26T09:30:00.000Z');
    assert.equal(await momentOf(asking(amina), at('2026-11-25T18:05:00Z')), '2026-11-26T09:30:00.000Z');
  });

  it('waits for the next week once two were sent in this one, and for nothing that was not', async () => {
    await sent(amina, '2026-11-22T23:00:00Z');
    await sent(amina, '2026-11-23T10:00:00Z');
    assert.equal(await momentOf(asking(amina)), now.toISOString());
    await sent(amina, '2026-11-24T10:00:00Z', { state: 'dead', sent_at: null });
    await sent(amina, '2026-11-24T10:00:00Z', { unprompted: false });
    await sent(tom, '2026-11-24T10:00:00Z');
    assert.equal(await momentOf(asking(amina)), now.toISOString());
    await sent(amina, '2026-11-25T10:00:00Z');
    assert.equal(await momentOf(asking(amina)), '2026-11-30T10:00:00.000Z');
  });

  it('counts what was taken back after it was sent, and what is being sent', async () => {
    await sent(amina, '2026-11-23T10:00:00Z', { wanted: 'gone' });
    await sent(amina, '2026-11-24T10:00:00Z', { state: 'sending', sent_at: null });
    assert.equal(await momentOf(asking(amina)), '2026-11-30T10:00:00.000Z');
  });

  it('lets no more than two go of many that are asked about at once', async () => {
    const three = [asking(amina), asking(amina), asking(amina)];
    const moments = await suitableAt(storage.db, three, { now, organisation });
    assert.deepEqual(
      three.map(({ id }) => moments.get(id)?.toISOString()),
      [now.toISOString(), now.toISOString(), '2026-11-30T10:00:00.000Z'],
    );
  });

  it('begins the week on the person’s own Monday', async () => {
    await saveCalendar(storage.db, tom, { holidays: 'NZ-AUK' });
    // Sunday noon in London is Monday in Auckland.
    for (const _ of [1, 2]) await sent(tom, '2026-11-22T12:00:00Z');
    for (const _ of [1, 2]) await sent(amina, '2026-11-22T12:00:00Z');
    assert.equal(await momentOf(asking(tom), at('2026-11-24T22:00:00Z')), '2026-11-29T21:00:00.000Z');
    assert.equal(await momentOf(asking(amina)), now.toISOString());
  });

  it('is unmoved by a zone that nobody knows', async () => {
    await storage.db.updateTable('person').set({ time_zone: 'Mars/Olympus' }).where('id', '=', amina).execute();
    assert.equal(await momentOf(asking(amina), at('2026-11-25T18:00:00Z')), '2026-11-26T09:30:00.000Z');
  });

  it('counts, before another is put in the outbox, what is there already', async () => {
    const calendar = await loadCalendar(storage.db, amina, organisation);
    const count = () => countUnprompted(storage.db, amina, { calendar, now });
    await sent(amina, '2026-11-20T10:00:00Z');
    assert.equal(await count(), 0);
    await sent(amina, '2026-11-24T10:00:00Z');
    await sent(amina, '2026-11-20T10:00:00Z', { state: 'waiting', sent_at: null });
    assert.equal(await count(), 2);
    await sent(amina, '2026-11-24T10:00:00Z', { state: 'settled', wanted: 'gone', sent_at: null });
    await sent(amina, '2026-11-24T10:00:00Z', { state: 'dead', sent_at: null });
    assert.equal(await count(), 2);
  });
});
