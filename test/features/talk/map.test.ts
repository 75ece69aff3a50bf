import assert from 'node:assert/strict';
import { asId } from '../../../src/base/ids.ts';
import { wordsFor } from '../../../src/cards/words.ts';
import type { ConversationKind } from '../../../src/chat/conversation.ts';
import type { ConversationId, PersonId } from '../../../src/chat/ids.ts';
import type { ShownPage, Visit } from '../../../src/features/feature.ts';
import { mapOf } from '../../../src/features/talk/between.ts';
import { createMapPage } from '../../../src/features/talk/map.ts';
import { savePeople } from '../../../src/people/store.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { testStorage } from '../../support/database.ts';

const now = new Date('2027-06-07T09:00:00Z');
const workspace = asId<'workspace'>('slack:T1');
const dayMs = 86_400_000;

function person(index: number): PersonId {
  return asId<'person'>(`slack:T1:U${index}`);
}

function place(name: string): ConversationId {
  return asId<'conversation'>(`slack:T1:${name}`);
}

function ago(days: number): Date {
  return new Date(now.getTime() - days * dayMs);
}

describe('the map of who talks with whom', () => {
  let storage: Storage;
  const host = person(0);

  before(async () => {
    storage = await testStorage();
    const people = Array.from({ length: 12 }, (_, index) => ({
      id: person(index),
      workspace,
      name: `Person ${index}`,
      external: false,
    }));
    await savePeople(storage.db, people, now);
    await add('Housing', 'channel', [0, 1, 2, 3, 4]);
    await add('Comms', 'channel', [1, 2, 3, 4, 5, 6]);
    await add('Parks <b>', 'channel', [5, 6, 7, 8, 9]);
    await add('Tiny', 'channel', [0, 1, 2, 3]);
    await add('Secret', 'group', [5, 6, 7, 8, 9]);
    await add('Own group', 'group', [0, 5, 6, 7, 8]);
    await storage.db
      .insertInto('talk_presence')
      .values([
        presence(1, 'Housing', 300, 1),
        presence(1, 'Comms', 300, 1),
        presence(2, 'Housing', 300, 1),
        presence(2, 'Comms', 20, 1),
        presence(3, 'Housing', 300, 100),
        presence(3, 'Comms', 20, 1),
        presence(5, 'Secret', 20, 1),
        presence(5, 'Comms', 20, 1),
        presence(1, 'Tiny', 20, 1),
      ])
      .execute();
    await storage.db
      .insertInto('talk_week')
      .values([
        { from_id: place('Comms'), to_id: place('Parks <b>'), week: '2027-05-31', replies: 3 },
        { from_id: place('Parks <b>'), to_id: place('Comms'), week: '2027-05-17', replies: 1 },
        { from_id: place('Comms'), to_id: place('Housing'), week: '2026-12-07', replies: 9 },
      ])
      .execute();
  });

  after(async () => storage.stop());

  async function add(name: string, kind: ConversationKind, members: readonly number[]): Promise<void> {
    const id = place(name);
    await storage.db
      .insertInto('conversation')
      .values({
        id,
        workspace_id: workspace,
        kind,
        name,
        access: kind === 'channel' ? 'open' : 'private',
        members_at: now,
      })
      .execute();
    await storage.db
      .insertInto('conversation_member')
      .values(members.map((index) => ({ conversation_id: id, person_id: person(index) })))
      .execute();
  }

  function presence(index: number, where: string, since: number, at: number) {
    return { person_id: person(index), conversation_id: place(where), count: 1, at: ago(at), since: ago(since) };
  }

  async function show(query: string, hosts = true): Promise<ShownPage | undefined> {
    const deps = {
      transaction: () => assert.fail(),
      linkTo: () => undefined,
      hosts: async () => hosts,
    };
    return storage.transaction((trx) => {
      const visit: Visit = { trx, now, words: wordsFor('en'), person: host, query: new URLSearchParams(query) };
      return createMapPage(deps).show(visit);
    });
  }

  async function html(): Promise<string> {
    const page = await show('');
    assert.ok(page?.kind === 'page');
    return page.html;
  }

  it('counts by pair of channels who writes in both, who began lately, and replies', async () => {
    const rows = [
      ...(await html()).matchAll(/<th scope="row">(.*?)<\/th><td>(\d+)<\/td><td>(\d+)<\/td><td>(\d+)<\/td>/g),
    ];
    assert.deepEqual(
      rows.map(([, ...cells]) => cells),
      [
        ['Comms and Housing', '1', '0', '2'],
        ['Comms and Parks &lt;b>', '0', '4', '0'],
      ],
    );
  });

  it('leaves out channels of fewer than five, and private ones that the reader is not in', async () => {
    const shown = await html();
    assert.match(shown, /1 smaller channel is left out/);
    assert.doesNotMatch(shown, /Tiny|Secret/);
    assert.match(shown, /Own group/);
    assert.doesNotMatch(shown, /Person \d/);
  });

  it('counts somebody with two accounts who writes in both channels, with one account in each', async () => {
    const [leads, account] = [asId<'conversation'>('slack:T1:Leads'), asId<'person'>('teams:t2:U9')];
    await add('Leads', 'channel', [4, 5, 6, 7, 8]);
    await storage.db
      .insertInto('talk_presence')
      .values([{ ...presence(9, 'Leads', 20, 1), person_id: account }, presence(9, 'Housing', 20, 1)])
      .execute();
    assert.doesNotMatch(await html(), /Housing and Leads/);
    await storage.db
      .insertInto('account_link')
      .values({ a: person(9), b: account, linked_at: now })
      .execute();
    assert.match(await html(), /Housing and Leads<\/th><td>1<\/td>/);
    await storage.db.deleteFrom('account_link').execute();
    await storage.db.deleteFrom('talk_presence').where('conversation_id', '=', leads).execute();
    await storage.db.deleteFrom('conversation').where('id', '=', leads).execute();
  });

  it('is a picture for a report, with open channels only', async () => {
    const file = await show('as=png');
    assert.ok(file?.kind === 'file' && file.content instanceof Buffer);
    assert.deepEqual([file.type, file.content.toString('latin1', 1, 4)], ['image/png', 'PNG']);
    assert.ok(file.content.readUInt32BE(16) > 800);
  });

  it('is for people who look after a channel', async () => {
    assert.equal(await show('', false), undefined);
  });
});

