import type { CardElement } from '../../chat/card.ts';
import type { Words } from '../words.ts';
import { drawnChart } from './chart-drawn.ts';
import type { BarsView, ChartView, GroupsView, RangesView, RunView } from './chart-view.ts';

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
