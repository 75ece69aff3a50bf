import assert from 'node:assert/strict';
import {
  conversationIdOf,
  eventIdOf,
  messageIdOf,
  personIdOf,
  slackIdOf,
  teamOf,
  workspaceIdOf,
  workspaceOf,
} from '../../../src/bots/slack/ids.ts';
import { platformOf } from '../../../src/chat/ids.ts';
import { PlatformError } from '../../../src/chat/platform.ts';

describe('slack ids', () => {
  for (const team of ['T061EG9R6', 'E0GRID001']) {
    it(`round-trip in ${team}`, () => {
      const workspace = workspaceIdOf(team);
      const conversation = conversationIdOf(workspace, 'C0LAN2Q65');
      const person = personIdOf(workspace, 'U2147483697');
      assert.equal(workspace, `slack:${team}`);
      assert.equal(conversation, `slack:${team}:C0LAN2Q65`);
      assert.equal(person, `slack:${team}:U2147483697`);
      assert.equal(teamOf(workspace), team);
      assert.equal(slackIdOf(conversation), 'C0LAN2Q65');
      assert.equal(slackIdOf(person), 'U2147483697');
      assert.equal(workspaceOf(conversation), workspace);
      assert.equal(workspaceOf(person), workspace);
      for (const id of [workspace, conversation, person]) assert.equal(platformOf(id), 'slack');
    });
  }

  it('keep a ts as it is', () => {
    assert.equal(messageIdOf('1732400000.000200'), '1732400000.000200');
  });

  it('name deliveries', () => {
    assert.equal(eventIdOf('Ev08MFMKH6'), 'slack:Ev08MFMKH6');
    assert.equal(eventIdOf('command', '1.2.3'), 'slack:command:1.2.3');
  });

  it('are short, whatever came: the database looks them up', () => {
    const long = 'U'.repeat(1_000_000);
    const workspace = workspaceIdOf('T1');
    assert.throws(() => personIdOf(workspace, long), PlatformError);
    assert.throws(() => messageIdOf(long), PlatformError);
    assert.match(eventIdOf('action', long, '1.1'), /^slack:[\w-]{43}$/);
    assert.notEqual(eventIdOf('action', long, '1.1'), eventIdOf('action', long, '1.2'));
  });

  for (const strange of ['teams:t:c', 'slack:T1', 'slack::C1', 'slack:T1:C1:more', '', 'slack:T1:']) {
    it(`refuse ${JSON.stringify(strange)}`, () => {
      assert.throws(() => slackIdOf(strange as ReturnType<typeof conversationIdOf>), PlatformError);
    });
  }

  it('refuse parts that would make two ids meet', () => {
    assert.throws(() => conversationIdOf(workspaceIdOf('T1'), 'C1:U1'), PlatformError);
    assert.throws(() => workspaceIdOf(''), PlatformError);
  });
});
