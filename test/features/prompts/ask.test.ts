import assert from 'node:assert/strict';
import { asId, newId } from '../../../src/base/ids.ts';
import type { PersonId } from '../../../src/chat/ids.ts';
import { outbox } from '../../../src/delivery/outbox.ts';
import { askWhoIsDue } from '../../../src/features/prompts/ask-due.ts';
import type { PromptsDeps } from '../../../src/features/prompts/deps.ts';
import { readLibrary } from '../../../src/features/prompts/library.ts';
import { lookUpWhoIsAskedSoon } from '../../../src/features/prompts/members.ts';
import { addLeave, saveCalendar } from '../../../src/scheduling/store.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { testLogger, testStorage } from '../../support/database.ts';
import { createMemoryPlatform } from '../../support/memory-platform.ts';

const person: PersonId = asId('slack:T1:U1');
const at = (iso: string) => new Date(iso);
/** A Wednesday; the community's rhythm is Wednesdays at 14:00. */
const due = at('2026-11-25T14:00:00Z');

describe('asking who is due', () => {
  let storage: Storage;
  let deps: PromptsDeps;

  before(async () => {
    storage = await testStorage();
    deps = {
      outbox,
      library: await readLibrary(new URL('../../../content/prompts.yaml', import.meta.url)),
      organisation: { timeZone: 'Europe/London', country: 'GB' },
      platforms: new Map(),
      putAside: async () => {},
      tell: async () => {},
      lookUp: async () => {},
      transaction: (work) => storage.transaction(work),
      logger: testLogger,
    };
  });
  after(() => storage.stop());

  beforeEach(async () => {
    for (const table of ['round', 'delivery', 'community', 'calendar', 'leave', 'person'] as const) {
      await storage.db.deleteFrom(table).execute();
    }
    await storage.db
      .insertInto('person')
      .values({ id: person, workspace_id: asId('slack:T1'), name: 'Amina', external: false })
      .execute();
    await addCommunity('slack:T1:C1');
  });

  async function addCommunity(conversation: string): Promise<void> {
    const { id } = await storage.db
      .insertInto('community')
      .values({
        id: newId(),
        conversation_id: asId(conversation),
        workspace_id: asId('slack:T1'),
        name: '#digital-network',
        kind: 'community',
        asked: 'members',
        weekdays: [3],
        time_of_day: '14:00',
        every_weeks: 1,
        themes: [],
        created_by: person,
        created_at: at('2026-11-01T00:00:00Z'),
        starts_at: at('2026-11-01T00:00:00Z'),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await storage.db
      .insertInto('community_member')
      .values({ community_id: id, person_id: person, state: 'asked', joined_at: due, next_ask_at: due })
      .execute();
  }

  async function asked(): Promise<number> {
    return (await storage.db.selectFrom('delivery').select('id').where('unprompted', '=', true).execute()).length;
  }

  async function next(): Promise<string | undefined> {
    const row = await storage.db.selectFrom('community_member').select('next_ask_at').executeTakeFirst();
    return row?.next_ask_at?.toISOString();
  }

  it('asks nobody before their moment, and each once at it', async () => {
    await askWhoIsDue(deps, at('2026-11-25T13:59:59Z'));
    assert.equal(await asked(), 0);
    await askWhoIsDue(deps, due);
    await askWhoIsDue(deps, at('2026-11-25T14:01:00Z'));
    assert.equal(await asked(), 1);
    assert.equal(await next(), '2026-12-02T14:00:00.000Z');
  });

  it('makes good what fell due while nothing ran: once, in the person’s hours', async () => {
    await askWhoIsDue(deps, at('2026-11-25T22:15:00Z'));
    assert.equal(await asked(), 0);
    assert.equal(await next(), '2026-11-26T09:30:00.000Z');
    await askWhoIsDue(deps, at('2026-11-26T09:30:00Z'));
    await askWhoIsDue(deps, at('2026-11-26T09:31:00Z'));
    assert.equal(await asked(), 1);
    assert.equal(await next(), '2026-12-02T14:00:00.000Z');
  });

  it('sends one question after three weeks of silence, not three', async () => {
    await askWhoIsDue(deps, at('2026-12-15T11:00:00Z'));
    assert.equal(await asked(), 1);
    assert.equal(await next(), '2026-12-16T14:00:00.000Z');
  });

  it('leaves a paused person alone until after the pause', async () => {
    await saveCalendar(storage.db, person, { pausedUntil: at('2026-12-05T00:00:00Z') });
    await askWhoIsDue(deps, due);
    assert.equal(await asked(), 0);
    assert.equal(await next(), '2026-12-09T14:00:00.000Z');
  });

  it('never sends more than two unprompted messages in a week', async () => {
    await addCommunity('slack:T1:C2');
    await addCommunity('slack:T1:C3');
    await askWhoIsDue(deps, due);
    assert.equal(await asked(), 2);
    const later = await storage.db.selectFrom('community_member').select('next_ask_at').execute();
    assert.ok(later.every((row) => row.next_ask_at?.toISOString() === '2026-12-02T14:00:00.000Z'));
  });

  it('asks once though two processes look at the same moment', async () => {
    await Promise.all([askWhoIsDue(deps, due), askWhoIsDue(deps, due), askWhoIsDue(deps, due)]);
    assert.equal(await asked(), 1);
  });

  it('stops where the channel has stopped', async () => {
    await storage.db.updateTable('community').set({ stopped_at: due }).execute();
    await askWhoIsDue(deps, due);
    assert.equal(await asked(), 0);
    assert.equal(await next(), undefined);
  });

  it('keeps a slot in the evening that the person’s own hours allow, and no other', async () => {
    await storage.db.updateTable('community').set({ time_of_day: '17:30' }).execute();
    await storage.db
      .updateTable('community_member')
      .set({ next_ask_at: at('2026-11-25T17:30:00Z') })
      .execute();
    await saveCalendar(storage.db, person, { hours: { from: '09:00', until: '15:00' } });
    await askWhoIsDue(deps, at('2026-11-25T17:31:00Z'));
    assert.equal(await asked(), 0);
    assert.equal(await next(), '2026-11-26T09:00:00.000Z');
    await saveCalendar(storage.db, person, { hours: null });
    await storage.db
      .updateTable('community_member')
      .set({ next_ask_at: at('2026-11-25T17:30:00Z') })
      .execute();
    await askWhoIsDue(deps, at('2026-11-25T17:31:00Z'));
    assert.equal(await asked(), 1);
  });

  it('asks nobody on a public holiday, or on leave', async () => {
    await storage.db
      .updateTable('community_member')
      .set({ next_ask_at: at('2026-12-25T14:00:00Z') })
      .execute();
    await askWhoIsDue(deps, at('2026-12-25T14:00:00Z'));
    assert.equal(await asked(), 0);
    assert.equal(await next(), '2026-12-29T09:30:00.000Z');
    await addLeave(storage.db, person, { firstDay: '2026-12-24', lastDay: '2027-01-08' });
    await askWhoIsDue(deps, at('2026-12-29T09:30:00Z'));
    assert.equal(await asked(), 0);
    assert.equal(await next(), '2027-01-13T14:00:00.000Z');
  });

  it('asks a mover at this very slot where it is still to come, not in the morning before it', async () => {
    await saveCalendar(storage.db, person, { timeZone: 'America/Los_Angeles' });
    await askWhoIsDue(deps, due);
    assert.equal(await asked(), 0);
    assert.equal(await next(), '2026-11-25T22:00:00.000Z');
  });

  it('takes back a question that still waits when the next one is asked', async () => {
    await askWhoIsDue(deps, due);
    await askWhoIsDue(deps, at('2026-12-02T14:00:00Z'));
    const wanted = await storage.db.selectFrom('delivery').select('wanted').orderBy('seq').execute();
    assert.deepEqual(
      wanted.map((row) => row.wanted),
      ['gone', 'present'],
    );
  });

  it('has those looked up who are asked within a day, and have not been since yesterday', async () => {
    const lookedUp: PersonId[] = [];
    const platform = createMemoryPlatform({ profile: async () => assert.fail('not here') });
    const looking: PromptsDeps = {
      ...deps,
      platforms: new Map([['slack', platform]]),
      lookUp: async (_trx, each) => void lookedUp.push(each),
    };
    await lookUpWhoIsAskedSoon(looking, at('2026-11-24T13:00:00Z'));
    assert.deepEqual(lookedUp, [], 'more than a day to go');
    await lookUpWhoIsAskedSoon(looking, at('2026-11-24T15:00:00Z'));
    assert.deepEqual(lookedUp, [person]);
    await storage.db
      .updateTable('person')
      .set({ refreshed_at: at('2026-11-24T15:00:00Z') })
      .execute();
    await lookUpWhoIsAskedSoon(looking, at('2026-11-24T16:00:00Z'));
    await lookUpWhoIsAskedSoon({ ...looking, platforms: new Map() }, at('2026-11-25T13:00:00Z'));
    assert.deepEqual(lookedUp, [person]);
  });
});
