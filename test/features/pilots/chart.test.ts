import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type * as AdaptiveCards from 'adaptivecards';
import { renderCard as renderForSlack } from '../../../src/bots/slack/render-card.ts';
import { renderCard as renderForTeams } from '../../../src/bots/teams/render-card.ts';
import { card, table } from '../../../src/cards/elements.ts';
import { pilotChart } from '../../../src/cards/pilots/chart.ts';
import type { ChartView } from '../../../src/cards/pilots/chart-view.ts';
import { wordsFor } from '../../../src/cards/words.ts';
import { chartOf, triesChart } from '../../../src/features/pilots/chart.ts';
import {
  type Figures,
  type PilotToRead,
  type Reading,
  readPilot,
} from '../../../src/features/pilots/statistics/reading.ts';
import { sideBySide } from '../../../src/features/pilots/statistics/tries.ts';
import { checkBlocks } from '../../bots/slack/blocks/limits-check.ts';

const { AdaptiveCard } = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as typeof AdaptiveCards;

const words = wordsFor('en');
const names = { before: 'Before', after: 'After', nouns: { counted: 'clicks', of: 'emails' } };

const share = (count: number, of: number): Figures => ({ kind: 'shares', shares: [{ count, of }] });
const values = (...list: number[]): Figures => ({ kind: 'values', values: list });
const usual = [210, 245, 198, 260, 232, 275, 221, 240];

function read(pilot: Partial<PilotToRead>): Reading {
  return readPilot({ design: 'before_after', metric: 'share', better: 'higher', worthwhile: 0.01, ...pilot });
}

const shares = read({ before: share(118, 2410), after: share(171, 2385) });
const items = read({ metric: 'count_per_item', before: values(...usual), after: values(290, 310, 268) });
const run = read({ metric: 'count_per_item', before: values(...usual, 233, 251), after: values(290, 310) });
const ratings = read({ metric: 'rating', before: values(3, 4, 2), after: values(5, 4, 4, 1) });
const times = read({ metric: 'time', better: 'lower', before: values(12, 14), after: values(5, 10 / 3) });

function drawn(reading: Reading): ChartView {
  const view = chartOf(words, reading, names);
  assert.ok(view);
  return view;
}

describe('a chart of a reading', () => {
  it('has both sides in percent, with the ends of their ranges', () => {
    assert.deepEqual(drawn(shares), {
      kind: 'ranges',
      title: 'Per 100 emails: clicks, with the likely range',
      rows: [
        { label: 'Before', low: 4.1, value: 4.9, high: 5.8 },
        { label: 'After', low: 6.2, value: 7.2, high: 8.3 },
      ],
    });
  });

  it('has new items beside the usual range, and from twelve points on all of them in a row', () => {
    const bars = drawn(items);
    assert.ok(bars.kind === 'bars');
    assert.deepEqual(
      bars.bars.map(({ label, value, standsOut }) => [label, value, standsOut]),
      [
        ['Usual low', 198, false],
        ['Usual mid', 236, false],
        ['Usual top', 275, false],
        ['New 1', 290, true],
        ['New 2', 310, true],
        ['New 3', 268, true],
      ],
    );
    const row = drawn(run);
    assert.ok(row.kind === 'run');
    assert.deepEqual([row.low, row.high], [198, 275]);
    assert.deepEqual(row.items.at(0), { label: '1', value: 210 });
    assert.deepEqual(row.items.at(-1), { label: 'New 2', value: 310 });
    assert.equal(row.items.length, 12);
  });

  it('has items that are shares in percent', () => {
    const recent: Figures = { kind: 'shares', shares: Array(6).fill({ count: 40, of: 800 }) };
    const view = drawn(read({ design: 'usual_range', before: recent, after: share(52, 800) }));
    assert.ok(view.kind === 'bars');
    assert.deepEqual(
      view.bars.map(({ value }) => value),
      [5, 5, 5, 6.5],
    );
  });

  it('counts ratings, and shows every time', () => {
    const counted = drawn(ratings);
    assert.ok(counted.kind === 'groups');
    assert.deepEqual(counted.sides, [
      { label: 'Before', values: [0, 1, 1, 1, 0] },
      { label: 'After', values: [1, 0, 0, 2, 1] },
    ]);
    const each = drawn(times);
    assert.ok(each.kind === 'bars');
    assert.deepEqual(
      each.bars.map(({ label, value }) => `${label}: ${value}`),
      ['Before 1: 12', 'Before 2: 14', 'After 1: 3.33', 'After 2: 5'],
    );
  });

  it('is none of a story, nor of more than a chart can name', () => {
    assert.equal(chartOf(words, read({ design: 'look_and_learn' }), names), undefined);
    const many = values(...Array(18).fill(300));
    assert.equal(
      chartOf(words, read({ metric: 'count_per_item', before: values(...usual), after: many }), names),
      undefined,
    );
    assert.equal(chartOf(words, read({ metric: 'time', before: many, after: values(1, 2, 3) }), names), undefined);
  });

  it('has tries on one scale, those that have a range', () => {
    const worse = read({ worthwhile: 0.02, before: share(90, 1000), after: share(60, 1000) });
    const small = read({ before: share(3, 22), after: share(6, 25) });
    const compared = sideBySide([shares, small, worse].map((reading, at) => ({ id: String(at), reading })));
    assert.deepEqual(triesChart(words, compared, ['Rhys', 'Leah', 'Tom']), {
      kind: 'ranges',
      title: 'Better or worse per 1,000, with the likely range',
      rows: [
        { label: 'Rhys', low: 9, value: 23, high: 36 },
        { label: 'Tom', low: -53, value: -30, high: -7 },
      ],
    });
    assert.equal(triesChart(words, sideBySide([{ id: 'a', reading: shares }]), ['Rhys']), undefined);
  });
});

