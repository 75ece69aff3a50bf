import type { Chart, Series } from './chart.ts';
import { drawColumns, fitsUpright } from './columns.ts';
import { drawGauge } from './gauge.ts';
import { hasLettersFor, withoutPictographs } from './letters.ts';
import { drawLines } from './lines.ts';
import { drawPie } from './pie.ts';
import { drawRows } from './rows.ts';

/**
 * A picture of a chart as SVG, 480 units wide: scales begin at nought, every axis and part is labelled, and patterns,
 * dashes and signs tell apart what colour tells apart. `undefined` where there is nothing to draw, or where it would
 * need letters that the picture's font does not have.
 */
export function drawChart(chart: Chart): string | undefined {
  const plain = plainOf(chart);
  if (!hasLettersFor(textsOf(plain).join('')) || !hasFigures(plain)) return undefined;
  switch (plain.kind) {
    case 'pie':
      return drawPie(plain);
    case 'bar':
      return plain.upright && fitsUpright(plain) ? drawColumns(plain) : drawRows(plain);
    case 'line':
      return drawLines(plain);
    case 'gauge':
      return drawGauge(plain);
  }
}

function hasFigures(chart: Chart): boolean {
  if (chart.kind === 'gauge') return Number.isFinite(chart.value) && chart.max >= chart.min;
  if (chart.kind === 'pie') return chart.shares.some(({ value }) => value > 0);
  return chart.series.some(({ values }) => values.some((value) => value !== undefined));
}

function textsOf(chart: Chart): string[] {
  if (chart.kind === 'pie') return [chart.title, ...chart.shares.map(({ label }) => label)];
  if (chart.kind === 'gauge') return [chart.title, chart.note ?? '', ...chart.parts.map(({ label }) => label)];
  const { title, xTitle = '', yTitle = '' } = chart;
  return [title, xTitle, yTitle, ...chart.categories, ...chart.series.map(({ name }) => name)];
}

function plainOf(chart: Chart): Chart {
  const plain = withoutPictographs;
  const title = plain(chart.title);
  const named = <T extends { readonly label: string }>(one: T): T => ({ ...one, label: plain(one.label) });
  if (chart.kind === 'pie') return { ...chart, title, shares: chart.shares.map(named) };
  if (chart.kind === 'gauge') return { ...chart, title, note: plain(chart.note ?? ''), parts: chart.parts.map(named) };
  const series = chart.series.map((one: Series) => ({ ...one, name: plain(one.name) }));
  return {
    ...chart,
    title,
    categories: chart.categories.map(plain),
    series,
    ...(chart.xTitle !== undefined && { xTitle: plain(chart.xTitle) }),
    ...(chart.yTitle !== undefined && { yTitle: plain(chart.yTitle) }),
  };
}
