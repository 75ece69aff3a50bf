import assert from 'node:assert/strict';
import { renderMessage } from '../../../src/bots/slack/render-message.ts';
import { words } from '../../../src/bots/slack/words.ts';
import type { CardElement } from '../../../src/chat/card.ts';
import { form } from '../../../src/chat/reply.ts';
import { createPlatformForTest, createScriptedBot, type Mounted, mount, type ScriptedBot } from './adapter.ts';
import { type Args, type FakeSlack, startFakeSlack } from './fake-slack.ts';
import { fixture } from './fixtures.ts';

type View = { blocks: { block_id?: string }[]; private_metadata: string };

const code: CardElement = {
  type: 'Input.Text',
  id: 'code',
  label: 'Cost centre',
  regex: '^[A-Z]{2}\\d{4}$',
  isRequired: true,
  errorMessage: 'Two capitals and four digits, such as AB1234.',
};
const day: CardElement = {
  type: 'Input.Date',
  id: 'day',
  label: 'Day',
  min: '2026-12-01',
  max: '2026-12-24',
  errorMessage: 'A day in Advent, please.',
};
const hour: CardElement = { type: 'Input.Time', id: 'hour', label: 'Time', min: '09:00', max: '17:00' };
const people: CardElement = { type: 'Input.Number', id: 'people', label: 'People', min: 2, max: 9, isRequired: true };

