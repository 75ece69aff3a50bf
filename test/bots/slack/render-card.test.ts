import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import {
  actionNameOf,
  type RenderOptions,
  renderCard,
  type SlackBlock,
  type Surface,
} from '../../../src/bots/slack/render-card.ts';
import { checkBlocks } from './blocks/limits-check.ts';
import { missingTexts } from './blocks/readable.ts';

type Json = Record<string, unknown>;

const CARDS = new URL('../../fixtures/cards/', import.meta.url);
const SURFACES: readonly Surface[] = ['message', 'modal', 'home'];

function show(body: Json[], options: Partial<RenderOptions> & { actions?: Json[]; card?: Json } = {}) {
  const { actions = [], card = {}, ...rest } = options;
  const whole = { type: 'AdaptiveCard', version: '1.5', body, actions, ...card };
  const rendered = renderCard(whole, { surface: 'message', ...rest });
  assert.deepEqual(checkBlocks(rendered.blocks, rest.surface ?? 'message'), []);
  if (!rest.mention) assert.deepEqual(missingTexts(whole, rendered.blocks, rendered.lost), []);
  return rendered;
}

const block = (text: string, more: Json = {}): Json => ({ type: 'TextBlock', text, ...more });
const buttonsOf = (blocks: readonly SlackBlock[]): Json[] =>
  blocks.flatMap((one) => (one.type === 'actions' ? (one.elements as unknown as Json[]) : []));
const typesOf = (blocks: readonly SlackBlock[]): string[] => blocks.map((one) => one.type);
const lostPaths = (lost: readonly { path: string }[]): string[] => lost.map((loss) => loss.path);