describe('figures between places', () => {
  const places = ['a', 'b', 'c'].map((id) => ({ id, name: id.toUpperCase() }));

  it('adds up both ways, and passes over places that are not shown and what stays in one', () => {
    const { pairs } = mapOf({
      places,
      shared: [
        { one: 'a', other: 'b', shared: 2, fresh: 1 },
        { one: 'a', other: 'x', shared: 9, fresh: 9 },
      ],
      replies: [
        { one: 'b', other: 'a', replies: 3 },
        { one: 'a', other: 'b', replies: 4 },
        { one: 'c', other: 'c', replies: 5 },
      ],
      folded: 0,
    });
    assert.deepEqual(pairs, [{ one: places[0], other: places[1], shared: 2, fresh: 1, replies: 7 }]);
  });

  it('puts the newest ties first, and the liveliest places', () => {
    const map = mapOf({
      places,
      shared: [
        { one: 'a', other: 'b', shared: 9, fresh: 0 },
        { one: 'b', other: 'c', shared: 2, fresh: 2 },
      ],
      replies: [],
      folded: 0,
    });
    assert.deepEqual(
      map.pairs.map(({ one, other }) => one.id + other.id),
      ['bc', 'ab'],
    );
    assert.deepEqual(
      map.places.map(({ id }) => id),
      ['b', 'a', 'c'],
    );
  });
});
