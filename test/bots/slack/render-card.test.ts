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

function show(body: Json | Json[], options: Partial<RenderOptions> & { actions?: Json[]; card?: Json } = {}) {
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

    it('keeps a dash that stands for nothing, and a number by itself', () => {
      const facts = ['-', '1.', '* * *', '+'].map((value) => ({ title: 'T', value }));
      assert.equal(show([{ type: 'FactSet', facts }]).text, 'T: -\nT: 1.\nT: * * *\nT: +');
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

    it('shows a row that a ToggleVisibility can show', () => {
      const cells = [{ type: 'TableCell', items: [block('shown later')] }];
      const table = { type: 'Table', rows: [{ type: 'TableRow', id: 'row', isVisible: false, cells }] };
      const { text } = show([table], { actions: [{ type: 'Action.ToggleVisibility', targetElements: ['row'] }] });
      assert.equal(text, 'shown later');
      assert.equal(show([table]).text, 'This card is empty.');
    });

    it('never parts a label from its address in the wrong place', () => {
      const { text } = show([block('[a|b](https://example.com)'), block('[c](https://example.com)')]);
      assert.equal(text, 'a|b\n<https://example.com/|c>');
    });

    it('tells losses in letters that can be sent', () => {
      const { lost } = show([{ type: 'Icon', name: `\ud800\u0000${'x'.repeat(100)}` }]);
      assert.ok(lost.every(({ what }) => what.isWellFormed() && !what.includes('\u0000')));
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
        { path: '/actions/0/card/body/0', what: 'part of a card that opens', instead: 'opened by the button' },
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

    it('shows the menu of a button as buttons, and a dialog of an address as a link', () => {
      const menuActions = [{ type: 'Action.Submit', title: 'Later', data: {} }];
      const { blocks, lost } = show([], {
        actions: [
          { type: 'Action.Submit', title: 'Now', menuActions },
          { type: 'Action.OpenUrlDialog', title: 'Open', url: 'https://example.com/', dialogTitle: 'D' },
        ],
      });
      assert.deepEqual(
        buttonsOf(blocks).map((button) => (button.text as Json).text),
        ['Now', 'Later', 'Open'],
      );
      assert.deepEqual(lostPaths(lost), ['/actions/1', '/actions/1/dialogTitle']);
    });

    it('keeps data as they are, whatever they hold', () => {
      const data = { odd: '\uFFFE\uFDD0\u0085\ud800' };
      const { blocks } = show([], { actions: [{ type: 'Action.Submit', title: 'A', data }] });
      const value = String(buttonsOf(blocks)[0]?.value);
      assert.match(value, /^[\x20-\x7E]+$/);
      assert.deepEqual(JSON.parse(value), data);
    });

    it('shows what a tap does where the element is shown without what it requires', () => {
      const tap = { type: 'Action.OpenUrl', title: 'See it', url: 'https://example.com/' };
      const { blocks } = show([block('Words', { requires: { adaptiveCards: '9' }, selectAction: tap })]);
      assert.deepEqual(
        buttonsOf(blocks).map((button) => button.url),
        ['https://example.com/'],
      );
    });

    it('asks again before what cannot be undone', () => {
      const { blocks } = show([], { actions: [{ type: 'Action.Submit', title: 'Delete', style: 'destructive' }] });
      assert.ok(buttonsOf(blocks)[0]?.confirm);
    });
  });

  describe('columns', () => {
    const picture = (more: Json = {}): Json => ({
      type: 'Image',
      url: 'https://example.com/p.png',
      altText: 'P',
      ...more,
    });
    const columns = (...all: Json[][]): Json => ({
      type: 'ColumnSet',
      columns: all.map((items) => ({ type: 'Column', items })),
    });
    const only = (blocks: readonly SlackBlock[]): Json => {
      assert.equal(blocks.length, 1);
      return blocks[0] as unknown as Json;
    };

    it('shows two columns of texts with the picture between them at their side', () => {
      const { blocks, text } = show([
        columns(
          [block('From'), block('SFO')],
          [picture({ size: 'Small' })],
          [block('A city with a long name'), block('AMS')],
        ),
      ]);
      const section = only(blocks);
      assert.deepEqual(
        (section.fields as Json[]).map((field) => field.text),
        ['From\nSFO', 'A city with a long name\nAMS'],
      );
      assert.equal((section.accessory as Json).type, 'image');
      assert.equal(text, 'From\nSFO\nA city with a long name\nAMS\nP');
    });

    it('keeps a score or a person on one line', () => {
      const score = columns([picture(), block('HOME')], [block('Final'), block('3 - 1')], [picture(), block('AWAY')]);
      assert.equal(only(show([score]).blocks).type, 'context');
      const person = columns([picture({ style: 'person' })], [block('Ada'), block('Designer')], [block('Active')]);
      assert.equal(only(show([person]).blocks).type, 'context');
    });

    it('lifts a heading out of its column', () => {
      const heading = block('Malt & Vine', { style: 'heading' });
      assert.deepEqual(typesOf(show([columns([heading, block('Redmond')], [picture()])]).blocks), [
        'header',
        'section',
      ]);
      assert.deepEqual(typesOf(show([columns([heading], [picture({ width: '30px' })])]).blocks), ['header', 'context']);
      assert.deepEqual(typesOf(show([columns([heading], [block('Stops')])]).blocks), ['section']);
    });

    it('puts the picture beside a form at the side of the first words', () => {
      const field = { type: 'Input.Text', id: 'a', label: 'Name' };
      const { blocks } = show([columns([block('Tell us about yourself'), field], [picture({ size: 'large' })])]);
      assert.deepEqual(typesOf(blocks), ['section', 'input']);
    });

    it('links a column that opens an address, and lists the title', () => {
      const set = columns([block('Friday'), picture(), block('62')], [block('Saturday'), picture(), block('60')]);
      for (const [at, column] of (set.columns as Json[]).entries())
        column.selectAction = { type: 'Action.OpenUrl', title: 'View', url: `https://example.com/${at}` };
      const { blocks, lost, text } = show([set]);
      assert.ok(!typesOf(blocks).includes('actions'));
      assert.match(text, /<https:\/\/example.com\/0\|Friday>/);
      assert.deepEqual(lostPaths(lost), [
        '/body/0/columns/0/selectAction/title',
        '/body/0/columns/1/selectAction/title',
      ]);
    });

    it('makes a table of rows that follow each other, unless the card has one', () => {
      const rows = [
        columns([block('**Item**')], [block('**Qty**')], [block('**Price**')]),
        columns([block('Shoes')], [block('1')], [block('$89.00')]),
        columns([block('Socks')], [block('3')], [block('$18.00')]),
      ];
      const table = only(show(rows).blocks);
      assert.equal(table.type, 'table');
      assert.deepEqual(
        (table.column_settings as Json[]).map((column) => column.align),
        ['left', 'right', 'right'],
      );
      const own = {
        type: 'Table',
        rows: [{ type: 'TableRow', cells: [{ type: 'TableCell', items: [block('cell')] }] }],
      };
      assert.deepEqual(typesOf(show([...rows, own]).blocks), ['rich_text', 'rich_text', 'rich_text', 'table']);
      assert.ok(!typesOf(show(rows, { surface: 'modal' }).blocks).includes('table'));
    });

    it('leaves out signs that a tap swaps, and says so', () => {
      const tap = { type: 'Action.ToggleVisibility', targetElements: ['more', 'up', 'down'] };
      const signs = [picture({ id: 'down' }), picture({ id: 'up', isVisible: false })];
      const set = { ...columns([block('Air travel')], signs) };
      Object.assign((set.columns as Json[])[1] ?? {}, { selectAction: tap });
      const { text, lost } = show([set, block('Leg 1', { id: 'more', isVisible: false })]);
      assert.equal(text, 'Air travel\nLeg 1');
      assert.deepEqual(lostPaths(lost), [
        '/body/0/columns/1/items/0',
        '/body/0/columns/1/items/1',
        '/body/0/columns/1/selectAction',
      ]);
    });

    it('shows what is for its own width only', () => {
      const { text, lost } = show([
        block('Standard', { targetWidth: 'atLeast:Narrow' }),
        block('Phone', { targetWidth: 'VeryNarrow' }),
        block('Unknown', { targetWidth: 'Huge' }),
      ]);
      assert.equal(text, 'Standard\nUnknown');
      assert.deepEqual(lostPaths(lost), ['/body/1']);
    });

    it('lays out a grid row by row, and lets small things flow', () => {
      const tile = (area: string): Json => ({
        type: 'Container',
        'grid.area': area,
        items: [block(`Label ${area}`), block('7', { size: 'extraLarge' })],
      });
      const areas = [{ name: 'a' }, { name: 'b', column: 2 }, { name: 'c', row: 2 }];
      const grid = {
        type: 'Container',
        layouts: [{ type: 'Layout.AreaGrid', areas }],
        items: ['a', 'b', 'c'].map(tile),
      };
      assert.deepEqual(typesOf(show([grid]).blocks), ['section', 'rich_text', 'rich_text']);
      const badges = ['Design', 'Code', 'Docs'].map((text) => ({ type: 'Badge', text }));
      const flow = { type: 'Container', layouts: [{ type: 'Layout.Flow' }], items: badges };
      assert.equal(show([flow]).text, 'Design  ·  Code  ·  Docs');
    });

    it('has signs for icons, before their texts', () => {
      const { text, lost } = show([
        columns([{ type: 'Icon', name: 'CheckmarkCircle,filled' }], [block('Design review')], [block('Jan 20')]),
        { type: 'Badge', text: 'Due', icon: 'Calendar' },
      ]);
      assert.equal(text, '✅ Design review\nJan 20\n📅 Due');
      assert.equal(lost[0]?.instead, '✅');
    });

    it('joins texts without a space between them', () => {
      assert.equal(show([block('Nasdaq'), block('MSFT', { spacing: 'none' })]).blocks.length, 1);
      assert.equal(show([block('Nasdaq'), block('MSFT')]).blocks.length, 2);
    });

    it('shows a few pictures at the side of their texts, many as small ones', () => {
      const set = (count: number): Json => ({
        type: 'ImageSet',
        images: Array.from({ length: count }, () => picture()),
      });
      assert.deepEqual(typesOf(show([set(3)]).blocks), ['section', 'section', 'section']);
      assert.deepEqual(typesOf(show([set(12)]).blocks), ['context', 'context']);
    });
  });

  describe('inputs', () => {
    it('reads out a field with its choices, its default and its example', () => {
      const { text } = show([
        { type: 'Input.Text', id: 'a', label: 'Name', placeholder: 'Last, First' },
        { type: 'Input.Date', id: 'b', label: 'Day?', value: '2026-12-24' },
        { type: 'Input.Toggle', id: 'c', label: 'Terms', title: 'I agree' },
        { type: 'Input.ChoiceSet', id: 'd', label: 'Size', choices: [{ title: 'S', value: 's' }] },
      ]);
      assert.equal(text, 'Name (Last, First)\nDay? 2026-12-24\nTerms: I agree\nSize: S');
    });

    it('shortens choices and examples before it cuts the summary', () => {
      const choices = Array.from({ length: 500 }, (_, at) => ({ title: `Choice ${at}`, value: `${at}` }));
      const { text } = show([{ type: 'Input.ChoiceSet', id: 'a', label: 'One', choices }, block('The end')]);
      assert.match(text, /^One: Choice 0, .*Choice 9, …\nThe end$/);
    });

    it('gives a default of several lines a field of several lines, without what Slack cannot take', () => {
      const { blocks } = show([{ type: 'Input.Text', id: 'a', label: 'A', value: 'one\r\ntwo\u0000\uFFFE' }]);
      const { element } = blocks[0] as unknown as { element: Json };
      assert.equal(element.initial_value, 'one\ntwo');
      assert.equal(element.multiline, true);
    });

    it('leaves out a default that would show a date or a mention as it is written', () => {
      const { blocks, lost } = show([
        { type: 'Input.Text', id: 'a', label: 'A', value: '{{DATE(2026-02-14T06:08:39Z)}} <at>Ada</at>' },
      ]);
      assert.ok(!JSON.stringify(blocks).includes('DATE'));
      assert.deepEqual(lostPaths(lost), ['/body/0/value']);
    });

    it('names a choice without a title by its value, and lists the value where it is cut', () => {
      const { lost } = show([{ type: 'Input.ChoiceSet', id: 'a', label: 'A', choices: [{ value: 'v'.repeat(90) }] }]);
      assert.deepEqual(lostPaths(lost), ['/body/0/choices/0/value']);
    });

    it('lists an input for which there is no room, label or not', () => {
      const body = Array.from({ length: 60 }, (_, at) => ({
        type: 'Input.Text',
        id: `i${at}`,
        value: `default ${at}`,
      }));
      const { lost } = show(body);
      assert.deepEqual(lostPaths(lost).slice(0, 2), ['/body/49', '/body/50']);
    });
  });

  it('escapes an address in the text of the message, as Slack does', () => {
    const { text } = show([block('See [the list](https://example.org/?a=1&b=2)')]);
    assert.equal(text, 'See <https://example.org/?a=1&amp;b=2|the list>');
  });

  it('lists a tooltip that goes, whatever word it is', () => {
    const selectAction = { type: 'Action.OpenUrl', url: 'https://example.org', tooltip: 'Default' };
    const { lost } = show([{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'Tap', selectAction }] }]);
    assert.deepEqual(lostPaths(lost), ['/body/0/inlines/0/selectAction/tooltip']);
  });

  describe('one element where a list belongs', () => {
    const carousel = (first: Record<string, unknown>) => ({
      type: 'Carousel',
      timer: 5000,
      pages: [{ type: 'CarouselPage', items: [first] }],
    });

    it('is the body, as in early cards with a carousel', () => {
      const { blocks, lost } = show(carousel(block('First page')));
      assert.deepEqual(typesOf(blocks), ['rich_text']);
      assert.match(JSON.stringify(blocks), /First page/);
      assert.deepEqual(lostPaths(lost), ['/body/timer']);
    });

    it('is what a container holds', () => {
      const { text, lost } = show([{ type: 'Container', items: block('Inside') }]);
      assert.equal(text, 'Inside');
      assert.deepEqual(lost, []);
    });

    it('never loses the body as a whole, but each of its properties', () => {
      const { lost } = show({ type: 'NoSuchElement', fallback: 'drop', text: 'Nobody reads this' });
      assert.deepEqual(lostPaths(lost), ['/body/type', '/body/fallback', '/body/text']);
    });
  });

  describe('charts', () => {
    const data = [
      { legend: 'Yes', value: 3 },
      { legend: 'No', value: 1 },
    ];

    it('says in the middle of no ring what a donut says there', () => {
      const donut = { type: 'Chart.Donut', title: 'Votes', value: '4 in all', data };
      const { blocks, text, lost } = show([donut]);
      assert.deepEqual(typesOf(blocks), ['data_visualization', 'rich_text']);
      assert.equal(text, 'Votes\n4 in all\nYes: 3 · No: 1');
      assert.deepEqual(lost, []);
    });

    it('lists neither a title nor figures as lost that show in any case', () => {
      const chart = { title: 'Votes', showTitle: true, showLegend: true };
      assert.deepEqual(show([{ type: 'Chart.Pie', ...chart, data }]).lost, []);
      const bars = [{ x: 'Yes', y: 3 }];
      assert.deepEqual(show([{ type: 'Chart.VerticalBar', ...chart, showBarValues: true, data: bars }]).lost, []);
      const gauge = { type: 'Chart.Gauge', ...chart, value: 3, min: 0, max: 5, showMinMax: true };
      assert.deepEqual(lostPaths(show([gauge]).lost), ['/body/0']);
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
      assert.equal(buttonsOf(blocks)[0]?.value, 'from /body/47');
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
