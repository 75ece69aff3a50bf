import assert from 'node:assert/strict';
import type { WebClient } from '@slack/web-api';
import {
  type OrgChannel,
  type SlackPerson,
  slackBot,
  slackChannels,
  slackPeople,
  slackWorkspace,
} from '../../src/playground/org.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { testStorage } from '../support/database.ts';
import { openWorld, slackClient, type World } from './world.ts';

const [network, comms] = slackChannels as [OrgChannel, OrgChannel];
const [amina, leah] = slackPeople as [SlackPerson, SlackPerson];

describe('the local Slack, called by @slack/web-api', () => {
  let storage: Storage;
  let world: World;
  let slack: WebClient;

  before(async () => {
    storage = await testStorage();
    world = await openWorld(storage.db);
    slack = slackClient(world);
  });
  after(async () => {
    await world.close();
    await storage.stop();
  });

  async function refused(call: Promise<unknown>, code: string): Promise<Record<string, unknown>> {
    try {
      await call;
    } catch (error) {
      const { data } = error as { data: Record<string, unknown> };
      assert.equal(data?.error, code, String(error));
      return data;
    }
    throw new assert.AssertionError({ message: `not refused with ${code}` });
  }

  async function posted(text: string, more: Record<string, unknown> = {}): Promise<string> {
    const { ts } = await slack.chat.postMessage({ channel: network.id, text, ...more });
    assert.ok(ts);
    return ts;
  }

  async function shown(ts: string) {
    return (await world.slackMessages(network.id)).find((message) => message.ts === ts);
  }

  it('knows its bot by the token, and nobody without it', async () => {
    const me = await slack.auth.test();
    assert.equal(me.user_id, slackBot.id);
    assert.equal(me.team_id, slackWorkspace.id);
    assert.equal(me.bot_id, slackWorkspace.botId);
    await refused(slackClient(world, 'xoxb-somebody-else').auth.test(), 'invalid_auth');
    await refused(slackClient(world, '').auth.test(), 'not_authed');
    await refused(slack.apiCall('chat.doesNotExist'), 'unknown_method');
  });

  it('posts, updates and deletes', async () => {
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'Hello *there*' } }];
    const ts = await posted('Hello there', { blocks });
    assert.match(ts, /^\d{10}\.\d{6}$/);
    const first = await shown(ts);
    assert.equal(first?.text, 'Hello there');
    assert.equal(first?.user, slackBot.id);
    assert.equal(first?.blocks?.[0]?.type, 'section');
    assert.ok(first?.blocks?.[0]?.block_id);

    await slack.chat.update({ channel: network.id, ts, text: 'Changed' });
    const second = await shown(ts);
    assert.equal(second?.text, 'Changed');
    assert.equal(second?.blocks?.length, 1, 'blocks that are not given stay');
    assert.ok(second?.edited);
    await slack.chat.update({ channel: network.id, ts, text: 'Changed', blocks: [] });
    assert.deepEqual((await shown(ts))?.blocks, []);

    await slack.chat.delete({ channel: network.id, ts });
    assert.equal(await shown(ts), undefined);
    await refused(slack.chat.delete({ channel: network.id, ts }), 'message_not_found');
    await refused(slack.chat.update({ channel: network.id, ts, text: 'x' }), 'message_not_found');
  });

  it('posts to a person by opening the direct chat, and shows an ephemeral message to one person only', async () => {
    const opened = await slack.conversations.open({ users: amina.id });
    assert.equal(opened.channel?.id, amina.direct);
    const direct = await slack.chat.postMessage({ channel: amina.id, text: 'For you' });
    assert.equal(direct.channel, amina.direct);
    const { message_ts: ts } = await slack.chat.postEphemeral({ channel: network.id, user: leah.id, text: 'psst' });
    const message = (await world.slackMessages(network.id)).find((one) => one.ts === ts);
    assert.equal(message?.only_for, leah.id);
    const history = await slack.conversations.history({ channel: network.id });
    assert.ok(!history.messages?.some((one) => one.ts === ts), 'an ephemeral message cannot be read back');
    await refused(slack.chat.postEphemeral({ channel: comms.id, user: leah.id, text: 'x' }), 'user_not_in_channel');
    await refused(slack.conversations.open({ users: 'U0NOBODY' }), 'user_not_found');
  });

  it('keeps threads: replies, counts, and a tombstone for a deleted first message', async () => {
    const root = await posted('A root');
    const reply = await posted('A reply', { thread_ts: root });
    const late = await posted('Another, on the reply', { thread_ts: reply });
    const thread = await slack.conversations.replies({ channel: network.id, ts: root });
    assert.deepEqual(
      thread.messages?.map(({ ts, thread_ts }) => [ts, thread_ts]),
      [
        [root, root],
        [reply, root],
        [late, root],
      ],
    );
    assert.equal(thread.messages?.[0]?.reply_count, 2);
    const history = await slack.conversations.history({ channel: network.id });
    assert.ok(!history.messages?.some((one) => one.ts === reply), 'replies stand in their thread only');
    await slack.chat.delete({ channel: network.id, ts: root });
    assert.equal((await shown(root))?.deleted, true);
    await refused(slack.conversations.replies({ channel: network.id, ts: '1.000001' }), 'thread_not_found');
    await refused(posted('x', { thread_ts: '1.000001' }), 'cannot_reply_to_message');
  });

  it('gives history newest first, in pages, between moments, with metadata when asked', async () => {
    const metadata = { event_type: 'delivery', event_payload: { id: 'delivery-77' } };
    const old = await posted('old');
    const marked = await posted('marked', { metadata });
    const asked = await slack.conversations.history({ channel: network.id, oldest: old, include_all_metadata: true });
    assert.deepEqual(
      asked.messages?.map(({ ts }) => ts),
      [marked],
    );
    assert.deepEqual(asked.messages?.[0]?.metadata, metadata);
    const plain = await slack.conversations.history({ channel: network.id, limit: 1 });
    assert.equal(plain.messages?.[0]?.ts, marked);
    assert.equal(plain.messages?.[0]?.metadata, undefined);
    assert.equal(plain.has_more, true);
    const cursor = plain.response_metadata?.next_cursor;
    const next = await slack.conversations.history({ channel: network.id, limit: 1, cursor });
    assert.equal(next.messages?.[0]?.ts, old);
    const one = { channel: network.id, latest: old, oldest: old, inclusive: true };
    assert.equal((await slack.conversations.history(one)).messages?.length, 1);
    await refused(slack.conversations.history({ channel: network.id, cursor: 'bm9uc2Vuc2U=' }), 'invalid_cursor');
  });

  it('lists people with their time zones, guests and the bot marked', async () => {
    const { members } = await slack.conversations.members({ channel: network.id });
    assert.deepEqual(members, [...network.members, slackBot.id]);
    const { user } = await slack.users.info({ user: amina.id, include_locale: true });
    assert.equal(user?.real_name, amina.name);
    assert.equal(user?.tz, 'Europe/London');
    assert.equal((user as { locale?: string }).locale, 'en-GB');
    const abroad = slackPeople.find(({ timeZone }) => timeZone !== 'Europe/London');
    const away = await slack.users.info({ user: abroad?.id ?? '' });
    assert.ok((away.user?.tz_offset ?? 0) < 0);
    assert.equal(
      (await slack.users.info({ user: slackPeople.find((one) => one.guest)?.id ?? '' })).user?.is_restricted,
      true,
    );
    const all = await slack.users.list({ limit: 2 });
    assert.equal(all.members?.length, 2);
    const rest = await slack.users.list({ cursor: all.response_metadata?.next_cursor });
    assert.ok(rest.members?.some(({ is_bot }) => is_bot));
    await refused(slack.users.info({ user: 'U0NOBODY' }), 'user_not_found');
    const { channel } = await slack.conversations.info({ channel: network.id, include_num_members: true });
    assert.equal(channel?.name, network.name);
    assert.equal(channel?.num_members, network.members.length + 1);
    assert.equal((await slack.conversations.info({ channel: amina.direct })).channel?.is_im, true);
    const { channels } = await slack.conversations.list({ types: 'public_channel,im' });
    assert.equal(channels?.length, slackChannels.length + slackPeople.length);
  });

  it('refuses a channel that is none, and one that the bot has left', async () => {
    await refused(slack.chat.postMessage({ channel: 'C0NOWHERE', text: 'x' }), 'channel_not_found');
    await refused(slack.conversations.members({ channel: 'C0NOWHERE' }), 'channel_not_found');
    await slack.conversations.leave({ channel: comms.id });
    await refused(slack.chat.postMessage({ channel: comms.id, text: 'x' }), 'not_in_channel');
    await refused(slack.conversations.history({ channel: comms.id }), 'not_in_channel');
    await slack.conversations.join({ channel: comms.id });
    await slack.chat.postMessage({ channel: comms.id, text: 'back' });
  });

  it("refuses to change what is not the bot's", async () => {
    await world.act({ platform: 'slack', as: amina.id, do: 'say', channel: network.id, text: 'Mine' });
    const mine = (await world.slackMessages(network.id)).at(-1);
    assert.equal(mine?.user, amina.id);
    const at = { channel: network.id, ts: mine?.ts ?? '' };
    await refused(slack.chat.update({ ...at, text: 'x' }), 'cant_update_message');
    await refused(slack.chat.delete(at), 'cant_delete_message');
  });

  it('refuses messages without words, too long, or with broken blocks, and says where', async () => {
    const channel = network.id;
    await refused(slack.chat.postMessage({ channel, text: '' }), 'no_text');
    const ts = await posted('short');
    await refused(slack.chat.update({ channel, ts, text: 'x'.repeat(4001) }), 'msg_too_long');
    const long = await posted('y'.repeat(40_010));
    assert.equal((await shown(long))?.text.length, 40_000);
    const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
    const button = { type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'ok' } };
    const broken: [Record<string, unknown>, RegExp][] = [
      [section(''), /more than 0 characters.*\/blocks\/0\/text\/text/],
      [section('x'.repeat(3001)), /less than 3001 characters/],
      [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }, /less than 151/],
      [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }, /plain_text/],
      [{ type: 'actions', elements: [button, button] }, /already exists/],
      [{ type: 'actions', elements: [] }, /no less than 1/],
      [{ type: 'actions', elements: [{ ...button, value: 'v'.repeat(2001) }] }, /less than 2001/],
      [{ type: 'marquee' }, /unsupported type: marquee/],
      [{ type: 'image', image_url: 'https://example.org/a.png' }, /alt_text/],
      [
        { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] }] },
        /elements\/0\/elements\/0\/text/,
      ],
    ];
    for (const [block, words] of broken) {
      const call = slack.apiCall('chat.postMessage', { channel, text: 'x', blocks: [block] });
      const { response_metadata: details } = await refused(call, 'invalid_blocks');
      assert.match(String((details as { messages: string[] }).messages), words);
    }
    const many = Array.from({ length: 51 }, () => ({ type: 'divider' }));
    await refused(slack.apiCall('chat.postMessage', { channel, text: 'x', blocks: many }), 'invalid_blocks');
    await refused(
      slack.apiCall('chat.postMessage', { channel, text: 'x', blocks: 'no json' }),
      'invalid_blocks_format',
    );
    await refused(
      slack.apiCall('chat.postMessage', { channel, text: 'x', metadata: { a: 1 } }),
      'invalid_metadata_schema',
    );
  });

  describe('with pictures', () => {
    const dot = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const showing = (id: string) =>
      slack.apiCall('chat.postMessage', {
        channel: network.id,
        text: 'a dot',
        blocks: [{ type: 'image', slack_file: { id }, alt_text: 'a dot' }],
      });

    async function uploaded(file: Buffer): Promise<string> {
      const answer = await slack.filesUploadV2({ file, filename: 'dot.png', title: 'A dot' });
      const { files } = answer as unknown as { files: { files: { id: string; mimetype: string }[] }[] };
      assert.equal(files[0]?.files[0]?.mimetype, file === dot ? 'image/png' : '');
      return files[0]?.files[0]?.id ?? '';
    }

    it('takes a file, shows it in a block, and gives it to the page', async () => {
      const id = await uploaded(dot);
      assert.match(id, /^F[A-Z0-9]{8,}$/);
      await showing(id);
      const picture = await fetch(`${world.origin}/playground/slack/file/${id}`);
      assert.equal(picture.headers.get('content-type'), 'image/png');
      assert.deepEqual(Buffer.from(await picture.arrayBuffer()), dot);
    });

    it('refuses a block with a file that is not there, or not yet', async () => {
      const begun = await slack.files.getUploadURLExternal({ filename: 'dot.png', length: dot.length });
      for (const id of ['F00000000', String(begun.file_id)]) {
        const { errors } = await refused(showing(id), 'invalid_blocks');
        assert.deepEqual(errors, ['[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]']);
      }
      const files = [{ id: String(begun.file_id) }] as [{ id: string }];
      await refused(slack.files.completeUploadExternal({ files }), 'file_not_found');
    });

    it('takes no other number of bytes than was said, and serves nothing but pictures', async () => {
      const { upload_url: url = '' } = await slack.files.getUploadURLExternal({ filename: 'a', length: 5 });
      assert.equal((await fetch(url, { method: 'POST', body: 'four' })).status, 400);
      assert.equal(
        (await fetch(`${world.origin}/playground/slack/upload/F0`, { method: 'POST', body: 'x' })).status,
        400,
      );
      await refused(slack.files.getUploadURLExternal({ filename: 'a', length: 0 }), 'invalid_arguments');
      await refused(slack.files.getUploadURLExternal({ filename: 'a', length: 1e9 }), 'file_upload_size_restricted');
      const page = await uploaded(Buffer.from('<script>alert(1)</script>'));
      assert.equal((await fetch(`${world.origin}/playground/slack/file/${page}`)).status, 404);
    });
  });

  it('knows charts, two a message, unless they are not there yet', async () => {
    const chart = (more: object = {}) => ({
      type: 'data_visualization',
      title: 'Votes',
      chart: { type: 'pie', segments: [{ label: 'Yes', value: 3 }] },
      ...more,
    });
    const post = (client: WebClient, blocks: object[]) =>
      client.apiCall('chat.postMessage', { channel: network.id, text: 'x', blocks });
    await post(slack, [chart(), chart()]);
    await refused(post(slack, [chart(), chart(), chart()]), 'invalid_blocks');
    await refused(post(slack, [chart({ title: 'x'.repeat(51) })]), 'invalid_blocks');
    await refused(post(slack, [chart({ chart: { type: 'gauge' } })]), 'invalid_blocks');
    const poorer = await openWorld(storage.db, { unknownBlocks: ['data_visualization'] });
    try {
      const { errors } = await refused(post(slackClient(poorer), [chart()]), 'invalid_blocks');
      assert.deepEqual(errors, ['[ERROR] unsupported type: data_visualization [json-pointer:/blocks/0/type]']);
    } finally {
      await poorer.close();
    }
  });

  it('never answers bad input with a 5xx', async () => {
    const { botToken } = world.playground.slack;
    const headers = { authorization: `Bearer ${botToken}` };
    for (const [path, body] of [
      ['chat.postMessage', '{'],
      ['chat.postMessage', '[]'],
      ['chat.postMessage', '{"channel":{},"text":[]}'],
      ['views.open', '{"trigger_id":7,"view":"{"}'],
      ['views.publish', '{"user_id":null}'],
      ['__proto__', '{}'],
      ['', '{}'],
    ] as const) {
      const response = await world.post(`/playground/slack/api/${path}`, body, headers);
      assert.equal(response.status, 200, path);
      assert.equal(((await response.json()) as { ok: boolean }).ok, false);
    }
    const large = await world.post('/playground/slack/api/chat.postMessage', 'x'.repeat(1_100_000), headers);
    assert.equal(large.status, 413);
    assert.equal((await world.post('/playground/slack/response/unknown', { text: 'x' })).status, 404);
    assert.equal((await world.post('/playground/slack/response/unknown', 'x')).status, 400);
  });
});
