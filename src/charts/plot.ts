import type { BarChart, LineChart } from './chart.ts';
import { type Drawing, EDGE, INNER, label, WIDTH } from './frame.ts';
import { inBrief, widthOf, wrap } from './letters.ts';
import { marksFor, scaleOf } from './scale.ts';
import { faint, ink, line, quiet, text } from './svg.ts';

/** What standing bars and lines share: a scale on the left that begins at nought, and what it means. */

const HEIGHT = 210;
const LINE = 16;
const small = { size: 13 } as const;

export interface Plot {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly width: number;
  readonly marks: readonly number[];
  readonly y: (value: number) => number;
}

export function plotOf(chart: BarChart | LineChart, top: number): Plot {
  const values = chart.series.flatMap((one) => one.values.filter((value) => value !== undefined));
  const marks = marksFor(values);
  const [low = 0, high = 1] = [marks[0], marks.at(-1)];
  const scaleWidth = Math.max(...marks.map((mark) => widthOf(inBrief(mark), small)));
  // Room above for a figure on the highest bar, and for what the scale means.
  const begin = top + (hasTitle(chart.yTitle) ? 22 : 0) + 16;
  const left = EDGE + scaleWidth + 8;
  return {
    top: begin,
    bottom: begin + HEIGHT,
    left,
    width: WIDTH - EDGE - left,
    marks,
    y: scaleOf({ from: low, to: high }, { from: begin + HEIGHT, to: begin }),
  };
}

/** Below bars that hang down. */
function roomForFigures({ marks }: Plot): number {
  return (marks[0] ?? 0) < 0 ? 12 : 0;
}

function hasTitle(title: string | undefined): title is string {
  return title !== undefined && title.trim() !== '';
}

/** Words under the plot, in the middle of their place. */
export function below(plot: Plot, x: number, lines: readonly string[]): string {
  const first = plot.bottom + roomForFigures(plot) + 18;
  return lines.map((words, at) => text(words, { x, y: first + at * LINE, ...label, anchor: 'middle' })).join('');
}

/** The scale, what was drawn before it, and the titles of both axes. `lines` stand below the plot. */
export function drawPlot(
  chart: BarChart | LineChart,
  plot: Plot,
  { svg, lines }: { svg: string; lines: number },
): Drawing {
  const end = plot.bottom + roomForFigures(plot) + 8 + lines * LINE + (hasTitle(chart.xTitle) ? 22 : 0);
  const yTitle = hasTitle(chart.yTitle) ? titleAt(chart.yTitle, { x: EDGE, y: plot.top - 26 }) : '';
  const middle = plot.left + plot.width / 2;
  const xTitle = hasTitle(chart.xTitle) ? titleAt(chart.xTitle, { x: middle, y: end - 2, anchor: 'middle' }) : '';
  const zero = line([plot.left, plot.y(0)], [plot.left + plot.width, plot.y(0)], ink, 1.2);
  const top = plot.top - 16 - (hasTitle(chart.yTitle) ? 22 : 0);
  return { svg: scale(plot) + svg + zero + yTitle + xTitle, height: end - top };
}

function scale(plot: Plot): string {
  return plot.marks
    .map((mark) => {
      const y = plot.y(mark);
      const words = text(inBrief(mark), { x: plot.left - 8, y: y + 4.5, ...small, anchor: 'end', colour: quiet });
      return words + line([plot.left, y], [plot.left + plot.width, y], faint);
    })
    .join('');
}

function titleAt(title: string, at: { x: number; y: number; anchor?: 'middle' }): string {
  const [words = ''] = wrap(title, { width: INNER, font: small, most: 1 });
  return text(words, { ...at, ...small, colour: quiet });
}
