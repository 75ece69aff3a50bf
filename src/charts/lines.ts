import type { LineChart, Series } from './chart.ts';
import { type Drawing, frame, label } from './frame.ts';
import { fitted, inFigures, widthOf } from './letters.ts';
import { colourOf, dashOf, sign } from './marks.ts';
import { below, drawPlot, type Plot, plotOf } from './plot.ts';
import { scaleOf } from './scale.ts';
import { short, text } from './svg.ts';

/** Lines, each with a dash and signs of its own; dates and numbers stand as far apart as they are. */

const MOST_FIGURES = 9;
const MOST_SIGNS = 30;
const small = { size: 13 } as const;

export function drawLines(given: LineChart): string {
  const chart = inOrder(given);
  const names = chart.series.length > 1 ? chart.series.map(({ name }) => name) : [];
  return frame({ title: chart.title, legend: names, fills: 0, mark: inLegend }, (top) => drawAll(chart, top));
}

function inLegend(at: number, x: number, y: number): string {
  const dash = `<path d="M${short(x - 3)} ${short(y + 8)}h20" stroke="${colourOf(at)}" stroke-width="2.6"${dashOf(at)}/>`;
  return dash + sign(at, x + 7, y + 8);
}

function drawAll(chart: LineChart, top: number): Drawing {
  const plot = plotOf(chart, top);
  const inset = Math.min(plot.width / 2, chart.categories.length < 2 ? plot.width / 2 : 18);
  const place = { from: plot.left + inset, to: plot.left + plot.width - inset };
  const spots = spotsOf(chart.categories);
  const last = Math.max(...spots, 0);
  const x = scaleOf({ from: 0, to: last || 1 }, last === 0 ? { from: place.from, to: place.from } : place);
  const places = spots.map(x);
  const lines = chart.series.map((series, index) => drawSeries(series, index, { plot, places }));
  const words = labelsBelow(chart, plot, places);
  const figures = chart.series.length === 1 ? figuresOn(chart.series[0]?.values ?? [], plot, places) : '';
  return drawPlot(chart, plot, { svg: lines.join('') + words + figures, lines: 1 });
}

/** Dates and numbers from the first to the last, whichever series named them first. */
function inOrder(chart: LineChart): LineChart {
  const numbers = chart.categories.map(numberIn);
  if (numbers.includes(undefined)) return chart;
  const order = numbers.map((number = 0, at) => ({ number, at })).toSorted((one, other) => one.number - other.number);
  const sorted = <T>(list: readonly T[]): T[] => order.map(({ at }) => list[at] as T);
  const series = chart.series.map((one) => ({ ...one, values: sorted(one.values) }));
  return { ...chart, categories: sorted(chart.categories), series };
}

/** How far from the first: by date or number where every category is one, else by its turn. */
function spotsOf(categories: readonly string[]): number[] {
  const numbers = categories.map(numberIn);
  const [first] = numbers;
  if (first === undefined || numbers.includes(undefined)) return categories.map((_, at) => at);
  return numbers.map((value = first) => value - first);
}

const DATE = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/;

function numberIn(category: string): number | undefined {
  const value = DATE.test(category) ? Date.parse(category) : category.trim() === '' ? Number.NaN : Number(category);
  return Number.isFinite(value) ? value : undefined;
}

interface Places {
  readonly plot: Plot;
  readonly places: readonly number[];
}

/** From figure to figure: a series need not have one at every place. */
function drawSeries({ values }: Series, index: number, { plot, places }: Places): string {
  const spots = values.flatMap((value, at) => (value === undefined ? [] : [[places[at] ?? 0, plot.y(value)] as const]));
  if (spots.length === 0) return '';
  const path = spots.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${short(x)} ${short(y)}`).join('');
  const line = `<path d="${path}" fill="none" stroke="${colourOf(index)}" stroke-width="2.6" stroke-linejoin="round"${dashOf(index)}/>`;
  const signs = values.length <= MOST_SIGNS ? spots.map(([x, y]) => sign(index, x, y)) : [];
  return line + signs.join('');
}

/** As many as have room beside each other, the first and the last among them. */
function labelsBelow({ categories }: LineChart, plot: Plot, places: readonly number[]): string {
  const words = categories.map((category) => fitted(inWords(category), plot.width / 2, label));
  const parts: string[] = [];
  let end = Number.NEGATIVE_INFINITY;
  const lastAt = words.length - 1;
  const lastBegin = (places[lastAt] ?? 0) - widthOf(words[lastAt] ?? '', label) / 2;
  for (const [at, word] of words.entries()) {
    const half = widthOf(word, label) / 2;
    const x = Math.max(plot.left + half - 8, Math.min(places[at] ?? 0, plot.left + plot.width - half));
    const isCrowded = x - half < end + 10 || (at < lastAt && x + half > lastBegin - 10);
    if (isCrowded && at > 0 && at < lastAt) continue;
    if (at === lastAt && x - half < end + 10) continue;
    parts.push(below(plot, x, [word]));
    end = x + half;
  }
  return parts.join('');
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

function inWords(category: string): string {
  return DATE.test(category) ? day.format(Date.parse(category)) : category;
}

/** One line alone has room for its figures, where they do not meet. */
function figuresOn(values: Series['values'], plot: Plot, places: readonly number[]): string {
  if (values.length > MOST_FIGURES) return '';
  let end = Number.NEGATIVE_INFINITY;
  return values
    .map((value, at) => {
      const x = places[at] ?? 0;
      const words = value === undefined ? '' : inFigures(value);
      const half = widthOf(words, small) / 2;
      if (value === undefined || x - half < end + 4) return '';
      end = x + half;
      return text(words, { x, y: plot.y(value) - 11, ...small, anchor: 'middle', edged: true });
    })
    .join('');
}