describe('renderCard', () => {
  for (const file of readdirSync(CARDS).filter((name) => name.endsWith('.json'))) {
    it(`shows ${file}`, () => {
      const card: Json = JSON.parse(readFileSync(new URL(file, CARDS), 'utf8'));
      for (const surface of SURFACES) {
        const rendered = renderCard(card, { surface });
        assert.deepEqual(checkBlocks(rendered.blocks, surface), []);
        assert.deepEqual(missingTexts(card, rendered.blocks, rendered.lost), []);
        assert.ok(rendered.text.length > 0 && rendered.text.length < 4000);
        assert.deepEqual(renderCard(card, { surface }), rendered);
      }
    });
  }

  describe('text', () => {
    it('never pings', () => {
      const { text, blocks } = show([
        block('<!channel> <@U1> @here & <b>'),
        { type: 'FactSet', facts: [{ title: '<!here>', value: '<!everyone>' }] },
      ]);
      assert.ok(!/<[!@]/.test(text), text);
      assert.ok(!/"(?:broadcast|user|usergroup)"/.test(JSON.stringify(blocks)));
    });

    it('mentions whom it knows, and names the others', () => {
      const entities = ['Ada', 'Bo'].map((name) => ({
        type: 'mention',
        text: `<at>${name}</at>`,
        mentioned: { id: `29:${name}`, name },
      }));
      const { text, blocks } = show([block('Hi <at>Ada</at> and <at>Bo</at>')], {
        card: { msteams: { entities } },
        mention: (id) => (id === '29:Ada' ? 'U123' : undefined),
      });
      assert.equal(text, 'Hi <@U123> and Bo');
      assert.ok(JSON.stringify(blocks).includes('{"type":"user","user_id":"U123"}'));
    });

    it('shows dates in the zone of the reader, and leaves what is no date', () => {
      const { text } = show([
        block('At {{DATE(2026-02-14T06:08:39Z, LONG)}} {{TIME(2026-02-14T06:08:39Z)}} {{DATE(x)}}'),
      ]);
      assert.equal(
        text,
        'At <!date^1771049319^{date_long}|2026-02-14> <!date^1771049319^{time}|06:08 UTC> {{DATE(x)}}',
      );
    });

    it('drops what nobody can see', () => {
      const { blocks } = show([block('\u200b \u2060'), block(''), block('  \n ')]);
      assert.deepEqual(blocks, [
        {
          type: 'rich_text',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'This card is empty.' }] }],
        },
      ]);
    });

    it('splits a long text between words, and says nothing twice', () => {
      const words = Array.from({ length: 900 }, (_, at) => `w${at}`).join(' ');
      const { blocks } = show([block(words)]);
      const parts = blocks.map((one) => JSON.stringify(one).match(/"text":"([^"]*)"/)?.[1] ?? '');
      assert.ok(parts.length > 1);
      assert.equal(parts.join(''), words);
    });

    it('never cuts a link or an emoji', () => {
      const { blocks } = show([block(`${'👩‍👩‍👧‍👦'.repeat(600)}[${'y'.repeat(90)}](https://example.com/page)`)]);
      for (const text of JSON.stringify(blocks).matchAll(/"text":"([^"]*)"/g))
        assert.ok(/^(?:(?:👩‍👩‍👧‍👦)+|y{90})$/u.test(text[1] ?? ''));
    });

    it('lists addresses that Slack cannot open, and keeps their texts', () => {
      const { lost, blocks } = show([
        block('[a](/x) [b](msteams:/l/chat) [c](https://example.com)'),
        { type: 'Image', url: 'data:image/png;base64,AA', altText: 'a dot' },
      ]);
      assert.deepEqual(lostPaths(lost), ['/body/0/text', '/body/0/text', '/body/1/url']);
      assert.equal(JSON.stringify(blocks).match(/"url"/g)?.length, 1);
    });
  });

  describe('actions', () => {
    it('names buttons by verb or by the action in the data, each once', () => {
      const { blocks } = show([], {
        actions: [
          { type: 'Action.Execute', title: 'A', verb: 'go', data: { id: '1' } },
          { type: 'Action.Execute', title: 'B', verb: 'go', data: { id: '2' } },
          { type: 'Action.Submit', title: 'C', data: { action: 'form', id: 3, msteams: { type: 'task/fetch' } } },
          { type: 'Action.Submit', title: 'D', data: 'text' },
          { type: 'Action.Execute', title: 'E', verb: 'go#2' },
        ],
      });
      const buttons = buttonsOf(blocks);
      assert.deepEqual(
        buttons.map((button) => button.action_id),
        ['go', 'go#2', 'form', 'action:1', 'go#2#2'],
      );
      assert.deepEqual(
        buttons.map((button) => actionNameOf(String(button.action_id))),
        ['go', 'go', 'form', 'action:1', 'go#2'],
      );
      assert.deepEqual(
        buttons.map((button) => button.value),
        ['{"id":"1"}', '{"id":"2"}', '{"action":"form","id":3}', '"text"', undefined],
      );
    });

    it('keeps data that are too long in the card', () => {
      const { blocks, lost } = show([], {
        actions: [{ type: 'Action.Submit', title: 'A', data: { long: 'x'.repeat(3000) } }],
      });
      assert.equal(buttonsOf(blocks)[0]?.value, '/actions/0/data');
      assert.deepEqual(lostPaths(lost), ['/actions/0/data']);
    });

    it('opens a card with a form from a message, and shows any other', () => {
      const inner = { type: 'AdaptiveCard', body: [{ type: 'Input.Text', id: 'why', label: 'Why?' }] };
      const actions = [
        { type: 'Action.ShowCard', id: 'ask', title: 'Ask', card: inner, data: { prompt: '7' } },
        { type: 'Action.ShowCard', title: 'Read', card: { type: 'AdaptiveCard', body: [block('Small print')] } },
      ];
      const message = show([], { actions });
      assert.deepEqual(typesOf(message.blocks), ['actions', 'rich_text', 'rich_text']);
      assert.equal(buttonsOf(message.blocks)[0]?.action_id, 'ask');
      assert.equal(buttonsOf(message.blocks)[0]?.value, '{"prompt":"7"}');
      assert.deepEqual(message.lost, [
        { path: '/actions/0/card/body/0/label', what: 'text of a card that opens', instead: 'opened by the button' },
      ]);
      assert.deepEqual(message.inputs, []);
      assert.equal(show([], { actions, surface: 'modal' }).inputs.length, 1);
    });

    it('shows whatever a ToggleVisibility can show', () => {
      const { text, lost } = show(
        [block('more', { id: 'more', isVisible: false }), block('never', { isVisible: false })],
        {
          actions: [{ type: 'Action.ToggleVisibility', title: 'More', targetElements: ['more'] }],
        },
      );
      assert.equal(text, 'more');
      assert.deepEqual(lostPaths(lost), ['/actions/0']);
    });

    it('asks again before what cannot be undone', () => {
      const { blocks } = show([], { actions: [{ type: 'Action.Submit', title: 'Delete', style: 'destructive' }] });
      assert.ok(buttonsOf(blocks)[0]?.confirm);
    });
  });

  describe('limits', () => {
    it('keeps the buttons at the end of a form that is too long, and leads to the rest', () => {
      const body = Array.from({ length: 80 }, (_, at) => ({
        type: 'Input.Text',
        id: `i${at}`,
        label: `Question ${at}`,
      }));
      const { blocks, inputs, lost } = show(body, {
        actions: [{ type: 'Action.Submit', title: 'Send' }],
        rest: { actionId: 'whole-card', title: 'Open it all', value: (from) => `from ${from}` },
      });
      assert.equal(blocks.length, 50);
      assert.deepEqual(typesOf(blocks).slice(-3), ['context', 'actions', 'actions']);
      assert.deepEqual(
        buttonsOf(blocks).map((button) => button.action_id),
        ['whole-card', 'action:1'],
      );
      assert.equal(buttonsOf(blocks)[0]?.value, 'from /body/47/label');
      assert.equal(inputs.length, 47);
      assert.equal(lost.length, 33);
    });

    it('shows one table and two charts a message, and the others in words', () => {
      const table = {
        type: 'Table',
        rows: [{ type: 'TableRow', cells: [{ type: 'TableCell', items: [block('cell')] }] }],
      };
      const chart = { type: 'Chart.Pie', title: 'Votes', data: [{ legend: 'Yes', value: 3 }] };
      const body = [table, table, chart, chart, chart];
      assert.deepEqual(typesOf(show(body).blocks), [
        'table',
        'rich_text',
        'data_visualization',
        'rich_text',
        'data_visualization',
        'rich_text',
        'rich_text',
      ]);
      assert.deepEqual(new Set(typesOf(show(body, { surface: 'modal' }).blocks)), new Set(['rich_text']));
      assert.ok(!typesOf(show(body, { charts: 'text' }).blocks).includes('data_visualization'));
    });
  });
});
