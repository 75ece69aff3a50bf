import assert from 'node:assert/strict';
import { renderCard, type Surface, UnreadableCard } from '../../../src/bots/slack/render-card.ts';
import { checkBlocks } from './blocks/limits-check.ts';
import { missingTexts } from './blocks/readable.ts';

type Json = Record<string, unknown>;

const SURFACES: readonly Surface[] = ['message', 'modal', 'home'];
/** Far more than any of them takes: only what grows faster than the card does gets there. */
const LIMIT_MS = 2_000;

const cardOf = (body: unknown, actions: unknown = []): Json => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body,
  actions,
});
const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const block = (text: string): Json => ({ type: 'TextBlock', text, wrap: true });

/** What this thread itself worked, whatever else the machine does. */
function workedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function nested(depth: number): Json {
  let element = block('the core');
  for (let at = 0; at < depth; at += 1) element = { type: 'Container', items: [block(`level ${at}`), element] };
  return element;
}

function nestedColumns(depth: number): Json {
  let element = block('the core');
  for (let at = 0; at < depth; at += 1)
    element = {
      type: 'ColumnSet',
      columns: [
        { type: 'Column', items: [element] },
        { type: 'Column', items: [block(`side ${at}`)] },
      ],
    };
  return element;
}

function flowing(depth: number): Json {
  let element = block('the core');
  for (let at = 0; at < depth; at += 1)
    element = {
      type: 'Container',
      layouts: [{ type: 'Layout.Flow' }],
      items: [element, ...times(20, (badge) => ({ type: 'Badge', text: `b${at} ${badge}` }))],
    };
  return element;
}

const EXTREMES: Record<string, Json> = {
  'containers 20 deep': cardOf([nested(20)]),
  'containers 100 deep': cardOf([nested(100)]),
  'columns 20 deep': cardOf([nestedColumns(20)]),
  'a card of 100 KB': cardOf(
    times(700, (at) =>
      block(
        `Paragraph **${at}** of a [long](https://example.com/${at}) card, with some more words to fill the line a bit.`,
      ),
    ),
  ),
  '500 inputs': cardOf(
    times(500, (at) => ({ type: 'Input.Text', id: `i${at}`, label: `Question ${at}` })),
    [{ type: 'Action.Submit', title: 'Send' }],
  ),
  '1,000 facts': cardOf([
    { type: 'FactSet', facts: times(1000, (at) => ({ title: `Fact ${at}`, value: `Value ${at}` })) },
  ]),
  '5,000 choices': cardOf([
    { type: 'Input.ChoiceSet', id: 'c', choices: times(5000, (at) => ({ title: `Choice ${at}`, value: `v${at}` })) },
  ]),
  '300 actions': cardOf(
    [],
    times(300, (at) => ({ type: 'Action.Submit', title: `Do ${at}`, data: { at } })),
  ),
  'a table of 200 rows': cardOf([
    {
      type: 'Table',
      rows: times(200, (at) => ({
        type: 'TableRow',
        cells: times(3, (cell) => ({ type: 'TableCell', items: [block(`cell ${at} ${cell}`)] })),
      })),
    },
  ]),
  'a table of 10,000 cells': cardOf([
    {
      type: 'Table',
      rows: times(500, () => ({ cells: times(20, () => ({ items: [block('c')] })) })),
    },
  ]),
  '2,000 bold texts without a space': cardOf(times(2000, (at) => ({ ...block(`**t${at}** a`), spacing: 'none' }))),
  'a column of 2,000 headings': cardOf([
    {
      type: 'ColumnSet',
      columns: [
        { type: 'Column', items: times(2000, (at) => ({ ...block(`h${at}`), style: 'heading' })) },
        { type: 'Column', items: [block('side')] },
      ],
    },
  ]),
  'flowing containers 70 deep': cardOf([flowing(70)]),
  '100,000 letters': cardOf([block('word '.repeat(20_000))]),
  '100,000 letters in one word': cardOf([block('x'.repeat(100_000))]),
  '100,000 letters of bold': cardOf([block('**a** b '.repeat(12_500))]),
  '100,000 letters of list': cardOf([block('- a\n'.repeat(25_000))]),
  '100,000 stars': cardOf([block('*'.repeat(100_000))]),
  '100,000 brackets': cardOf([block('[a]('.repeat(25_000))]),
  'a list in a list in a list': cardOf([block(`${'- '.repeat(5_000)}end`)]),
  '30,000 flags': cardOf([block('🇩🇪'.repeat(25_000))]),
  'families of emoji': cardOf([block('👩‍👩‍👧‍👦'.repeat(8_000))]),
  'many small lists': cardOf(times(400, (at) => block(`- **one** ${at}\n- _two_\n  1. three\n  2. four`))),
};

describe('renderCard, for extreme cards', () => {
  before(() => renderCard(cardOf([block('warm **up**')]), { surface: 'message' }));

  for (const [name, card] of Object.entries(EXTREMES)) {
    it(`comes to an end: ${name}`, () => {
      for (const surface of SURFACES) {
        const start = workedMs();
        const rendered = renderCard(card, { surface });
        const took = workedMs() - start;
        assert.deepEqual(checkBlocks(rendered.blocks, surface), []);
        assert.deepEqual(
          missingTexts(card, rendered.blocks, rendered.lost).map((text) => text.slice(0, 200)),
          [],
        );
        assert.ok(rendered.text.length < 4000);
        assert.ok(took < LIMIT_MS, `${surface}: ${Math.round(took)} ms`);
        if (process.env.SHOW_TIMES)
          console.log(
            `      ${surface} ${Math.round(took)} ms, ${rendered.blocks.length} blocks, ${rendered.lost.length} lost`,
          );
      }
    });
  }

  it('takes more parts than a call takes arguments', () => {
    const inner = { type: 'Container', items: times(150_000, () => ({ type: 'TextBlock', text: 'x' })) };
    assert.ok(renderCard(cardOf([inner]), { surface: 'message' }).lost.length > 0);
  }).timeout(30_000);

  it('takes time in step with the size of the card', () => {
    const timeOf = (size: number): number => {
      const card = cardOf(
        times(size, (at) => ({
          type: 'Container',
          items: [block(`**Line** ${at}`), { type: 'FactSet', facts: [{ title: 'a', value: `${at}` }] }],
        })),
      );
      const runs = times(5, () => {
        const start = workedMs();
        renderCard(card, { surface: 'modal' });
        return workedMs() - start;
      });
      return Math.min(...runs);
    };
    timeOf(500);
    const [small, large] = [timeOf(500), timeOf(5_000)];
    assert.ok(large < small * 30, `${small.toFixed(1)} ms for 500, ${large.toFixed(1)} ms for 5,000`);
  });

  it('refuses what is no card, or is nested beyond reading, with a path and a reason', () => {
    const refused: [unknown, string][] = [
      [null, ''],
      ['x', ''],
      [[], ''],
      [{}, '/type'],
      [{ type: 'Container' }, '/type'],
      [{ type: 'AdaptiveCard', body: 'x' }, '/body'],
      [cardOf([nested(5_000)]), '/body/0'],
    ];
    for (const [card, path] of refused) {
      assert.throws(
        () => renderCard(card, { surface: 'message' }),
        (error) =>
          error instanceof UnreadableCard &&
          error.path === path &&
          error.reason !== '' &&
          !error.message.includes('\n'),
      );
    }
  });
});
