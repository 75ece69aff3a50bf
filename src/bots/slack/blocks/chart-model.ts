import type { Chart } from '../../../charts/chart.ts';
import { flagOf, type JsonObject, numberOf } from './json.ts';

/** The figures of a Teams chart, and the chart that our own picture is drawn from. */

export interface Figure {
  readonly label: string;
  readonly value: number | undefined;
  /** The figure as the card writes it. */
  readonly shown: string;
}

export interface Series {
  readonly name: string;
  readonly points: readonly Figure[];
}

export interface Figures {
  readonly shape: 'pie' | 'bar' | 'line' | undefined;
  /** Its groups are the categories, and the labels in them tell the series. */
  readonly isStack: boolean;
  readonly series: readonly Series[];
  readonly from: readonly string[];
}

/** As other bars have it: a series for each label, a category for each group. */
export function transposed(figures: Figures): Figures {
  if (!figures.isStack) return figures;
  const labels = new Set(figures.series.flatMap(({ points }) => points.map(({ label }) => label)));
  const series = [...labels].map((name) => ({
    name,
    points: figures.series.flatMap((group) =>
      group.points.filter(({ label }) => label === name).map((point) => ({ ...point, label: group.name })),
    ),
  }));
  return { ...figures, series };
}

interface Titled {
  readonly text: string;
  readonly key: 'x_label' | 'y_label';
}

/** Nothing where a figure is no number, or has twins that a picture would draw over each other. */
export function modelOf(
  element: JsonObject,
  title: string,
  figures: Figures,
  axes: readonly Titled[],
): Chart | undefined {
  if (element.type === 'Chart.Gauge') return gaugeOf(element, title, figures, axes);
  const [first] = figures.series;
  if (figures.shape === 'pie') return figures.series.length === 1 && first ? pieOf(element, title, first) : undefined;
  const series = seriesOf(transposed(figures).series);
  if (!series || figures.shape === undefined) return undefined;
  const isStacked = figures.isStack || flagOf(element.stacked) === true;
  const shared = { title, ...series, xTitle: axisTitle(axes, 'x_label'), yTitle: axisTitle(axes, 'y_label') };
  if (figures.shape === 'line') return { kind: 'line', ...shared };
  const upright = String(element.type).startsWith('Chart.VerticalBar');
  return { kind: 'bar', ...shared, stacked: isStacked, upright };
}

function axisTitle(axes: readonly Titled[], key: Titled['key']): string | undefined {
  return axes.find((axis) => axis.key === key)?.text;
}

function pieOf(element: JsonObject, title: string, { points }: Series): Chart | undefined {
  const shares = points.flatMap(({ label, value }) => (value === undefined ? [] : [{ label, value }]));
  if (shares.length !== points.length || shares.some(({ value }) => value < 0)) return undefined;
  return { kind: 'pie', title, shares, hollow: element.type === 'Chart.Donut' };
}

/** A value for every series and category, in the order in which the categories first come up. */
function seriesOf(all: readonly Series[]) {
  const categories = [...new Set(all.flatMap(({ points }) => points.map(({ label }) => label)))];
  const series = [];
  for (const { name, points } of all) {
    const values = new Map(points.map(({ label, value }) => [label, value]));
    if (values.size < points.length || points.some(({ value }) => value === undefined)) return undefined;
    series.push({ name, values: categories.map((category) => values.get(category)) });
  }
  return categories.length === 0 ? undefined : { categories, series };
}

/** The first figure is the gauge's own; its parts are those with a size. */
function gaugeOf(element: JsonObject, title: string, { series }: Figures, axes: readonly Titled[]): Chart | undefined {
  const value = numberOf(element.value);
  if (value === undefined) return undefined;
  const parts = (series[0]?.points ?? []).flatMap(({ label, value: size }) =>
    size === undefined ? [] : [{ label, value: size }],
  );
  const min = numberOf(element.min) ?? 0;
  const sum = parts.reduce((all, part) => all + part.value, 0);
  const max = numberOf(element.max) ?? (sum > 0 ? min + sum : 100);
  return { kind: 'gauge', title, value, min, max, parts, note: axes[0]?.text };
}
