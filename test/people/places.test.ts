import assert from 'node:assert/strict';
import { asId } from '../../src/base/ids.ts';
import type { ConversationFacts } from '../../src/chat/conversation.ts';
import type { ConversationId } from '../../src/chat/ids.ts';
import type { Person } from '../../src/chat/person.ts';
import { PlatformError } from '../../src/chat/platform.ts';
import { createLook } from '../../src/people/look.ts';
import { followMembers } from '../../src/people/members.ts';
import { changedPlaces, followChange, needsLook, placeOf, placesOf } from '../../src/people/places.ts';
import { saveConversation } from '../../src/people/store.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { testLogger, testStorage } from '../support/database.ts';
import { createMemoryPlatform } from '../support/memory-platform.ts';

const workspace = asId<'workspace'>('slack:T1');
const network: ConversationId = asId('slack:T1:C1');
const start = new Date('2026-11-25T10:00:00Z');
const later = (hours: number) => new Date(start.getTime() + hours * 3_600_000);
const person = (key: string, external = false): Person => ({
  id: asId(`slack:T1:${key}`),
  workspace,
  name: key,
  ...(external && { external }),
});
const channel = { id: network, workspace, kind: 'channel', name: '#network' } as const;

describe('places', () => {
  let storage: Storage;
  let facts: ConversationFacts = {};
  let failure: PlatformError | undefined;
  let people: Person[] = [];
  let lists = 0;
  const told: ConversationId[] = [];

  before(async () => {
    storage = await testStorage();
  });
  after(() => storage.stop());
  beforeEach(async () => {
    for (const table of ['conversation_member', 'conversation', 'person'] as const) {
      await storage.db.deleteFrom(table).execute();
    }
    await saveConversation(storage.db, channel);
    facts = { name: '#network', access: 'open', archived: false, otherOrganisations: false, people: 3 };
    people = [person('Amina'), person('Kit', true)];
    failure = undefined;
    lists = 0;
    told.length = 0;
  });

  async function look(at = start): Promise<void> {
    const platform = {
      ...createMemoryPlatform({
        describe: async () => {
          if (failure) throw failure;
          return facts;
        },
      }),
      members: async () => {
        lists += 1;
        return people;
      },
    };
    await createLook({
      db: storage.db,
      platforms: new Map([['slack', platform]]),
      clock: { now: () => at },
      logger: testLogger,
      changed: async (_trx, conversation) => void told.push(conversation),
    })({ conversation: network });
  }

  const change = (event: Parameters<typeof followChange>[1]) =>
    storage.transaction((trx) => changedPlaces(trx, [event.conversation.id], () => followChange(trx, event)));

  const place = async () => {
    const found = await placeOf(storage.db, network);
    assert.ok(found);
    return found;
  };

  const event = (told: ConversationFacts, before?: ConversationId) =>
    ({ kind: 'place', conversation: channel, facts: told, ...(before && { before }) }) as Parameters<
      typeof followChange
    >[1];

  it('are unknown until somebody looked, and then are what the platform says', async () => {
    assert.equal((await place()).access, 'unknown');
    assert.equal((await place()).people, undefined);
    assert.equal(needsLook(await placeOf(storage.db, network), start), true);
    await look();
    assert.deepEqual(await place(), {
      id: network,
      workspace,
      platform: 'slack',
      kind: 'channel',
      name: '#network',
      access: 'open',
      wasPrivate: false,
      archived: false,
      people: 2,
      guests: 1,
      otherOrganisations: false,
      asOf: start,
    });
    assert.deepEqual(told, [network]);
  });

  it('need another look after an hour; who is in them is listed again when the platform counts differently, or daily', async () => {
    await look();
    assert.equal(needsLook(await placeOf(storage.db, network), later(0.9)), false);
    assert.equal(needsLook(await placeOf(storage.db, network), later(1.1)), true);
    await look(later(1.1));
    assert.equal(lists, 1);
    assert.equal(needsLook(await placeOf(storage.db, network), later(2)), false);
    facts = { ...facts, people: 4 };
    people = [...people, person('Leah')];
    await look(later(3));
    assert.equal(lists, 2);
    assert.equal((await place()).people, 3);
    await look(later(28));
    assert.equal(lists, 3);
  });

  it('tell of a change once, and of none where all is as it was', async () => {
    await look();
    await look(later(1));
    assert.equal(told.length, 1);
    facts = { ...facts, otherOrganisations: true };
    await look(later(2));
    assert.equal(told.length, 2);
    assert.equal((await place()).otherOrganisations, true);
  });

  it('remember that they were private, whatever they become', async () => {
    facts = { ...facts, access: 'private' };
    await look();
    facts = { ...facts, access: 'open' };
    await look(later(1));
    const { access, wasPrivate } = await place();
    assert.deepEqual({ access, wasPrivate }, { access: 'open', wasPrivate: true });
  });

  it('follow what an event tells at once, and a look has the last word', async () => {
    await look();
    assert.deepEqual(await change(event({ otherOrganisations: true })), [network]);
    assert.equal((await place()).otherOrganisations, true);
    assert.deepEqual(await change(event({ otherOrganisations: true })), []);
    await look(later(1));
    assert.equal((await place()).otherOrganisations, false);
    await change(event({ access: 'open', wasPrivate: true }));
    assert.equal((await place()).wasPrivate, true);
  });

  it('that cannot be seen any more have nobody in them, and count as private', async () => {
    await look();
    failure = new PlatformError('not_found', 'gone');
    await look(later(1));
    const { access, people: left } = await place();
    assert.deepEqual({ access, left }, { access: 'unknown', left: 0 });
    failure = new PlatformError('unavailable', 'down');
    await assert.rejects(look(later(2)), { code: 'unavailable' });
  });

  it('count somebody of whom nothing is known as a guest until the platform was asked', async () => {
    await look();
    await storage.transaction((trx) =>
      followMembers(
        trx,
        { conversation: channel, person: person('Leah'), joined: [person('Leah')], left: [], bot: 'no' } as never,
        start,
      ),
    );
    const { people: now, guests } = await place();
    assert.deepEqual({ now, guests }, { now: 3, guests: 2 });
  });

  it('that get another id keep what is known of them, and are shared from then on', async () => {
    const old: ConversationId = asId('slack:T1:G1');
    await look();
    await storage.db.updateTable('conversation').set({ id: old }).where('id', '=', network).execute();
    await storage.db.updateTable('conversation_member').set({ conversation_id: old }).execute();
    await saveConversation(storage.db, { id: network, workspace, kind: 'channel' });
    const facts = { access: 'private', wasPrivate: true, otherOrganisations: true } as const;
    assert.deepEqual(await change(event(facts, old)), [network]);
    const { name, access, people: there, otherOrganisations } = await place();
    assert.deepEqual(
      { name, access, there, otherOrganisations },
      { name: '#network', access: 'private', there: 2, otherOrganisations: true },
    );
    assert.equal(await placeOf(storage.db, old), undefined);
  });

  it('are private where they are chats, and need no look where only one person is', async () => {
    const direct: ConversationId = asId('slack:T1:D1');
    await saveConversation(storage.db, { id: direct, workspace, kind: 'direct' });
    const found = await placesOf(storage.db, [direct, network, asId('slack:T1:C9')]);
    assert.deepEqual([...found.keys()].toSorted(), [network, direct]);
    assert.equal(found.get(direct)?.access, 'private');
    assert.equal(needsLook(await placeOf(storage.db, direct), start), false);
    assert.equal(needsLook(await placeOf(storage.db, asId('slack:T1:C9')), start), true);
  });
});
