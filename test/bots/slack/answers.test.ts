import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { words } from '../../../src/bots/slack/words.ts';
import { card, opensForm, textInput } from '../../../src/cards/elements.ts';
import { Busy } from '../../../src/chat/bot.ts';
import type { Form } from '../../../src/chat/form.ts';
import { form, note, nothing, type Reply, replace } from '../../../src/chat/reply.ts';
import { createPlatformForTest, createScriptedBot, type Mounted, mount, type ScriptedBot } from './adapter.ts';
import { type Args, type FakeSlack, startFakeSlack } from './fake-slack.ts';
import { fixture } from './fixtures.ts';

const asking: Form = {
  name: 'prompts.answer',
  title: 'Working out loud',
  state: 'round:7',
  body: [
    textInput({ id: 'answer', label: 'What did you learn?', multiline: true, required: 'Write something' }),
    textInput({ id: 'link', label: 'Link', kind: 'Url' }),
  ],
  submit: 'Preview',
};

describe('POST /slack/events: what goes back', () => {
  let slack: FakeSlack;
  let bot: ScriptedBot;
  let app: Mounted;
  let url: string;

  before(async () => {
    slack = await startFakeSlack();
    url = slack.responseUrl('1');
  });
  beforeEach(async () => {
    for (const list of [slack.calls, slack.responses, slack.messages]) list.length = 0;
    bot = createScriptedBot();
    app = await mount(await createPlatformForTest(slack, { bot }));
  });
  afterEach(() => app.close());
  after(() => slack.close());

  const command = (change: object = {}): Args => ({ ...fixture('command'), response_url: url, ...change });
  const payload = (name: string, change: object = {}): Args => ({ ...fixture(name), response_url: url, ...change });
  const answering = (reply: Reply): void => {
    bot.answer = () => reply;
  };
  /** From now on the adapter waits 10 ms for the core, and the core until `release`. */
  async function slowCore(): Promise<{ release(reply: Reply): void }> {
    await app.close();
    app = await mount(await createPlatformForTest(slack, { bot, answerWithinMs: 10 }));
    let release: (reply: Reply) => void = () => {};
    bot.answer = () => new Promise((resolve) => (release = resolve));
    return { release: (reply) => release(reply) };
  }
  /** Everything that goes on after the HTTP answer is over. */
  const settled = (): Promise<void> => app.adapter.stop();
  const said = (): readonly string[] => slack.responses.map(({ body }) => String(body.text));

  function submission(change: object = {}): Args {
    const sent = fixture('view-submission');
    const view = sent.view as Args;
    const metadata = `${JSON.stringify({ origin: { channel: 'C0LAN2Q65', kind: 'channel', responseUrl: url } })}\nround:7`;
    return { ...sent, view: { ...view, private_metadata: metadata, ...change } };
  }

  describe('to a command', () => {
    it('a note for the person is ephemeral, in the answer itself', async () => {
      answering(note('Only <you> & me'));
      const { status, json } = await app.sendForm(command());
      assert.equal(status, 200);
      assert.equal(json?.response_type, 'ephemeral');
      assert.equal(json?.text, 'Only &lt;you&gt; &amp; me');
      assert.ok(Array.isArray(json?.blocks));
      assert.deepEqual(slack.calls, []);
    });

    it('a note for everyone is in the channel', async () => {
      answering(note('All of you', 'here'));
      assert.equal((await app.sendForm(command())).json?.response_type, 'in_channel');
    });

    it('nothing is an empty answer', async () => {
      const { status, text } = await app.sendForm(command());
      assert.deepEqual([status, text], [200, '']);
    });

    it('a form is opened with the trigger', async () => {
      answering(form(asking));
      const { status, text } = await app.sendForm(command());
      assert.deepEqual([status, text], [200, '']);
      await settled();
      const [call] = slack.callsOf('views.open');
      assert.equal(call?.args.trigger_id, fixture('command').trigger_id);
      assert.equal(call?.token, 'xoxb-test');
      const view = call?.args.view as Args;
      assert.equal(view.callback_id, 'prompts.answer');
      assert.match(String(view.private_metadata), /\nround:7$/);
    });

    it('a trigger that is spent is told', async () => {
      answering(form(asking));
      slack.fail({ word: 'expired_trigger_id' });
      await app.sendForm(command());
      await settled();
      assert.deepEqual(said(), [words.tookTooLongToOpenCommand]);
      assert.equal(slack.responses[0]?.body.response_type, 'ephemeral');
    });

    it('an unknown one is answered with what there is, without the core', async () => {
      const { status, json } = await app.sendForm(command({ command: '/outlaud' }));
      assert.equal(status, 200);
      assert.match(String(json?.text), /I don't know \/outlaud\. I know \/outloud, \/pilot\./);
      assert.equal(bot.events.length, 0);
    });

    it('a core that fails is told kindly', async () => {
      bot.answer = () => Promise.reject(new Error('database gone'));
      const { status, json } = await app.sendForm(command());
      assert.deepEqual([status, json?.text], [200, words.wentWrong]);
    });

    it('a core that has too much to do says so', async () => {
      bot.answer = () => Promise.reject(new Busy('full'));
      const { status, json } = await app.sendForm(command());
      assert.deepEqual([status, json?.text], [200, words.busy]);
    });

    it('a slow core gets a first answer, and its own follows', async () => {
      const core = await slowCore();
      const { json } = await app.sendForm(command());
      assert.equal(json?.text, words.stillWorking);
      core.release(note('At last'));
      await settled();
      assert.deepEqual(said(), ['At last']);
      assert.equal(slack.responses[0]?.body.replace_original, false);
    });

    it('a page of the person is published', async () => {
      answering({ kind: 'home', card: card([]) });
      await app.sendForm(command());
      await settled();
      assert.equal(slack.callsOf('views.publish')[0]?.args.user_id, 'U2147483697');
    });
  });

  describe('to a button in a message', () => {
    it('replaces the message', async () => {
      answering(replace({ text: 'Done', card: card([]) }));
      const { status, text } = await app.sendPayload(payload('actions-message'));
      assert.deepEqual([status, text], [200, '']);
      await settled();
      assert.equal(slack.responses[0]?.body.replace_original, true);
      assert.deepEqual(said(), ['Done']);
    });

    it('replaces words that one person sees', async () => {
      answering(replace({ text: 'Done' }));
      await app.sendPayload(payload('actions-ephemeral'));
      await settled();
      assert.equal(slack.responses[0]?.body.replace_original, true);
    });

    it('replaces it by name when the response_url is gone', async () => {
      answering(replace({ text: 'Done' }));
      slack.fail({ status: 404 });
      await app.sendPayload(payload('actions-message'));
      await settled();
      assert.deepEqual(
        slack.callsOf('chat.update').map(({ args }) => [args.channel, args.ts, args.parse]),
        [['C0LAN2Q65', '1732399000.000100', 'none']],
      );
    });

    it('gives a note for the person alone, in the thread where the button is', async () => {
      answering(note('Thanks'));
      await app.sendPayload(payload('actions-form'));
      await settled();
      const body = slack.responses[0]?.body;
      assert.deepEqual(
        [body?.response_type, body?.replace_original, body?.thread_ts, body?.text],
        ['ephemeral', false, '1732398000.000100', 'Thanks'],
      );
    });

    it('gives the note by itself when the response_url is gone', async () => {
      answering(note('Thanks'));
      slack.fail({ status: 500 });
      await app.sendPayload(payload('actions-message'));
      await settled();
      const [call] = slack.callsOf('chat.postEphemeral');
      assert.deepEqual([call?.args.user, call?.args.channel], ['U2147483697', 'C0LAN2Q65']);
    });

    it('sends nothing to a response_url that is not Slack’s', async () => {
      const asked: string[] = [];
      const elsewhere = createServer((request, response) => {
        asked.push(String(request.url));
        response.end('ok');
      });
      await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
      const { port } = elsewhere.address() as AddressInfo;
      answering(note('Thanks'));
      for (const response_url of [
        `http://127.0.0.1:${port}/`,
        `http://hooks.slack.com@127.0.0.1:${port}/`,
        `http://hooks.slack.com:80@127.0.0.1:${port}/`,
        'http://169.254.169.254/latest/meta-data/',
        'https://hooks.slack.com.evil.example/',
        'https://hooks.slack.com:8443/',
        'file:///etc/passwd',
        'nonsense',
      ]) {
        slack.calls.length = 0;
        await app.sendPayload(payload('actions-message', { response_url, trigger_id: response_url }));
        await settled();
        assert.equal(slack.callsOf('chat.postEphemeral').length, 1, response_url);
      }
      await new Promise((resolve) => elsewhere.close(resolve));
      assert.deepEqual(asked, []);
    });

    it('survives that nothing works', async () => {
      answering(note('Thanks'));
      slack.answer('chat.postEphemeral', { ok: false, error: 'not_in_channel' });
      slack.fail({ status: 500 });
      assert.equal((await app.sendPayload(payload('actions-message'))).status, 200);
      await settled();
      slack.answer('chat.postEphemeral', { message_ts: '1.1' });
    });

    it('gives a note for everyone', async () => {
      answering(note('Look', 'here'));
      await app.sendPayload(payload('actions-message'));
      await settled();
      assert.equal(slack.responses[0]?.body.response_type, 'in_channel');
    });

    it('opens a form, which knows where it belongs', async () => {
      answering(form(asking));
      await app.sendPayload(payload('actions-form'));
      await settled();
      const view = slack.callsOf('views.open')[0]?.args.view as Args;
      const [head = ''] = String(view.private_metadata).split('\n');
      assert.deepEqual(JSON.parse(head), {
        origin: { channel: 'D024BE91L', kind: 'direct', thread: '1732398000.000100', responseUrl: url },
      });
    });

    it('tells when the form came too late', async () => {
      answering(form(asking));
      slack.fail({ word: 'expired_trigger_id' });
      await app.sendPayload(payload('actions-message'));
      await settled();
      assert.deepEqual(said(), [words.tookTooLongToOpen]);
    });

    it('tells when the form cannot be opened at all', async () => {
      answering(form(asking));
      slack.fail({ word: 'invalid_arguments' });
      await app.sendPayload(payload('actions-message'));
      await settled();
      assert.deepEqual(said(), [words.wentWrong]);
    });

    it('says that it works when the core is slow', async () => {
      const core = await slowCore();
      const told = slack.nextResponse();
      assert.equal((await app.sendPayload(payload('actions-message'))).status, 200);
      await told;
      core.release(note('At last'));
      await settled();
      assert.deepEqual(said(), [words.stillWorking, 'At last']);
    });

    it('is acknowledged once it is kept, and Slack shows its sign where it could not be taken', async () => {
      const { promise, resolve } = Promise.withResolvers<Reply>();
      bot.answer = () => promise;
      let isAnswered = false;
      const answer = app.sendPayload(payload('actions-message')).then((given) => {
        isAnswered = true;
        return given;
      });
      while (bot.events.length === 0) await new Promise(setImmediate);
      assert.equal(isAnswered, false);
      resolve(nothing);
      assert.equal((await answer).status, 200);
      bot.answer = () => Promise.reject(new Busy('full'));
      assert.equal((await app.sendPayload(payload('actions-message'))).status, 503);
      assert.equal((await app.sendPayload(payload('message-action'))).status, 503);
      assert.deepEqual(said(), []);
    });

    it('tells kindly when the core fails', async () => {
      bot.answer = () => Promise.reject(new Error('database gone'));
      assert.equal((await app.sendPayload(payload('actions-message'))).status, 200);
      await settled();
      assert.deepEqual(said(), [words.wentWrong]);
    });

    it('hands a stale button on and acknowledges it', async () => {
      const actions = [
        { type: 'button', action_id: 'gone.last.year', block_id: 'b', value: 'not json', action_ts: '1.1' },
      ];
      assert.equal((await app.sendPayload(payload('actions-message', { actions }))).status, 200);
      await settled();
      const [event] = bot.events;
      assert.ok(event?.kind === 'action');
      assert.deepEqual([event.action, event.values], ['gone.last.year', {}]);
    });
  });

  describe('to a sent form', () => {
    it('closes with nothing, and with what is replaced', async () => {
      for (const reply of [nothing, replace({ text: 'Posted' })]) {
        answering(reply);
        assert.deepEqual((await app.sendPayload(submission())).json, { response_action: 'clear' });
      }
      await settled();
      assert.deepEqual(slack.responses, []);
      assert.deepEqual(slack.calls, []);
    });

    it('closes with a note, which the person gets where the form was opened', async () => {
      answering(note('Posted'));
      assert.deepEqual((await app.sendPayload(submission())).json, { response_action: 'clear' });
      await settled();
      assert.deepEqual(said(), ['Posted']);
    });

    it('gives the note by itself where there is no response_url', async () => {
      answering(note('Posted'));
      const origin = { channel: 'C0LAN2Q65', thread: '1732398000.000100' };
      await app.sendPayload(submission({ private_metadata: `${JSON.stringify({ origin })}\n` }));
      await settled();
      const [call] = slack.callsOf('chat.postEphemeral');
      assert.deepEqual([call?.args.channel, call?.args.thread_ts], ['C0LAN2Q65', '1732398000.000100']);
    });

    it('shows complaints under their fields', async () => {
      answering(form(asking, { answer: 'Too short', link: 'No address' }));
      const { json } = await app.sendPayload(submission());
      assert.deepEqual(json, { response_action: 'errors', errors: { answer: 'Too short', link: 'No address' } });
    });

    it('shows complaints on top where one of them has no field', async () => {
      answering(form(asking, { '': 'Not today', answer: 'Too short' }));
      const { json } = await app.sendPayload(submission());
      assert.equal(json?.response_action, 'update');
      const blocks = viewOf(json).blocks as readonly Args[];
      const text = JSON.stringify(blocks.slice(0, -2));
      assert.match(text, /Not today/);
      assert.match(text, /Too short/);
      assert.equal(blocks.at(-1)?.block_id, 'link');
    });

    it('shows complaints on top where the view that was sent is another', async () => {
      answering(form(asking, { answer: 'Too short' }));
      assert.equal(
        (await app.sendPayload(submission({ callback_id: 'prompts.preview' }))).json?.response_action,
        'update',
      );
      assert.equal((await app.sendPayload(submission({ blocks: [] }))).json?.response_action, 'update');
    });

    it('pushes the next step where one can go back, and else puts it in place', async () => {
      answering(form({ ...asking, name: 'prompts.preview', back: 'Change' }));
      assert.equal((await app.sendPayload(submission())).json?.response_action, 'push');
      const third = { root_view_id: 'V1', previous_view_id: 'V2' };
      assert.equal((await app.sendPayload(submission(third))).json?.response_action, 'update');
      answering(form({ ...asking, name: 'prompts.preview' }));
      const { json } = await app.sendPayload(submission());
      assert.equal(json?.response_action, 'update');
      assert.match(String(viewOf(json).private_metadata), /C0LAN2Q65/);
    });

    it('cuts a title that is too long between characters', async () => {
      answering(form({ ...asking, title: `${'x'.repeat(20)}👩‍👩‍👧👩‍👩‍👧` }));
      const { json } = await app.sendPayload(submission());
      const title = viewOf(json).title as { text: string };
      assert.equal(title.text, `${'x'.repeat(20)}…`);
    });

    it('keeps what was typed when the core fails', async () => {
      bot.answer = () => Promise.reject(new Error('database gone'));
      const { status, json } = await app.sendPayload(submission());
      assert.deepEqual([status, json], [200, { response_action: 'errors', errors: { answer: words.wentWrongInForm } }]);
    });

    it('keeps what was typed when the core has too much to do', async () => {
      bot.answer = () => Promise.reject(new Busy('full'));
      const { json } = await app.sendPayload(submission());
      assert.equal(json?.response_action, 'errors');
      assert.deepEqual(Object.values(json?.errors ?? {}), [words.busyInForm]);
    });

    it('says one moment when the core is slow, then shows what came', async () => {
      const cases: readonly [Reply, RegExp][] = [
        [nothing, /Done/],
        [note('Posted'), /Posted/],
        [form(asking, { answer: 'Too short' }), /Too short/],
      ];
      const core = await slowCore();
      for (const [reply, shown] of cases) {
        slack.calls.length = 0;
        const { json } = await app.sendPayload(submission());
        assert.equal(json?.response_action, 'update');
        assert.match(JSON.stringify(json?.view), /Still working/);
        core.release(reply);
        await settled();
        const [call] = slack.callsOf('views.update');
        assert.equal(call?.args.view_id, 'VNHU13V36');
        assert.match(JSON.stringify(call?.args.view), shown);
      }
    });
  });

  describe('to a button in a form or on the home page', () => {
    it('changes the form in place', async () => {
      answering(form(asking));
      assert.equal((await app.sendPayload(fixture('actions-modal'))).status, 200);
      await settled();
      assert.equal(slack.callsOf('views.update')[0]?.args.view_id, 'VNHU13V36');
    });

    it('opens a form from the home page', async () => {
      answering(form(asking));
      await app.sendPayload(fixture('actions-home'));
      await settled();
      assert.equal(slack.callsOf('views.open').length, 1);
    });

    it('changes the home page', async () => {
      answering({ kind: 'home', card: card([], [opensForm({ title: 'Settings', action: 'settings.open' })]) });
      await app.sendPayload(fixture('actions-home'));
      await settled();
      const [call] = slack.callsOf('views.publish');
      assert.equal(call?.args.user_id, 'U2147483697');
      assert.match(JSON.stringify(call?.args.view), /settings\.open/);
    });

    it('shows the home page when it is opened', async () => {
      answering({ kind: 'home', card: card([]) });
      assert.equal((await app.sendEvent(fixture('app-home-opened'))).status, 200);
      await settled();
      assert.equal(slack.callsOf('views.publish').length, 1);
    });
  });

  describe('to a shortcut', () => {
    it('opens a form', async () => {
      answering(form(asking));
      assert.equal((await app.sendPayload(payload('message-action'))).status, 200);
      await settled();
      assert.equal(slack.callsOf('views.open').length, 1);
      assert.equal(bot.events[0]?.kind, 'shortcut');
    });

    it('tells that an unknown one is no longer in use', async () => {
      assert.equal((await app.sendPayload(payload('message-action', { callback_id: 'old' }))).status, 200);
      await settled();
      assert.deepEqual(said(), [words.unknownShortcut]);
      assert.equal(bot.events.length, 0);
    });

    it('acknowledges an unknown one that has no place for words', async () => {
      assert.equal((await app.sendPayload({ ...fixture('shortcut'), callback_id: 'old' })).status, 200);
    });
  });
});

function viewOf(answer: Args | undefined): Args {
  return (answer?.view ?? {}) as Args;
}
