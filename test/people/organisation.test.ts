import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { asId } from '../../src/base/ids.ts';
import type { WorkspaceId } from '../../src/chat/ids.ts';
import { workspacesOf } from '../../src/people/organisation.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { testStorage } from '../support/database.ts';

const [byHand, tenant, one, other] = ['slack:T1', 'teams:t2', 'slack:T3', 'slack:E4'].map((id) =>
  asId<'workspace'>(id),
) as [WorkspaceId, WorkspaceId, WorkspaceId, WorkspaceId];

describe('everyone here', () => {
  let storage: Storage;
  before(async () => {
    storage = await testStorage();
    for (const workspace of [byHand, tenant, one, other]) {
      await storage.db
        .insertInto('conversation')
        .values({ id: asId(`${workspace}:C1`), workspace_id: workspace, kind: 'channel', name: '#one' })
        .execute();
    }
    for (const workspace of [one, other]) {
      await storage.db
        .insertInto('slack_grant')
        .values({
          workspace_id: workspace,
          key_id: 'k',
          sealed: Buffer.from('x'),
          expires_at: null,
          version: randomUUID(),
          granted_at: new Date(0),
          bot_user: 'U1',
          scopes: [],
        })
        .execute();
    }
  });
  after(() => storage.stop());

  it('is of what whoever runs Outloud has connected, as one organisation', async () => {
    assert.deepEqual((await workspacesOf(storage.db, byHand)).toSorted(), [byHand, tenant]);
    assert.deepEqual((await workspacesOf(storage.db, tenant)).toSorted(), [byHand, tenant]);
  });

  it('is of a workspace alone where that was added by OAuth: nobody knows whose it is', async () => {
    assert.deepEqual(await workspacesOf(storage.db, one), [one]);
    assert.deepEqual(await workspacesOf(storage.db, other), [other]);
  });
});
