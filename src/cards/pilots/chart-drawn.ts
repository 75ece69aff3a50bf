import type { CardElement } from '../../chat/card.ts';
import { boldLine, line, small } from '../elements.ts';
import type { Words } from '../words.ts';
import type { ChartView, RangeRow } from './chart-view.ts';

/** The same chart where a client draws none: each figure in words, with a bar of characters under it. */
export function drawnChart(words: Words, view: ChartView): CardElement {
  const rows = rowsOf(words, view);
  const isDrawn = rows.every((row) => row.low >= 0);
  const most = Math.max(...rows.map((row) => row.high));
  const key = words(view.kind === 'ranges' ? 'pilotChart.key' : 'pilotChart.keyPlain');
  return {
    type: 'Container',
    items: [
      boldLine(view.title),
      ...rows.flatMap((row) => [line(inWords(words, row)), ...(isDrawn ? [bar(row, most)] : [])]),
      ...(isDrawn ? [small(key)] : []),
    ],
  };
}

function rowsOf(words: Words, view: ChartView): readonly RangeRow[] {
  switch (view.kind) {
    case 'ranges':
      return view.rows;
    case 'bars':
      return view.bars.map(({ label, value }) => exact(label, value));
    case 'groups':
      return view.sides.flatMap(({ label, values }) =>
        view.steps.map((step, at) => exact(words('pilotChart.one', { side: label, number: step }), values[at] ?? 0)),
      );
    case 'run':
      return [
        ...view.items.map(({ label, value }) => exact(label, value)),
        exact(words('pilotChart.usualLow'), view.low),
        exact(words('pilotChart.usualHigh'), view.high),
      ];
  }
}

function exact(label: string, value: number): RangeRow {
  return { label, low: value, value, high: value };
}

function inWords(words: Words, { label, low, value, high }: RangeRow): string {
  return low === high
    ? words('pilotChart.plain', { label, value })
    : words('pilotChart.range', { label, low, value, high });
}

const widest = 24;

/** Solid up to the low end, shaded up to the high end: `████████▒▒▒▒`. */
function bar({ low, high }: RangeRow, most: number): CardElement {
  const cells = (value: number): number => (most > 0 ? Math.round((value / most) * widest) : 0);
  const drawn = `${'█'.repeat(cells(low))}${'▒'.repeat(cells(high) - cells(low))}`;
  return {
    type: 'RichTextBlock',
    spacing: 'None',
    inlines: [{ type: 'TextRun', text: drawn === '' ? '▏' : drawn, fontType: 'Monospace' }],
  };
}
