import assert from 'node:assert/strict';
import { asId } from '../../src/base/ids.ts';
import type { PersonId } from '../../src/chat/ids.ts';
import { auditRetention, changesIn, noteChange } from '../../src/people/audit.ts';
import { giveRole, may, type Right, rights, roleHolders, roles, rolesOf, takeRole } from '../../src/people/roles.ts';
import { meetPerson, savePeople } from '../../src/people/store.ts';
import {
  areLinked,
  cutLink,
  linkedWorkspaces,
  linkWorkspaces,
  nameOfWorkspace,
} from '../../src/people/workspace-links.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { testStorage } from '../support/database.ts';

const workspace = asId<'workspace'>('slack:T1');
const tenant = asId<'workspace'>('teams:tenant');
const now = new Date('2026-11-25T10:00:00Z');
const person = (key: string, told: { external?: true; administrator?: true } = {}) => ({
  id: asId<'person'>(`slack:T1:${key}`),
  workspace,
  name: key,
  ...told,
});
const [jo, leah, kit] = [person('Jo', { administrator: true }), person('Leah'), person('Kit', { external: true })];

describe('who may do what', () => {
  let storage: Storage;

  before(async () => {
    storage = await testStorage();
  });
  after(() => storage.stop());
  beforeEach(async () => {
    for (const table of ['role_holder', 'workspace_link', 'audit', 'person'] as const) {
      await storage.db.deleteFrom(table).execute();
    }
    await savePeople(storage.db, [jo, leah, kit], now);
  });

  const allowed = async (of: { id: PersonId }, about = {}) => {
    const all = Object.keys(rights) as Right[];
    const answers = await Promise.all(all.map((right) => may(storage.db, of, right, about)));
    return all.filter((_, at) => answers[at]);
  };

  it('stands in one table, of roles that there are', () => {
    for (const list of Object.values(rights)) {
      assert.ok(list.length > 0);
      for (const role of list) assert.ok((roles as readonly string[]).includes(role));
    }
  });

  it('is everything for whom the platform calls an administrator, little for a member, nothing for a guest', async () => {
    // Who greets is chosen, whatever else they are; who talks with whom is for those who look after a channel.
    assert.deepEqual(
      await allowed(jo),
      Object.keys(rights).filter((right) => !['notes.greet', 'talk.see'].includes(right)),
    );
    assert.deepEqual(await allowed(leah), [
      'channel.set-up',
      'prompts.join',
      'pilots.start',
      'accounts.link',
      'roles.see',
    ]);
    assert.deepEqual(await allowed(kit), []);
    assert.deepEqual(await allowed(kit, { owns: true }), []);
  });

  it('is more for a channel’s owner there, and for a facilitator everywhere', async () => {
    assert.deepEqual(await allowed(leah, { owns: true }), [
      'channel.set-up',
      'channel.change',
      'channel.deliveries',
      'prompts.join',
      'pilots.start',
      'accounts.link',
      'preview.see',
      'roles.see',
      'talk.see',
    ]);
    const what = { workspace, person: leah.id, role: 'facilitator' } as const;
    assert.equal(await storage.transaction((trx) => giveRole(trx, what, { by: jo.id, now })), true);
    assert.equal(await storage.transaction((trx) => giveRole(trx, what, { by: jo.id, now })), false);
    assert.deepEqual(await allowed(leah), [
      'channel.set-up',
      'channel.change',
      'channel.deliveries',
      'prompts.join',
      'pilots.start',
      'accounts.link',
      'first-run.answer',
      'preview.see',
      'roles.see',
      'links.see',
      'talk.see',
      'retention.see',
    ]);
    assert.equal(await storage.transaction((trx) => takeRole(trx, what)), true);
    assert.deepEqual([...(await rolesOf(storage.db, leah))], ['member']);
  });

  it('ends for somebody who becomes a guest, whatever they were given', async () => {
    const what = { workspace, person: leah.id, role: 'administrator' } as const;
    await storage.transaction((trx) => giveRole(trx, what, { by: jo.id, now }));
    await savePeople(storage.db, [{ ...leah, external: true }], now);
    assert.deepEqual(await allowed(leah), []);
  });

  it('ends with what the platform says', async () => {
    await savePeople(storage.db, [person('Jo')], now);
    assert.deepEqual(await allowed(jo), [
      'channel.set-up',
      'prompts.join',
      'pilots.start',
      'accounts.link',
      'roles.see',
    ]);
  });

  it('is what a member may for somebody who has just come', async () => {
    const newcomer = person('New');
    await meetPerson(storage.db, newcomer, { now, canAsk: true });
    assert.deepEqual(await allowed(newcomer), [
      'channel.set-up',
      'prompts.join',
      'pilots.start',
      'accounts.link',
      'roles.see',
    ]);
  });

  it('is listed by role, each person once', async () => {
    for (const role of ['administrator', 'greeter'] as const) {
      await storage.transaction((trx) => giveRole(trx, { workspace, person: jo.id, role }, { by: null, now }));
    }
    await storage.transaction((trx) =>
      giveRole(trx, { workspace, person: leah.id, role: 'facilitator' }, { by: jo.id, now }),
    );
    const found = await roleHolders(storage.db, workspace);
    assert.deepEqual(
      found.map(({ name, role }) => `${name} ${role}`),
      ['Jo administrator', 'Leah facilitator', 'Jo greeter'],
    );
    assert.deepEqual(await roleHolders(storage.db, tenant), []);
  });

  it('is linked from both sides alike, and cut from either', async () => {
    const sam = asId<'person'>('teams:tenant:p:sam');
    assert.equal(await areLinked(storage.db, workspace, workspace), true);
    assert.equal(await areLinked(storage.db, workspace, tenant), false);
    await storage.transaction((trx) =>
      linkWorkspaces(
        trx,
        [
          { workspace: tenant, name: 'Housing', by: sam },
          { workspace, name: 'Council', by: jo.id },
        ],
        now,
      ),
    );
    assert.equal(await areLinked(storage.db, tenant, workspace), true);
    assert.deepEqual(await linkedWorkspaces(storage.db, workspace), [
      { workspace: tenant, name: 'Housing', by: sam, linkedAt: now },
    ]);
    assert.deepEqual(await linkedWorkspaces(storage.db, tenant), [
      { workspace, name: 'Council', by: jo.id, linkedAt: now },
    ]);
    assert.equal(await nameOfWorkspace(storage.db, tenant), 'Housing');
    assert.equal(await storage.transaction((trx) => cutLink(trx, tenant, workspace)), true);
    assert.equal(await storage.transaction((trx) => cutLink(trx, tenant, workspace)), false);
    assert.equal(await areLinked(storage.db, workspace, tenant), false);
  });

  it('is noted when it changes: newest first, private channels without their names, for a year', async () => {
    const open = asId<'conversation'>('slack:T1:C1');
    const hidden = asId<'conversation'>('slack:T1:C2');
    await storage.db
      .insertInto('conversation')
      .values([
        { id: open, workspace_id: workspace, kind: 'channel', name: '#open', access: 'open' },
        { id: hidden, workspace_id: workspace, kind: 'channel', name: '#hidden', access: 'private' },
      ])
      .execute();
    await storage.transaction(async (trx) => {
      await noteChange(trx, { workspace, by: jo.id, what: 'channel-set-up', place: open }, now);
      await noteChange(trx, { workspace, by: jo.id, what: 'channel-stopped', place: hidden }, now);
      await noteChange(trx, { workspace: tenant, what: 'first-administrator', person: leah.id }, now);
    });
    const found = await changesIn(storage.db, workspace, 10);
    assert.deepEqual(
      found.map(({ what, by, place }) => [what, by, place?.name]),
      [
        ['channel-stopped', 'Jo', null],
        ['channel-set-up', 'Jo', '#open'],
      ],
    );
    const sweep = (day: number) => {
      const before = new Date(now.getTime() + (day - auditRetention.days) * 86_400_000);
      return storage.transaction((trx) => auditRetention.forget(trx, { workspace, before, limit: 10 }));
    };
    await sweep(364);
    assert.equal((await changesIn(storage.db, workspace, 10)).length, 2);
    await sweep(366);
    assert.equal((await changesIn(storage.db, workspace, 10)).length, 0);
  });
});