const views: Readonly<Record<string, ChartView>> = {
  shares: drawn(shares),
  'no clicks at all': drawn(read({ before: share(0, 40), after: share(0, 40) })),
  'ten million': drawn(read({ before: share(5_000_000, 10_000_000), after: share(10_000_000, 10_000_000) })),
  items: drawn(items),
  run: drawn(run),
  ratings: drawn(ratings),
  times: drawn(times),
};

describe('a chart on a card', () => {
  for (const [name, view] of Object.entries(views))
    it(`of ${name}: from nought, with its figures in words where it cannot be drawn`, () => {
      const chart = pilotChart(words, view);
      assert.equal(chart.yMin, 0);
      assert.ok(chart.title && chart.showTitle && chart.fallback);
      const teams = renderForTeams(card([chart]));
      const parsed = new AdaptiveCard();
      parsed.parse(JSON.parse(JSON.stringify(teams)));
      assert.deepEqual(
        parsed.validateProperties().validationEvents.map(({ message }) => message),
        [],
      );
    });

  for (const [name, view] of Object.entries(views))
    it(`of ${name}: as Slack's own, with the same figures as text`, () => {
      const { blocks, lost } = renderForSlack(card([pilotChart(words, view)]), { surface: 'message' });
      assert.deepEqual(checkBlocks(blocks, 'message'), []);
      assert.deepEqual(
        blocks.map(({ type }) => type),
        ['data_visualization', 'rich_text'],
      );
      const kept = lost
        .filter(({ instead }) => instead !== 'a colour of Slack')
        .map(({ path }) => path.split('/').at(-1));
      assert.deepEqual(
        kept.filter((property) => !['showBarValues', 'showTitle', 'spacing'].includes(String(property))),
        [],
      );
    });

  it('says the usual range once, beside a run of items on Slack', () => {
    const { blocks } = renderForSlack(card([pilotChart(words, drawn(run))]), { surface: 'message' });
    const text = JSON.stringify(blocks[1]);
    assert.match(text, /1: 210 · 2: 245 .* New 2: 310/);
    assert.equal(text.match(/275/g)?.length, 2);
  });

  it('may go below nought where something was worse', () => {
    const worse: ChartView = {
      kind: 'ranges',
      title: 'Tries',
      rows: [{ label: 'Tom', low: -53, value: -30, high: -7 }],
    };
    const chart = pilotChart(words, worse);
    assert.equal(chart.yMin, undefined);
    assert.doesNotMatch(JSON.stringify(chart.fallback), /█|▒/);
  });

  it('is drawn in characters to one scale, where a client has no charts', () => {
    const bars = JSON.stringify(pilotChart(words, drawn(shares)).fallback).match(/█+▒*/g) ?? [];
    assert.deepEqual(bars, [`${'█'.repeat(12)}${'▒'.repeat(5)}`, `${'█'.repeat(18)}${'▒'.repeat(6)}`]);
    assert.match(JSON.stringify(pilotChart(words, drawn(shares)).fallback), /Before: 4\.9, likely 4\.1 to 5\.8/);
  });
});

describe('a small table', () => {
  it('is one on both platforms', () => {
    const rows = [
      ['', 'Clicks', 'Of emails', 'Share', 'Likely range'],
      ['Before', '118', '2,410', '4.9%', '4.1% to 5.8%'],
      ['After', '171', '2,385', '7.2%', '6.2% to 8.3%'],
    ];
    const { blocks } = renderForSlack(card([table(rows)]), { surface: 'message' });
    assert.deepEqual(checkBlocks(blocks, 'message'), []);
    assert.deepEqual(
      blocks.map(({ type }) => type),
      ['table'],
    );
    for (const cell of rows.flat()) assert.ok(JSON.stringify(blocks).includes(cell));
    const parsed = new AdaptiveCard();
    parsed.parse(JSON.parse(JSON.stringify(renderForTeams(card([table(rows)])))));
    assert.deepEqual(parsed.validateProperties().validationEvents, []);
  });
});
