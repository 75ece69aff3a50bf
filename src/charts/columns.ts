import type { BarChart } from './chart.ts';
import { type Drawing, frame, INNER, label } from './frame.ts';
import { inFigures, widthOf, wrap } from './letters.ts';
import { fillOf } from './marks.ts';
import { below, drawPlot, type Plot, plotOf } from './plot.ts';
import { box, text } from './svg.ts';

/** Bars that stand, side by side. */

const MOST_COLUMNS = 12;
const small = { size: 13 } as const;

/** Standing bars need short labels; where they are long, or the bars too many, lying ones say the same. */
export function fitsUpright({ categories, series, stacked }: BarChart): boolean {
  if (stacked || categories.length > MOST_COLUMNS) return false;
  const step = (INNER - 50) / Math.max(1, categories.length);
  const thick = (step * 0.72) / Math.max(1, series.length);
  return thick >= 8 && categories.every((category) => !isCut(category, step));
}

function linesBelow(category: string, step: number): string[] {
  return wrap(category, { width: step - 4, font: label, most: 2 });
}

function isCut(category: string, step: number): boolean {
  return linesBelow(category, step).join(' ') !== category.trim().replace(/\s+/g, ' ');
}

export function drawColumns(chart: BarChart): string {
  const names = chart.series.length > 1 ? chart.series.map(({ name }) => name) : [];
  return frame({ title: chart.title, legend: names, fills: chart.series.length }, (top) => drawAll(chart, top));
}

function drawAll(chart: BarChart, top: number): Drawing {
  const plot = plotOf(chart, top);
  const step = plot.width / Math.max(1, chart.categories.length);
  const bars = chart.categories.map((_, at) => drawGroup(chart, plot, { at, step }));
  const lines = chart.categories.map((category) => linesBelow(category, step));
  const words = lines.map((each, at) => below(plot, plot.left + step * (at + 0.5), each));
  const deepest = Math.max(0, ...lines.map((each) => each.length));
  return drawPlot(chart, plot, { svg: bars.join('') + words.join(''), lines: deepest });
}

function drawGroup(chart: BarChart, plot: Plot, { at, step }: { at: number; step: number }): string {
  const thick = (step * 0.72) / chart.series.length;
  const start = plot.left + step * at + step * 0.14;
  const bars = chart.series.map(({ values }, index) => {
    const value = values[at];
    if (value === undefined) return '';
    const [zero, end] = [plot.y(0), plot.y(value)];
    const x = start + thick * index;
    const height = Math.max(Math.abs(end - zero), 0.5);
    return (
      box({ x, y: Math.min(zero, end), width: Math.max(thick - 2, 1), height }, fillOf(index)) +
      figure(value, { x: x + thick / 2 - 1, end, room: thick })
    );
  });
  return bars.join('');
}

/** On the end of its bar, where that is broad enough for it. */
function figure(value: number, { x, end, room }: { x: number; end: number; room: number }): string {
  const words = inFigures(value);
  if (widthOf(words, small) > room + 4) return '';
  return text(words, { x, y: value < 0 ? end + 15 : end - 5, ...small, anchor: 'middle' });
}
