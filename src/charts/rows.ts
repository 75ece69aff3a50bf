import type { BarChart, Series } from './chart.ts';
import { type Drawing, EDGE, frame, INNER, label, WIDTH } from './frame.ts';
import { inFigures, widthOf, wrap } from './letters.ts';
import { fillOf } from './marks.ts';
import { scaleOf } from './scale.ts';
import { box, ink, line, quiet, text } from './svg.ts';

/** Bars that lie: room for long labels, as many as there are. */

const THICK = 22;
const THIN = 16;
const BETWEEN = 2;
const GAP = 12;
const LINE = 17;
const MOST_ROWS = 24;
const LONGEST_LABEL = 180;
const small = { size: 13 } as const;

interface Layout {
  readonly chart: BarChart;
  readonly labelWidth: number;
  /** From a figure to its place from left to right. */
  readonly x: (value: number) => number;
}

export function drawRows(chart: BarChart): string {
  const names = chart.series.length > 1 ? chart.series.map(({ name }) => name) : [];
  return frame({ title: chart.title, legend: names, fills: chart.series.length }, (top) => drawAll(chart, top));
}

function drawAll(chart: BarChart, top: number): Drawing {
  const layout = layOut(chart);
  const shown = chart.categories.slice(0, MOST_ROWS);
  let y = top + axisTitle(chart).height;
  const rows = shown.map((_, at) => {
    const row = drawRow(layout, at, y);
    y += row.height + GAP;
    return row.svg;
  });
  const zero = line([layout.x(0), top + axisTitle(chart).height - 4], [layout.x(0), y - GAP + 4], ink, 1.2);
  const left = chart.categories.length - shown.length;
  const more = left > 0 ? text(`and ${left} more`, { x: EDGE, y: y + 6, ...small, colour: quiet }) : '';
  return { svg: axisTitle(chart, top).svg + rows.join('') + zero + more, height: y - top - GAP + (left > 0 ? 24 : 0) };
}

/** What the figures are, above them. */
function axisTitle({ xTitle, yTitle }: BarChart, top = 0): Drawing {
  const words = [yTitle, xTitle].filter((one) => one !== undefined && one !== '').join(' · ');
  const [first] = wrap(words, { width: INNER, font: small, most: 1 });
  if (first === undefined) return { svg: '', height: 0 };
  return { svg: text(first, { x: EDGE, y: top + 11, ...small, colour: quiet }), height: 24 };
}

function layOut(chart: BarChart): Layout {
  const longest = Math.max(0, ...chart.categories.map((words) => widthOf(words, label)));
  const labelWidth = Math.min(longest, LONGEST_LABEL);
  const sums = chart.stacked ? stackEnds(chart) : chart.series.flatMap(({ values }) => present(values));
  const figures = { from: Math.min(0, ...sums), to: Math.max(0, ...sums) || (Math.min(0, ...sums) < 0 ? 0 : 1) };
  const room = Math.max(...sums.map((value) => widthOf(inFigures(value), label)), 10) + 8;
  const place = {
    from: EDGE + (labelWidth > 0 ? labelWidth + 12 : 0) + (figures.from < 0 ? room : 0),
    to: WIDTH - EDGE - (figures.to > 0 ? room : 0),
  };
  return { chart, labelWidth, x: scaleOf(figures, place) };
}

function present(values: Series['values']): number[] {
  return values.filter((value) => value !== undefined);
}

function stackEnds({ categories, series }: BarChart): number[] {
  return categories.flatMap((_, at) => {
    const values = present(series.map(({ values }) => values[at]));
    const sum = (sign: 1 | -1) => values.filter((value) => value * sign > 0).reduce((all, value) => all + value, 0);
    return [sum(1), sum(-1)];
  });
}

function drawRow(layout: Layout, at: number, y: number): Drawing {
  const { chart, labelWidth } = layout;
  const lines = wrap(chart.categories[at] ?? '', { width: labelWidth, font: label, most: 2 });
  const bars = chart.stacked ? drawStack(layout, at) : drawGroup(layout, at);
  const height = Math.max(bars.height, lines.length * LINE);
  const first = y + (height - lines.length * LINE) / 2 + 13;
  const words = lines.map((one, index) => text(one, { x: EDGE, y: first + index * LINE, ...label }));
  return {
    svg: `${words.join('')}<g transform="translate(0 ${y + (height - bars.height) / 2})">${bars.svg}</g>`,
    height,
  };
}

/** The series of one category, one below the other. */
function drawGroup({ chart, x }: Layout, at: number): Drawing {
  const thick = chart.series.length > 1 ? THIN : THICK;
  const bars = chart.series.map(({ values }, index) => {
    const value = values[at];
    if (value === undefined) return '';
    const y = index * (thick + BETWEEN);
    return bar(index, { from: x(0), to: x(value), y, thick }) + figureAfter(value, x(value), y + thick / 2 + 5);
  });
  return { svg: bars.join(''), height: chart.series.length * (thick + BETWEEN) - BETWEEN };
}

function bar(fill: number, { from, to, y, thick }: { from: number; to: number; y: number; thick: number }): string {
  return box({ x: Math.min(from, to), y, width: Math.max(Math.abs(to - from), 0.5), height: thick }, fillOf(fill));
}

function figureAfter(value: number, end: number, y: number): string {
  const isLeft = value < 0;
  return text(inFigures(value), { x: end + (isLeft ? -6 : 6), y, ...label, anchor: isLeft ? 'end' : 'start' });
}

/** The series of one category end to end, their sum behind them. */
function drawStack({ chart, x }: Layout, at: number): Drawing {
  const ends = { above: 0, below: 0 };
  const parts = chart.series.map(({ values }, index) => {
    const value = values[at];
    if (value === undefined || value === 0) return '';
    const side = value > 0 ? 'above' : 'below';
    const from = ends[side];
    ends[side] += value;
    return stackPart(index, value, { from: x(from), to: x(ends[side]) });
  });
  const after = figureAfter(ends.above, x(ends.above), THICK / 2 + 5);
  const before = ends.below < 0 ? figureAfter(ends.below, x(ends.below), THICK / 2 + 5) : '';
  return { svg: parts.join('') + (ends.above > 0 || ends.below === 0 ? after : '') + before, height: THICK };
}

function stackPart(index: number, value: number, { from, to }: { from: number; to: number }): string {
  const part = bar(index, { from, to: to + (to > from ? -1 : 1), y: 0, thick: THICK });
  const words = inFigures(value);
  const width = widthOf(words, small);
  if (width + 10 > Math.abs(to - from)) return part;
  return (
    part + text(words, { x: (from + to) / 2, y: THICK / 2 + 4.5, ...small, bold: true, anchor: 'middle', edged: true })
  );
}
