import type { CardElement } from '../chat/card.ts';
import { drawnChart } from './pilot-chart-drawn.ts';
import type { Words } from './words.ts';

/**
 * A pilot's figures as a chart of Teams' own (https://adaptivecards.microsoft.com, `Chart.*`), which Slack's adapter turns
 * into one of Slack's. Bars start at nought and share one scale. Charts know no patterns, so nothing hangs on colour: each
 * bar has its name on the axis, its place in the group and its figure. Where a client has no charts, bars of characters
 * stand in, solid and shaded.
 */
export type ChartView = RangesView | BarsView | GroupsView | RunView;

/** What was counted on each side, with the range that it probably lies in. */
export interface RangesView {
  readonly kind: 'ranges';
  readonly title: string;
  readonly rows: readonly RangeRow[];
}

export interface RangeRow {
  readonly label: string;
  readonly low: number;
  readonly value: number;
  readonly high: number;
}

/** A bar each; those that stand out are the pilot's. */
export interface BarsView {
  readonly kind: 'bars';
  readonly title: string;
  readonly bars: readonly { readonly label: string; readonly value: number; readonly standsOut: boolean }[];
}

/** Two sides counted over the same steps, such as ratings from 1 to 5. */
export interface GroupsView {
  readonly kind: 'groups';
  readonly title: string;
  readonly steps: readonly string[];
  readonly sides: readonly { readonly label: string; readonly values: readonly number[] }[];
}

/** One item after the other, the usual range drawn through. */
export interface RunView {
  readonly kind: 'run';
  readonly title: string;
  readonly items: readonly { readonly label: string; readonly value: number }[];
  readonly low: number;
  readonly high: number;
}

export function pilotChart(words: Words, view: ChartView): CardElement {
  const chart = chartOf(words, view);
  return { ...chart, title: view.title, showTitle: true, spacing: 'Medium', fallback: drawnChart(words, view) };
}

function chartOf(words: Words, view: ChartView): CardElement {
  switch (view.kind) {
    case 'ranges':
      return rangesChart(words, view);
    case 'bars':
      return barsChart(view);
    case 'groups':
      return groupsChart(view);
    case 'run':
      return runChart(words, view);
  }
}

/** Low end, figure and high end stand beside each other: an error bar, as bars. */
function rangesChart(words: Words, { rows }: RangesView): CardElement {
  const series = (['low', 'value', 'high'] as const).map((end) => ({
    legend: words(`pilotChart.${end}`),
    color: end === 'value' ? main : quiet,
    values: rows.map((row) => ({ x: row.label, y: row[end] })),
  }));
  const isBelow = rows.some((row) => row.low < 0);
  return { type: 'Chart.VerticalBar.Grouped', showBarValues: true, ...(!isBelow && { yMin: 0 }), data: series };
}

const main = 'categoricalBlue';
const quiet = 'neutral';

function barsChart({ bars }: BarsView): CardElement {
  const data = bars.map(({ label, value, standsOut }) => ({ x: label, y: value, color: standsOut ? main : quiet }));
  return { type: 'Chart.VerticalBar', showBarValues: true, yMin: 0, data };
}

function groupsChart({ steps, sides }: GroupsView): CardElement {
  const data = sides.map(({ label, values }, at) => ({
    legend: label,
    color: at === 0 ? quiet : main,
    values: steps.map((step, place) => ({ x: step, y: values[place] ?? 0 })),
  }));
  return { type: 'Chart.VerticalBar.Grouped', showBarValues: true, yMin: 0, data };
}

function runChart(words: Words, { items, low, high }: RunView): CardElement {
  const level = (legend: string, y: number) => ({
    legend,
    color: quiet,
    values: items.map(({ label }) => ({ x: label, y })),
  });
  const run = {
    legend: words('pilotChart.each'),
    color: main,
    values: items.map(({ label, value }) => ({ x: label, y: value })),
  };
  const levels = [level(words('pilotChart.usualHigh'), high), level(words('pilotChart.usualLow'), low)];
  return { type: 'Chart.Line', yMin: 0, data: [run, ...levels] };
}