/** What breaks a rule in Teams is not sent there; on Slack it comes to us, and stays here. */
describe('answers that break a rule', () => {
  let slack: FakeSlack;
  let bot: ScriptedBot;
  let app: Mounted;

  before(async () => {
    slack = await startFakeSlack();
  });
  beforeEach(async () => {
    for (const list of [slack.calls, slack.responses, slack.messages]) list.length = 0;
    bot = createScriptedBot();
    app = await mount(await createPlatformForTest(slack, { bot }));
  });
  afterEach(() => app.close());
  after(() => slack.close());

  describe('of a form', () => {
    /** Opens the form as the core asks for it, and sends these values with what Slack keeps of the view. */
    async function send(body: readonly CardElement[], values: Args, state = 's') {
      bot.answer = () => form({ name: 'trip', title: 'Trip', state, body, submit: 'Send' });
      await app.sendPayload({ ...fixture('actions-form'), response_url: slack.responseUrl('1') });
      await app.adapter.stop();
      const [opened] = slack.callsOf('views.open');
      assert.ok(opened);
      const { view } = opened.args as unknown as { view: View };
      bot.events.length = 0;
      bot.answer = () => ({ kind: 'nothing' });
      const sent = fixture('view-submission');
      const answer = await app.sendPayload({
        ...sent,
        view: { ...(sent.view as object), ...view, callback_id: 'trip', state: { values } },
      });
      return { answer, view };
    }
    const text = (value: string) => ({ code: { code: { type: 'plain_text_input', value } } });

    it('are named under their fields, in the words of the card, and go no further', async () => {
      const values = {
        ...text('ab12'),
        day: { day: { type: 'datepicker', selected_date: '2026-11-30' } },
        hour: { hour: { type: 'timepicker', selected_time: '17:01' } },
      };
      const { answer } = await send([code, day, hour], values);
      assert.deepEqual(answer.json, {
        response_action: 'errors',
        errors: {
          code: 'Two capitals and four digits, such as AB1234.',
          day: 'A day in Advent, please.',
          hour: 'Please check this answer.',
        },
      });
      assert.deepEqual(bot.events, []);
    });

    it('reach the core once they are put right', async () => {
      const values = {
        ...text('AB1234'),
        day: { day: { type: 'datepicker', selected_date: '2026-12-24' } },
        hour: { hour: { type: 'timepicker', selected_time: '09:00' } },
      };
      const { answer } = await send([code, day, hour], values);
      assert.deepEqual(answer.json, { response_action: 'clear' });
      const [event] = bot.events;
      assert.ok(event?.kind === 'form');
      assert.deepEqual(event.inputs, { code: 'AB1234', day: '2026-12-24', hour: '09:00' });
    });

    it('may be left empty where the field is optional', async () => {
      await send([day, hour], {});
      assert.equal(bot.events.length, 1);
    });

    it('are left to the core where there is no room to remember the rules', async () => {
      const many = Array.from({ length: 40 }, (_, at) => ({
        ...code,
        id: `code${at}`,
        regex: `^${'[A-Z]?'.repeat(20)}$`,
      }));
      const values = Object.fromEntries(many.map(({ id }) => [id, { [id]: { type: 'plain_text_input', value: '?' } }]));
      const { view } = await send(many, values, 'x'.repeat(2000));
      assert.ok(view.private_metadata.length <= 3000);
      assert.equal(bot.events.length, 1);
    });

    it('never fail on a rule that is none', async () => {
      await send([{ ...code, regex: '([' }], text('anything'));
      assert.equal(bot.events.length, 1);
    });
  });

  describe('of a message', () => {
    const actions: CardElement[] = [
      { type: 'Action.Execute', title: 'Book', verb: 'trips.book', data: { trip: '7' } },
      { type: 'Action.Execute', title: 'Not now', verb: 'trips.skip', data: { trip: '7' }, associatedInputs: 'none' },
      { type: 'Action.Submit', title: 'Never', associatedInputs: 'none' },
    ];
    const hidden: CardElement = { type: 'Input.Text', id: 'token', isVisible: false, value: 't-7' };
    const news: CardElement = { type: 'Input.Toggle', id: 'news', title: 'Newsletter', valueOn: 'yes', valueOff: 'no' };
    const far = 'é'.repeat(100);
    const where: CardElement = {
      type: 'Input.ChoiceSet',
      id: 'where',
      label: 'Where',
      choices: [
        { title: 'Far', value: far },
        { title: 'Near', value: 'near' },
      ],
    };
    const messageOf = (...body: CardElement[]) =>
      renderMessage({ text: '', card: { type: 'AdaptiveCard', version: '1.5', body, actions } }).blocks;

    async function press(at: number, values: Args, blocks = messageOf(code, people)): Promise<void> {
      const buttons = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : [])) as unknown as Args[];
      const pressed = fixture('actions-message');
      await app.sendPayload({
        ...pressed,
        response_url: slack.responseUrl('1'),
        message: { ...(pressed.message as object), blocks },
        state: { values },
        actions: [{ ...buttons[at], block_id: blocks.at(-1)?.block_id, action_ts: '1.2' }],
      });
      await app.adapter.stop();
    }
    const filled = (value: string, number: string) => ({
      code: { code: { type: 'plain_text_input', value } },
      people: { people: { type: 'number_input', value: number } },
    });

    it('are named in a note that only the person sees, and go no further', async () => {
      await press(0, {
        code: { code: { type: 'plain_text_input', value: null } },
        people: { people: { value: '12' } },
      });
      assert.deepEqual(bot.events, []);
      assert.equal(slack.responses.at(-1)?.body.text, words.checkFields(['Cost centre', 'People']));
      assert.equal(slack.responses.at(-1)?.body.response_type, 'ephemeral');
    });

    it('are sent along where they are right', async () => {
      await press(0, filled('AB1234', '05'));
      const [event] = bot.events;
      assert.ok(event?.kind === 'action');
      assert.deepEqual(
        [event.action, event.values, event.inputs],
        ['trips.book', { trip: '7' }, { code: 'AB1234', people: '5' }],
      );
    });

    it('are checked for the rules that Slack does not know, too', async () => {
      await press(0, filled('ab12', '5'));
      assert.deepEqual(bot.events, []);
      assert.equal(slack.responses.at(-1)?.body.text, words.checkFields(['Cost centre']));
    });

    it('come as Teams would send them: odd choices, words of a toggle, hidden fields', async () => {
      const blocks = messageOf(where, news, hidden);
      const option = (blocks[0] as unknown as { element: { options: Args[] } }).element.options[0];
      const values = {
        where: { where: { type: 'static_select', selected_option: option } },
        news: { news: { type: 'checkboxes', selected_options: [] } },
      };
      await press(0, values, blocks);
      const [event] = bot.events;
      assert.ok(event?.kind === 'action');
      assert.deepEqual(event.values, { trip: '7' });
      assert.deepEqual(event.inputs, { where: far, news: 'no', token: 't-7' });
    });

    it('come as far as they can where a button has no room to be told', async () => {
      const many = Array.from({ length: 40 }, (_, at) => ({ ...news, id: `news${at}` }));
      const blocks = messageOf(...many);
      await press(0, {}, blocks);
      const [event] = bot.events;
      assert.ok(event?.kind === 'action');
      assert.equal(event.inputs.news7, 'false');
    });

    it('stand in no button’s way that sends none of them', async () => {
      await press(1, {});
      await press(2, filled('typed', '3'));
      const [skip, never] = bot.events;
      assert.ok(skip?.kind === 'action' && never?.kind === 'action');
      assert.deepEqual([skip.action, skip.values, skip.inputs], ['trips.skip', { trip: '7' }, {}]);
      assert.deepEqual([never.values, never.inputs], [{}, {}]);
    });
  });
});
