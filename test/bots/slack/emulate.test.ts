import assert from 'node:assert/strict';
import { createEmulator } from 'emulate';
import { asId } from '../../../src/base/ids.ts';
import { conversationIdOf, personIdOf, type workspaceIdOf } from '../../../src/bots/slack/ids.ts';
import { card, line } from '../../../src/cards/elements.ts';
import type { Platform } from '../../../src/chat/platform.ts';
import { freePort } from '../../support/free-port.ts';
import { createPlatformForTest } from './adapter.ts';

type Answer = Readonly<Record<string, unknown>>;

/** A Slack Web API that we did not write. */
describe('slack, with the emulator of Vercel Labs', () => {
  let emulator: { readonly url: string; close(): Promise<void> };
  let platform: Platform;
  let workspace: ReturnType<typeof workspaceIdOf>;
  let channel: string;
  let maya: string;

  before(async () => {
    emulator = await createEmulator({ service: 'slack', port: await freePort(), seed: { slack: seed } });
    ({ platform } = await createPlatformForTest({ apiUrl: `${emulator.url}/api/` }));
    workspace = asId<'workspace'>(`slack:${String((await ask('auth.test')).team_id)}`);
    channel = idOf((await ask('conversations.list')).channels, 'general');
    maya = idOf((await ask('users.list')).members, 'maya');
  });
  after(() => emulator.close());

  async function ask(method: string, args: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const answer = await fetch(`${emulator.url}/api/${method}`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-test' },
      body: new URLSearchParams(args),
    });
    return (await answer.json()) as Answer;
  }

  async function history(): Promise<readonly Answer[]> {
    return (await ask('conversations.history', { channel })).messages as readonly Answer[];
  }

  it('posts, changes, finds and takes away', async () => {
    const to = conversationIdOf(workspace, channel);
    const since = new Date(Date.now() - 60_000);
    const message = { text: 'Maya <!channel> & you', card: card([line('An update')]) };
    const ref = await platform.post(to, message, { deliveryId: 'delivery-1' });
    assert.equal((await history())[0]?.text, 'Maya &lt;!channel&gt; &amp; you');
    const reply = await platform.post(to, { text: 'Reply' }, { deliveryId: 'delivery-2', thread: ref.id });
    assert.deepEqual(await platform.abilities.findPost?.(to, { deliveryId: 'delivery-1', since: since }), ref);
    assert.deepEqual(await platform.abilities.findPost?.(to, { deliveryId: 'delivery-2', since: since }), reply);
    await platform.update(ref, { text: 'Changed' });
    assert.equal((await history())[0]?.text, 'Changed');
    await platform.remove(reply, 'Taken back.');
    await platform.remove(ref, 'Taken back.');
    await platform.remove(ref, 'Taken back.');
    assert.ok((await history()).every(({ ts }) => ts !== ref.id));
  });

  it('writes to a person, and shows them their page', async () => {
    const person = personIdOf(workspace, maya);
    const direct = await platform.openDirect(person);
    assert.equal(direct.kind, 'direct');
    await platform.post(direct.id, { text: 'For you' }, { deliveryId: 'delivery-3' });
    await platform.abilities.publishHome?.(person, card([line('Your page')]));
    assert.equal((await platform.abilities.profile?.(person))?.name, 'Maya Kaur');
  });

  it('lists members', async () => {
    const [member] = await platform.members(conversationIdOf(workspace, channel));
    assert.equal(member?.workspace, workspace);
  });

  it('translates its complaints', async () => {
    const nowhere = conversationIdOf(workspace, 'C0NOWHERE');
    await assert.rejects(platform.post(nowhere, { text: 'x' }, { deliveryId: 'd' }), { code: 'not_found' });
  });
});

const seed = {
  team: { name: 'Example', domain: 'example' },
  users: [{ name: 'maya', real_name: 'Maya Kaur', email: 'maya@example.org' }],
  channels: [{ name: 'general' }],
  tokens: [{ token: 'xoxb-test', user: 'U000000001', scopes: ['chat:write'] }],
};

function idOf(list: unknown, name: string): string {
  const found = (list as readonly Answer[]).find((one) => one.name === name);
  assert.ok(typeof found?.id === 'string', `no ${name}`);
  return found.id;
}
