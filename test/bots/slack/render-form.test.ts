import assert from 'node:assert/strict';
import { readAnswers, toldInputs, untoldInputs } from '../../../src/bots/slack/inputs.ts';
import { readMetadata, writeMetadata } from '../../../src/bots/slack/metadata.ts';
import { renderCard } from '../../../src/bots/slack/render-card.ts';
import { renderForm } from '../../../src/bots/slack/render-form.ts';
import { choiceInput, dateInput, numberInput, textInput, timeInput, toggleInput } from '../../../src/cards/elements.ts';
import { PlatformError } from '../../../src/chat/platform.ts';

const longValue = 'community:'.repeat(10);
const body = [
  textInput({ id: 'answer', label: 'Answer', required: 'Needed' }),
  numberInput({ id: 'minutes', label: 'Minutes' }),
  dateInput({ id: 'until', label: 'Until' }),
  timeInput({ id: 'time', label: 'Time' }),
  toggleInput({ id: 'digest', title: 'Digest', label: 'Digest' }),
  { ...toggleInput({ id: 'who', title: 'Everyone', label: 'Who' }), valueOn: 'all', valueOff: 'some' },
  choiceInput({
    id: 'audience',
    label: 'Audience',
    choices: [
      { title: 'Team', value: 'team' },
      { title: 'All', value: longValue },
    ],
  }),
  choiceInput({
    id: 'days',
    label: 'Days',
    multiple: true,
    expanded: true,
    choices: [
      { title: 'Mon', value: 'mo' },
      { title: 'Tue', value: 'tu' },
    ],
  }),
  { type: 'Input.Text', id: 'hidden', isVisible: false, value: 'kept' },
];

describe('slack forms', () => {
  it('give no answer for an input without an id, as on Teams', () => {
    const odd = ['', 'é', 'input:1'].map((id) => ({ type: 'Input.Text', id, label: 'L' }));
    const { inputs, blocks } = renderCard({ type: 'AdaptiveCard', version: '1.5', body: odd }, { surface: 'modal' });
    const values = Object.fromEntries(
      blocks.flatMap((block) =>
        block.type === 'input' && block.block_id !== undefined
          ? [[block.block_id, { [block.element.action_id ?? '']: { value: block.block_id } }]]
          : [],
      ),
    );
    const answers = readAnswers(values, blocks, untoldInputs(inputs, blocks));
    assert.deepEqual(Object.keys(answers).sort(), ['input:1', 'é']);
  });

  it('need only what the blocks do not tell', () => {
    const { inputs, blocks } = renderCard({ type: 'AdaptiveCard', version: '1.5', body }, { surface: 'modal' });
    assert.deepEqual(
      untoldInputs(inputs, blocks)
        .map(({ id }) => id)
        .toSorted(),
      ['audience', 'hidden', 'who'],
    );
    assert.equal(toldInputs(blocks).length, body.length - 1);
  });

  it('read back what was filled in, through the metadata', () => {
    const { view } = renderForm({ name: 'f', title: 'F', state: 's', body, submit: 'Send' }, { origin: {} });
    const metadata = readMetadata(view.private_metadata ?? '');
    const audience = view.blocks.find((block) => block.block_id === 'audience');
    assert.ok(audience?.type === 'input');
    const { element } = audience as unknown as { element: { options: readonly { value: string }[] } };
    const [, all] = element.options;
    const values = {
      answer: { answer: { type: 'plain_text_input', value: 'words' } },
      minutes: { minutes: { type: 'number_input', value: '05' } },
      who: { who: { type: 'checkboxes', selected_options: [{ value: 'on' }] } },
      audience: { audience: { type: 'static_select', selected_option: { value: all?.value } } },
      days: { days: { type: 'checkboxes', selected_options: [{ value: 'tu' }, { value: 'mo' }] } },
    };
    assert.deepEqual(readAnswers(values, view.blocks, metadata.inputs), {
      answer: 'words',
      minutes: '5',
      until: '',
      time: '',
      digest: 'false',
      who: 'all',
      audience: longValue,
      days: 'mo,tu',
      hidden: 'kept',
    });
  });

  it('can be closed where there is nothing to send', () => {
    const { view } = renderForm({ name: 'f', title: 'F', state: '', body: [] }, { origin: {} });
    assert.equal(view.submit, undefined);
    assert.equal(view.close?.text, 'Close');
  });

  it('have something to send fields with', () => {
    const { view } = renderForm({ name: 'f', title: 'F', state: '', body }, { origin: {} });
    assert.equal(view.submit?.text, 'Send');
  });

  it('say what was cut', () => {
    const long = 'A title that is far too long for Slack';
    const { view, shortened } = renderForm({ name: 'f', title: long, state: '', body }, { origin: {} });
    assert.deepEqual(shortened, [long]);
    assert.ok(view.title.text.length <= 24);
  });
});

describe('slack metadata', () => {
  const origin = {
    channel: 'C1',
    kind: 'channel',
    name: 'x',
    thread: '1.2',
    responseUrl: 'https://hooks.slack.com/1',
  } as const;

  for (const state of ['', 'round:7', 'two\nlines', '{"quoted":"state"}', '"'.repeat(2000)]) {
    it(`keeps ${state.length} characters of state as they are`, () => {
      const text = writeMetadata({ origin, state, inputs: [] });
      assert.ok(text.length <= 3000);
      assert.deepEqual(readMetadata(text), { origin, state, inputs: [] });
    });
  }

  it('does without the address where there is no room', () => {
    const responseUrl = `https://hooks.slack.com/${'x'.repeat(1500)}`;
    const read = readMetadata(
      writeMetadata({ origin: { ...origin, responseUrl }, state: 's'.repeat(2000), inputs: [] }),
    );
    assert.equal(read.origin.responseUrl, undefined);
    assert.equal(read.origin.channel, 'C1');
  });

  it('refuses what cannot be kept', () => {
    assert.throws(() => writeMetadata({ origin, state: 's'.repeat(3000), inputs: [] }), PlatformError);
  });

  for (const text of ['', 'of another app', '{"origin":', 'null\nx', '[]\n', '{"origin":7}\nx']) {
    it(`reads ${JSON.stringify(text)} without complaint`, () => {
      assert.deepEqual(readMetadata(text).origin.channel, undefined);
    });
  }
});
