import assert from 'node:assert/strict';
import {
  conversationIdOf,
  joinThread,
  personIdOf,
  splitThread,
  teamsIdOf,
  tenantOf,
  workspaceIdOf,
  workspaceOf,
} from '../../../src/bots/teams/ids.ts';
import type { ConversationId, WorkspaceId } from '../../../src/chat/ids.ts';
import { platformOf } from '../../../src/chat/ids.ts';

const tenants = ['6f3c1d2e-8a47-4b5e-9c11-27d0a5b4e803', 'local', 'odd: one/ä'];
const conversations = [
  '19:84d2b7f1e05c4a6d9b3e6c8f1a2d7e50@thread.tacv2',
  '19:meeting_Zm9v@thread.v2',
  'a:1Zm9vYmFy-_x',
  'personal-chat-id',
  '19:0d5e7c3a_b7a1c9d4@unq.gbl.spaces',
  'odd:c:one;p:two',
];

describe('ids of Teams', () => {
  for (const tenant of tenants) {
    it(`go there and back, in ${tenant}`, () => {
      const workspace = workspaceIdOf(tenant);
      assert.equal(tenantOf(workspace), tenant);
      for (const own of conversations) {
        for (const id of [conversationIdOf(workspace, own), personIdOf(workspace, own)]) {
          assert.equal(teamsIdOf(id), own);
          assert.equal(workspaceOf(id), workspace);
          assert.equal(platformOf(id), 'teams');
        }
        assert.notEqual(String(conversationIdOf(workspace, own)), String(personIdOf(workspace, own)));
      }
      assert.equal(workspaceOf(workspace), workspace);
    });
  }

  it('know a channel from its thread', () => {
    const channel = '19:84d2@thread.tacv2';
    assert.deepEqual(splitThread(joinThread(channel, '1763899100000')), {
      conversation: channel,
      root: '1763899100000',
    });
    assert.deepEqual(splitThread(channel), { conversation: channel });
  });

  it('refuse what is not theirs', () => {
    for (const id of ['slack:T1:C1', 'teams', 'teams:t:x:y', '']) {
      assert.throws(() => teamsIdOf(id as ConversationId), { code: 'rejected' });
      assert.throws(() => tenantOf(id as WorkspaceId), { code: 'rejected' });
    }
  });
});
