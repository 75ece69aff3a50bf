import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { asId } from '../../src/base/ids.ts';
import type { Conversation } from '../../src/chat/conversation.ts';
import type { MembershipEvent } from '../../src/chat/event.ts';
import type { ConversationId, PersonId } from '../../src/chat/ids.ts';
import type { Person } from '../../src/chat/person.ts';
import { PlatformError } from '../../src/chat/platform.ts';
import { createAcquaintance, type Glance, glanceAt } from '../../src/people/acquaintance.ts';
import { conversationsToLookAt, createLook } from '../../src/people/look.ts';
import { channelsOf, followMembers } from '../../src/people/members.ts';
import { saveConversation } from '../../src/people/store.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { testLogger, testStorage } from '../support/database.ts';
import { createMemoryPlatform } from '../support/memory-platform.ts';

const workspace = asId<'workspace'>('slack:T1');
const network: ConversationId = asId('slack:T1:C1');
const team: ConversationId = asId('slack:T1:C2');
const now = new Date('2026-11-25T10:00:00Z');

const person = (key: string): Person => ({ id: asId(`slack:T1:${key}`), workspace, name: key });
const channel = (id: ConversationId) => ({ id, workspace, kind: 'channel' as const, name: `#${id}` });

describe('who is in a channel', () => {
  let storage: Storage;
  let there: Person[] | PlatformError = [];

  before(async () => {
    storage = await testStorage();
  });
  after(() => storage.stop());
  beforeEach(async () => {
    await storage.db.deleteFrom('conversation_member').execute();
    await storage.db.deleteFrom('conversation').execute();
    await saveConversation(storage.db, channel(network));
    await saveConversation(storage.db, channel(team));
  });

  async function lookUp(conversation: ConversationId, people: typeof there): Promise<void> {
    there = people;
    const platform = {
      ...createMemoryPlatform({ describe: async () => ({ name: '#digital-network' }) }),
      members: async () => {
        if (there instanceof PlatformError) throw there;
        return there;
      },
    };
    const work = createLook({
      db: storage.db,
      platforms: new Map([['slack', platform]]),
      clock: { now: () => now },
      logger: testLogger,
      changed: async () => {},
    });
    await work({ conversation });
  }

  async function tell(change: Partial<MembershipEvent>): Promise<ConversationId[]> {
    const event = {
      conversation: channel(network),
      person: person('Amina'),
      joined: [],
      left: [],
      bot: 'no',
      ...change,
    } as MembershipEvent;
    return storage.transaction((trx) => followMembers(trx, event, now));
  }

  const channelIdsOf = async (id: PersonId) => (await channelsOf(storage.db, id)).map((each) => each.id).toSorted();

  it('is looked up, bots left out, and replaces what was known', async () => {
    await lookUp(network, [person('Amina'), person('Leah'), { ...person('Bot'), bot: true }]);
    assert.deepEqual(await channelIdsOf(person('Amina').id), [network]);
    assert.deepEqual(await channelIdsOf(person('Bot').id), []);
    await lookUp(network, [person('Leah')]);
    assert.deepEqual(await channelIdsOf(person('Amina').id), []);
  });

  it('is looked up together with its name', async () => {
    await storage.db.updateTable('conversation').set({ name: null }).where('id', '=', network).execute();
    await lookUp(network, [person('Amina')]);
    assert.equal((await channelsOf(storage.db, person('Amina').id))[0]?.name, '#digital-network');
  });

  it('is nobody where it cannot be seen, and stays what it was while the service is down', async () => {
    await lookUp(network, [person('Amina')]);
    await assert.rejects(lookUp(network, new PlatformError('unavailable', 'down')));
    assert.deepEqual(await channelIdsOf(person('Amina').id), [network]);
    await lookUp(network, new PlatformError('not_found', 'gone'));
    assert.deepEqual(await channelIdsOf(person('Amina').id), []);
  });

  it('holds a channel of 12,000', async () => {
    const many = Array.from({ length: 12_000 }, (_, at) => person(`P${at}`));
    await lookUp(network, many);
    assert.deepEqual(await channelIdsOf(person('P11999').id), [network]);
  });

  it('follows comings and goings, and looks again wherever somebody who left is listed', async () => {
    assert.deepEqual(await tell({ bot: 'joined' }), [network]);
    assert.deepEqual(await tell({ joined: [person('Amina'), { ...person('Bot'), bot: true }] }), []);
    await lookUp(team, [person('Amina')]);
    assert.deepEqual(await channelIdsOf(person('Amina').id), [network, team]);
    assert.deepEqual(await tell({ left: [person('Amina')] }), [team]);
    assert.deepEqual(await channelIdsOf(person('Amina').id), [team]);
  });

  it('is nobody once the app is taken out', async () => {
    await lookUp(network, [person('Amina')]);
    await tell({ bot: 'left' });
    assert.deepEqual(await channelIdsOf(person('Amina').id), []);
  });

  it('is looked up again after a day, unless a look was in vain', async () => {
    const due = (hours: number) => conversationsToLookAt(storage.db, new Date(now.getTime() + hours * 3_600_000));
    assert.deepEqual(await due(0), []);
    await lookUp(network, [person('Amina')]);
    await lookUp(team, new PlatformError('forbidden', 'not there'));
    assert.deepEqual(await due(23), []);
    assert.deepEqual(await due(25), [network]);
    await storage.db.updateTable('conversation').set({ greeted_at: now }).where('id', '=', team).execute();
    assert.deepEqual((await due(25)).toSorted(), [network, team]);
  });

  it('says of a channel whether anybody has looked', async () => {
    const isUnseen = (conversation: Conversation) =>
      storage.transaction(async (trx) => {
        const named = { people: [], conversations: [conversation.id] };
        const { rows } = await sql<Glance>`select ${glanceAt(named, now)}`.execute(trx);
        const known = createAcquaintance(rows[0] ?? { people: [], conversations: [] });
        return (await known.visit(trx, conversation)).isUnseen;
      });
    assert.equal(await isUnseen(channel(network)), true);
    await lookUp(network, []);
    assert.equal(await isUnseen(channel(network)), false);
    assert.equal(await isUnseen({ ...channel(asId('slack:T1:D1')), kind: 'direct' }), false);
  });
});
