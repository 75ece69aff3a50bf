import assert from 'node:assert/strict';
import { conversationIdOf, personIdOf, workspaceIdOf } from '../../../src/bots/slack/ids.ts';
import { card } from '../../../src/cards/elements.ts';
import type { Platform } from '../../../src/chat/platform.ts';
import { createPlatformForTest } from './adapter.ts';
import { type FakeSlack, startFakeSlack } from './fake-slack.ts';

const workspace = workspaceIdOf('T061EG9R6');
const channel = conversationIdOf(workspace, 'C0LAN2Q65');
const longAgo = new Date('2024-11-25T01:00:00Z');

describe('slack platform', () => {
  let slack: FakeSlack;
  let platform: Platform;

  beforeEach(async () => {
    slack = await startFakeSlack();
    ({ platform } = await createPlatformForTest(slack));
  });
  afterEach(() => slack.close());

  it('posts nothing that Slack would make alive or fetch', async () => {
    await platform.post(channel, { text: '@here https://evil.example' }, { deliveryId: 'd1' });
    const [call] = slack.callsOf('chat.postMessage');
    assert.deepEqual(
      [call?.args.parse, call?.args.mrkdwn, call?.args.unfurl_links, call?.args.unfurl_media],
      ['none', 'false', 'false', 'false'],
    );
    assert.deepEqual(call?.args.metadata, { event_type: 'outloud_delivery', event_payload: { delivery_id: 'd1' } });
    assert.equal(call?.token, 'xoxb-test');
  });

  it('finds a post on a later page, and in a thread', async () => {
    const root = await platform.post(channel, { text: 'root' }, { deliveryId: 'root' });
    const reply = await platform.post(channel, { text: 'reply' }, { deliveryId: 'reply', thread: root.id });
    for (let index = 0; index < 8; index++) await platform.post(channel, { text: 'x' }, { deliveryId: `x${index}` });
    assert.deepEqual(await platform.abilities.findPost?.(channel, { deliveryId: 'root', since: longAgo }), root);
    assert.deepEqual(await platform.abilities.findPost?.(channel, { deliveryId: 'reply', since: longAgo }), reply);
    assert.equal(await platform.abilities.findPost?.(channel, { deliveryId: 'never', since: longAgo }), undefined);
  });

  it('looks no further back than it must', async () => {
    for (let index = 0; index < 8; index++) await platform.post(channel, { text: 'x' }, { deliveryId: `x${index}` });
    assert.equal(
      await platform.abilities.findPost?.(channel, { deliveryId: 'never', since: new Date('2026-01-01') }),
      undefined,
    );
    assert.equal(slack.callsOf('conversations.history').length, 1);
  });

  it('tells what Slack knows of a person', async () => {
    const maya = personIdOf(workspace, 'U0MAYA001');
    assert.deepEqual(await platform.abilities.profile?.(maya), {
      id: maya,
      workspace,
      name: 'Maya Kaur',
      timeZone: 'Europe/London',
      locale: 'en-GB',
    });
    const guest = await platform.abilities.profile?.(personIdOf(workspace, 'U0GUEST01'));
    assert.equal(guest?.external, true);
  });

  it('takes a colleague from another workspace of the Grid for no outsider', async () => {
    slack.answer('users.info', {
      user: {
        id: 'W1',
        team_id: 'T0OTHER01',
        real_name: 'W',
        enterprise_user: { enterprise_id: 'E1', teams: ['T0OTHER01', 'T061EG9R6'] },
      },
    });
    const person = await platform.abilities.profile?.(personIdOf(workspace, 'W1'));
    assert.equal(person?.external, undefined);
  });

  it('asks for each member once, however often the list is wanted', async () => {
    await platform.members(channel);
    const asked = slack.callsOf('users.info').length;
    await platform.members(channel);
    assert.equal(slack.callsOf('users.info').length, asked);
    assert.equal(slack.callsOf('conversations.members').length, 4);
  });

  it('turns a message into a line where it may not take it away', async () => {
    const ref = await platform.post(channel, { text: 'x' }, { deliveryId: 'd' });
    slack.answer('chat.delete', { ok: false, error: 'cant_delete_message' });
    await platform.remove(ref, 'Taken back.');
    assert.equal(slack.callsOf('chat.update')[0]?.args.text, 'Taken back.');
  });

  it('shows a page to its person', async () => {
    await platform.abilities.publishHome?.(personIdOf(workspace, 'U0MAYA001'), card([]));
    const [call] = slack.callsOf('views.publish');
    assert.equal(call?.args.user_id, 'U0MAYA001');
    assert.equal((call?.args.view as { type: string } | undefined)?.type, 'home');
  });

  it('is not ready without its secrets', async () => {
    const { platform: without } = await createPlatformForTest(slack, { botToken: '' });
    await assert.rejects(without.ready(), /missing/);
  });
});
