import assert from 'node:assert/strict';
import type { WebClient } from '@slack/web-api';
import { type OrgChannel, type SlackPerson, slackBot, slackChannels, slackPeople } from '../../src/playground/org.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { testStorage } from '../support/database.ts';
import { openWorld, type Received, slackClient, type World } from './world.ts';

const [network, comms] = slackChannels as [OrgChannel, OrgChannel];
const [amina, leah] = slackPeople as [SlackPerson, SlackPerson];

type Json = Record<string, unknown>;

describe('what people do in the local Slack', () => {
  let storage: Storage;
  let world: World;
  let slack: WebClient;

  before(async () => {
    storage = await testStorage();
  });
  beforeEach(async () => {
    world = await openWorld(storage.db, { patience: { slackMs: 150, teamsMs: 150 } });
    slack = slackClient(world);
  });
  afterEach(async () => {
    await world.post('/playground/reset', {});
    await world.close();
  });
  after(async () => {
    await storage.stop();
  });

  function act(more: Json, as = amina): Promise<{ ok: boolean; tell?: string }> {
    return world.act({ platform: 'slack', as: as.id, ...more });
  }

  function last(): Json {
    const received = world.received.at(-1);
    assert.ok(received);
    return received.body;
  }

  function triggerOf({ body }: Pick<Received, 'body'>): string {
    return String(body.trigger_id);
  }

  function modal(more: Json = {}) {
    return {
      type: 'modal' as const,
      callback_id: 'answer',
      private_metadata: 'round-1',
      title: { type: 'plain_text' as const, text: 'Your answer' },
      submit: { type: 'plain_text' as const, text: 'Preview' },
      blocks: [
        {
          type: 'input',
          block_id: 'what',
          label: { type: 'plain_text', text: 'What did you learn?' },
          element: { type: 'plain_text_input', action_id: 'text', multiline: true, max_length: 10 },
        },
        {
          type: 'input',
          block_id: 'who',
          optional: true,
          label: { type: 'plain_text', text: 'Who sees it' },
          element: {
            type: 'static_select',
            action_id: 'audience',
            options: ['me', 'team'].map((value) => ({ text: { type: 'plain_text', text: value }, value })),
          },
        },
      ],
      ...more,
    } as never;
  }

  /** Amina types the command and the app opens a modal before it answers. */
  async function openModal(more: Json = {}): Promise<string> {
    world.replies.push(async (received) => {
      await slack.views.open({ trigger_id: triggerOf(received), view: modal(more) });
      return {};
    });
    assert.deepEqual(await act({ do: 'command', channel: network.id, text: '/outloud answer' }), { ok: true });
    const [view] = (await world.state()).slack.modals[amina.id] ?? [];
    assert.ok(view);
    return view.id;
  }

  async function modals(): Promise<Json[]> {
    return (await world.state()).slack.modals[amina.id] ?? [];
  }

  it('sends a message in a channel as an event, and a mention as two', async () => {
    assert.deepEqual(await act({ do: 'say', channel: network.id, text: 'A < B & "C"' }), { ok: true });
    const { event, authorizations, ...envelope } = last() as { event: Json; authorizations: Json[] } & Json;
    assert.equal(envelope.type, 'event_callback');
    assert.match(String(envelope.event_id), /^Ev[0-9A-F]{10}$/);
    assert.equal(authorizations[0]?.user_id, slackBot.id);
    assert.deepEqual(
      [event.type, event.channel, event.channel_type, event.user, event.text],
      ['message', network.id, 'channel', amina.id, 'A &lt; B &amp; "C"'],
    );
    const said = (await world.slackMessages(network.id)).at(-1);
    assert.equal(said?.ts, event.ts);

    await act({ do: 'say', channel: network.id, text: '@Outloud help, and @Leah Morgan, <!channel>' });
    const [mention, message] = world.received.slice(-2).map(({ body }) => body.event as Json);
    assert.equal(mention?.type, 'app_mention');
    assert.equal(message?.type, 'message');
    assert.equal(mention?.text, `<@${slackBot.id}> help, and <@${leah.id}>, &lt;!channel&gt;`);
    const [first, second] = world.received.slice(-2);
    assert.notEqual(first?.body.event_id, second?.body.event_id);
  });

  it('sends a direct message, and a reply in a thread with its parent', async () => {
    await act({ do: 'say', channel: amina.direct, text: 'help' });
    assert.equal((last().event as Json).channel_type, 'im');
    const { ts } = await slack.chat.postMessage({ channel: network.id, text: 'Root' });
    await act({ do: 'say', channel: network.id, thread_ts: ts, text: 'Reply' });
    const event = last().event as Json;
    assert.deepEqual([event.thread_ts, event.parent_user_id], [ts, slackBot.id]);
    assert.equal((await world.slackMessages(network.id)).at(-1)?.thread_ts, ts);
    const slash = await act({ do: 'say', channel: network.id, thread_ts: ts, text: '/outloud help' });
    assert.equal(slash.tell, '/outloud is not supported in threads. Sorry!');
  });

  it('says what is not possible, and sends nothing', async () => {
    assert.match(String((await act({ do: 'say', channel: comms.id, text: 'x' }, leah)).tell), /not in this channel/);
    assert.match(String((await act({ do: 'say', channel: network.id, text: '  ' })).tell), /Write something/);
    assert.match(String((await act({ do: 'say', channel: network.id, text: '/foo bar' })).tell), /not a valid command/);
    const press = { do: 'press', channel: network.id, ts: '1.2', action_id: 'a', block_id: 'b', state: {} };
    assert.match(String((await act(press)).tell), /no longer there/);
    assert.equal((await world.act({ platform: 'slack', as: 'U0', do: 'home' })).ok, false);
    assert.equal((await world.post('/playground/act', { platform: 'slack', do: 'fly' })).status, 400);
    assert.equal((await world.post('/playground/act', '{')).status, 400);
    assert.equal(world.received.length, 0);
  });

  it('sends a command as form fields and shows the answer: JSON, plain words, or none', async () => {
    world.replies.push({ body: JSON.stringify({ text: 'Hello', response_type: 'ephemeral' }) });
    await act({ do: 'command', channel: network.id, text: '/outloud  pause until 6 June' });
    const fields = last();
    assert.deepEqual(
      [fields.command, fields.text, fields.channel_id, fields.channel_name, fields.user_id],
      ['/outloud', 'pause until 6 June', network.id, network.name, amina.id],
    );
    world.replies.push({ body: JSON.stringify({ text: 'For all', response_type: 'in_channel' }) }, { body: 'Plain' });
    await act({ do: 'command', channel: network.id, text: '/outloud' });
    await act({ do: 'say', channel: amina.direct, text: '/outloud help' });
    assert.equal(last().channel_name, 'directmessage');
    const [hello, all] = await world.slackMessages(network.id);
    assert.deepEqual([hello?.text, hello?.only_for], ['Hello', amina.id]);
    assert.deepEqual([all?.text, all?.only_for], ['For all', undefined]);
    assert.equal((await world.slackMessages(amina.direct)).at(-1)?.text, 'Plain');
  });

  it("answers at the command's response_url, five times in half an hour", async () => {
    await act({ do: 'command', channel: network.id, text: '/outloud help' });
    const url = new URL(String(last().response_url)).pathname;
    for (let use = 1; use <= 5; use += 1) {
      assert.equal((await world.post(url, { text: `Use ${use}` })).status, 200);
    }
    assert.equal((await world.post(url, { text: 'Use 6' })).status, 404);
    assert.equal((await world.slackMessages(network.id)).length, 5);
    await act({ do: 'command', channel: network.id, text: '/outloud help' });
    const late = new URL(String(last().response_url)).pathname;
    assert.equal((await world.post(late, { text: '' })).status, 400);
    world.realOffsetMs = 31 * 60_000;
    assert.equal((await world.post(late, { text: 'late' })).status, 404);
  });

  it('sends a press with its message, state and response_url, and the answer replaces or removes the message', async () => {
    const blocks = [
      {
        type: 'actions',
        block_id: 'row',
        elements: [
          { type: 'button', action_id: 'useful', value: 'u-1', text: { type: 'plain_text', text: 'Useful' } },
          { type: 'datepicker', action_id: 'day', initial_date: '2026-11-24' },
        ],
      },
    ];
    const { ts } = await slack.chat.postMessage({ channel: network.id, text: 'An update', blocks: blocks as never });
    const press = {
      do: 'press',
      channel: network.id,
      ts,
      block_id: 'row',
      action_id: 'useful',
      value: 'forged',
      state: {},
    };
    assert.deepEqual(await act(press), { ok: true });
    const payload = last();
    const [action] = payload.actions as Json[];
    assert.deepEqual([payload.type, action?.type, action?.value], ['block_actions', 'button', 'u-1']);
    assert.deepEqual(payload.container, {
      type: 'message',
      message_ts: ts,
      channel_id: network.id,
      is_ephemeral: false,
    });
    assert.equal((payload.message as Json).text, 'An update');
    assert.deepEqual(payload.state, { values: { row: { day: { type: 'datepicker', selected_date: '2026-11-24' } } } });

    const url = new URL(String(payload.response_url)).pathname;
    await world.post(url, { replace_original: true, text: 'Replaced', blocks: [] });
    assert.deepEqual(
      (await world.slackMessages(network.id)).map(({ text }) => text),
      ['Replaced'],
    );
    await world.post(url, { text: 'Only you', thread_ts: ts });
    const note = (await world.slackMessages(network.id)).at(-1);
    assert.deepEqual([note?.only_for, note?.thread_ts], [amina.id, ts]);

    await slack.apiCall('chat.postEphemeral', { channel: network.id, user: amina.id, text: 'psst', blocks });
    const secret = (await world.slackMessages(network.id)).at(-1);
    assert.match(String((await act({ ...press, ts: secret?.ts }, leah)).tell), /no longer there/);
    await act({ ...press, ts: secret?.ts });
    assert.equal((last().container as Json).is_ephemeral, true);
    assert.equal(last().message, undefined);
    await world.post(new URL(String(last().response_url)).pathname, { delete_original: true });
    assert.ok(!(await world.slackMessages(network.id)).some((one) => one.ts === secret?.ts));
  });

  it('sends what was selected, as Slack shapes it', async () => {
    const option = (value: string) => ({ text: { type: 'plain_text', text: value.toUpperCase() }, value });
    const blocks = [
      {
        type: 'section',
        block_id: 'menu',
        text: { type: 'mrkdwn', text: 'More' },
        accessory: { type: 'overflow', action_id: 'more', options: [option('edit'), option('withdraw')] },
      },
      {
        type: 'actions',
        block_id: 'days',
        elements: [{ type: 'checkboxes', action_id: 'on', options: [option('mon'), option('tue')] }],
      },
    ];
    const { ts } = await slack.chat.postMessage({ channel: network.id, text: 'x', blocks: blocks as never });
    const use = { do: 'press', channel: network.id, ts, state: {} };
    await act({
      ...use,
      block_id: 'menu',
      action_id: 'more',
      selected: { type: 'overflow', selected_option: option('withdraw') },
    });
    assert.deepEqual((last().actions as Json[])[0]?.selected_option, option('withdraw'));
    await act({ ...use, block_id: 'days', action_id: 'on', selected: ['tue', 'forged'] });
    assert.deepEqual((last().actions as Json[])[0]?.selected_options, [option('tue')]);
  });

  it('opens a modal with a trigger once, within three seconds', async () => {
    await act({ do: 'command', channel: network.id, text: '/outloud answer' });
    const trigger = String(last().trigger_id);
    const { view } = await slack.views.open({ trigger_id: trigger, view: modal() });
    assert.equal(view?.private_metadata, 'round-1');
    assert.equal((await modals())[0]?.id, view?.id);
    await assert.rejects(slack.views.open({ trigger_id: trigger, view: modal() }), /exchanged_trigger_id/);
    await act({ do: 'command', channel: network.id, text: '/outloud answer' });
    world.realOffsetMs = 3001;
    await assert.rejects(
      slack.views.open({ trigger_id: String(last().trigger_id), view: modal() }),
      /expired_trigger_id/,
    );
    await assert.rejects(slack.views.open({ trigger_id: 'made-up', view: modal() }), /invalid_trigger_id/);
  });

  it('refuses views that Slack refuses', async () => {
    for (const view of [
      modal({ title: { type: 'plain_text', text: 'x'.repeat(25) } }),
      modal({ submit: undefined }),
      modal({ private_metadata: 'x'.repeat(3001) }),
      modal({ blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) }),
      modal({ type: 'home' }),
    ]) {
      await act({ do: 'command', channel: network.id, text: '/outloud answer' });
      const opened = slack.views.open({ trigger_id: String(last().trigger_id), view });
      await assert.rejects(opened, /invalid_arguments/);
    }
    assert.equal((await modals()).length, 0);
  });

  it("asks for what a field needs before it sends a modal, and then shows the app's own complaints", async () => {
    const id = await openModal();
    const before = world.received.length;
    assert.deepEqual(await act({ do: 'submit-view', view_id: id, state: {} }), { ok: true });
    assert.deepEqual((await modals())[0]?.errors, { what: 'Please complete this required field.' });
    const long = { what: { text: { type: 'plain_text_input', value: 'x'.repeat(11) } } };
    await act({ do: 'submit-view', view_id: id, state: long });
    const [complained] = (await world.state()).slack.modals[amina.id] ?? [];
    assert.match(String(complained?.errors?.what), /no more than 10/);
    assert.equal(world.received.length, before);

    world.replies.push({ body: JSON.stringify({ response_action: 'errors', errors: { what: 'Not that.' } }) });
    const state = { what: { text: { type: 'plain_text_input', value: 'Something' } }, who: { audience: 'team' } };
    await act({ do: 'submit-view', view_id: id, state });
    const { view, type } = last() as { view: { state: { values: Record<string, Json> }; hash: string }; type: string };
    assert.equal(type, 'view_submission');
    assert.deepEqual(view.state.values.what, { text: { type: 'plain_text_input', value: 'Something' } });
    const { who = {} } = view.state.values;
    assert.equal(((who.audience as Json).selected_option as Json).value, 'team');
    assert.ok(view.hash);
    assert.deepEqual((await modals())[0]?.errors, { what: 'Not that.' });

    world.replies.push({ body: JSON.stringify({ response_action: 'errors', errors: { nowhere: 'x' } }) });
    assert.match(String((await act({ do: 'submit-view', view_id: id, state })).tell), /trouble connecting/);
    await act({ do: 'submit-view', view_id: id, state });
    assert.deepEqual(await modals(), []);
  });

  it('keeps a stack of modals: update, push, back, clear', async () => {
    const id = await openModal();
    const state = { what: { text: 'Words' } };
    const answer = (response_action: string, title = '') => ({
      body: JSON.stringify({ response_action, view: modal({ title: { type: 'plain_text', text: title || 'x' } }) }),
    });
    const titles = async () => (await modals()).map(({ title }) => (title as Json).text);
    world.replies.push(answer('update', 'Second'), answer('push', 'Third'));
    await act({ do: 'submit-view', view_id: id, state });
    await act({ do: 'submit-view', view_id: id, state });
    assert.deepEqual(await titles(), ['Second', 'Third']);
    const [, third] = await modals();
    assert.deepEqual([third?.root_view_id, third?.previous_view_id], [id, id]);
    world.replies.push(answer('push', 'Fourth'));
    await act({ do: 'submit-view', view_id: third?.id, state });
    world.replies.push(answer('push', 'Fifth'));
    const top = (await modals()).at(-1);
    assert.match(String((await act({ do: 'submit-view', view_id: top?.id, state })).tell), /push_limit_reached/);
    await act({ do: 'close-view', view_id: top?.id });
    assert.deepEqual(await titles(), ['Second', 'Third']);
    world.replies.push({ body: JSON.stringify({ response_action: 'clear' }) });
    await act({ do: 'submit-view', view_id: third?.id, state });
    assert.deepEqual(await modals(), []);
  });

  it('updates a modal by its id and hash, and tells the app that it was closed where it asked', async () => {
    const id = await openModal({ notify_on_close: true, external_id: 'ours' });
    const { view } = await slack.views.update({ external_id: 'ours', view: modal({ notify_on_close: true }) });
    assert.equal(view?.id, id);
    await assert.rejects(slack.views.update({ view_id: id, hash: '1.old', view: modal() }), /hash_conflict/);
    await assert.rejects(slack.views.update({ view_id: 'V0', view: modal() }), /not_found/);
    await act({ do: 'close-view', view_id: id });
    assert.equal(last().type, 'view_closed');
    assert.deepEqual(await modals(), []);
  });

  it('opens the home page, which the app publishes, and its buttons work', async () => {
    await act({ do: 'home' });
    assert.deepEqual([(last().event as Json).type, (last().event as Json).tab], ['app_home_opened', 'home']);
    const button = { type: 'button', action_id: 'write', value: 'now', text: { type: 'plain_text', text: 'Write' } };
    const view = { type: 'home', blocks: [{ type: 'actions', block_id: 'do', elements: [button] }] };
    await slack.apiCall('views.publish', { user_id: amina.id, view });
    const home = (await world.state()).slack.homes[amina.id] as unknown as Json;
    await act({ do: 'press-view', view_id: home.id, block_id: 'do', action_id: 'write', state: {} });
    assert.deepEqual([last().type, (last().container as Json).type], ['block_actions', 'view']);
    assert.equal((last().view as Json).type, 'home');
  });

  it("sends a message shortcut with a person's message", async () => {
    await act({ do: 'say', channel: network.id, text: 'A thought' }, leah);
    const { ts } = (await world.slackMessages(network.id)).at(-1) ?? {};
    await act({ do: 'shortcut', callback_id: 'turn-into-note', channel: network.id, ts });
    assert.deepEqual(
      [last().type, last().callback_id, last().message_ts, (last().message as Json).user],
      ['message_action', 'turn-into-note', ts, leah.id],
    );
  });

  it("says Slack's own words when the app is slow, and the status when it fails", async () => {
    world.replies.push({ hang: true });
    const slow = await act({ do: 'command', channel: network.id, text: '/outloud help' });
    assert.match(String(slow.tell), /operation_timeout.*didn't respond in time/);
    world.replies.push({ status: 500 });
    assert.match(String((await act({ do: 'say', channel: network.id, text: 'x' })).tell), /status 500/);
    const id = await openModal();
    world.replies.push({ status: 404 });
    const failed = await act({ do: 'submit-view', view_id: id, state: { what: { text: 'x' } } });
    assert.match(String(failed.tell), /We had some trouble connecting. Try again\? .*404/);
    assert.equal((await modals()).length, 1);
  });
});
