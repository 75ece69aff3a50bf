import type { ChartView } from '../../cards/pilots/chart-view.ts';
import type { Words } from '../../cards/words.ts';
import type { ItemsReading, Reading, SharesReading, ValuesReading } from './statistics/reading.ts';
import { decimalsFor, decimalsOf, toPercent } from './statistics/rounding.ts';
import type { Nouns } from './statistics/sentences.ts';
import type { SideBySide } from './statistics/tries.ts';

/** What a reading looks like as a chart: the same figures that its sentences and its table have. */

export interface ChartNames {
  /** What the two sides are called: "Before" and "After". */
  readonly before: string;
  readonly after: string;
  readonly nouns: Nouns;
}

/** More bars than a chart can name. */
const mostBars = 20;

/** `undefined` where there is nothing to draw, or more than a chart shows; the table has it all. */
export function chartOf(words: Words, reading: Reading, names: ChartNames): ChartView | undefined {
  switch (reading.kind) {
    case 'shares':
      return sharesChart(words, reading, names);
    case 'items':
      return itemsChart(words, reading);
    case 'values':
      return reading.metric === 'rating' ? ratingsChart(words, reading, names) : timesChart(words, reading, names);
    case 'story':
      return undefined;
  }
}

/** In percent, both sides to the same number of decimals. */
function sharesChart(
  words: Words,
  { before, after, verdict }: SharesReading,
  { nouns, ...names }: ChartNames,
): ChartView {
  const decimals = decimalsFor([before.share, after.share], verdict !== 'too_small');
  const row = (label: string, side: SharesReading['before']) => ({
    label,
    low: toPercent(side.low, decimals),
    value: toPercent(side.proportion, decimals),
    high: toPercent(side.high, decimals),
  });
  return {
    kind: 'ranges',
    title: words('pilotChart.shares', { ...nouns }),
    rows: [row(names.before, before), row(names.after, after)],
  };
}

/** From twelve points on it is a run chart, as people who look after such figures know it. */
const leastForRun = 12;

function itemsChart(words: Words, { usual, pilot, areShares }: ItemsReading): ChartView | undefined {
  const decimals = decimalsOf([usual.low, usual.high, ...pilot.map(({ value }) => value)]);
  const shown = (value: number): number => (areShares ? toPercent(value, decimals) : value);
  const news = pilot.map(({ value }, at) => ({
    label: words('pilotChart.item', { number: at + 1 }),
    value: shown(value),
  }));
  const [low, middle, high] = [shown(usual.low), shown(usual.middle), shown(usual.high)];
  const points = usual.items + news.length;
  if (points >= leastForRun && points <= mostBars) {
    const recent = usual.values.map((value, at) => ({ label: String(at + 1), value: shown(value) }));
    return { kind: 'run', title: words('pilotChart.run'), items: [...recent, ...news], low, high };
  }
  const range = [
    { label: words('pilotChart.usualLow'), value: low, standsOut: false },
    { label: words('pilotChart.usualMiddle'), value: middle, standsOut: false },
    { label: words('pilotChart.usualHigh'), value: high, standsOut: false },
  ];
  if (range.length + news.length > mostBars) return undefined;
  return {
    kind: 'bars',
    title: words('pilotChart.items'),
    bars: [...range, ...news.map((each) => ({ ...each, standsOut: true }))],
  };
}

const ratings = [1, 2, 3, 4, 5];

function ratingsChart(words: Words, { before, after }: ValuesReading, names: ChartNames): ChartView {
  const side = (label: string, { values }: ValuesReading['before']) => ({
    label,
    values: ratings.map((rating) => values.filter((value) => value === rating).length),
  });
  return {
    kind: 'groups',
    title: words('pilotChart.ratings'),
    steps: ratings.map(String),
    sides: [side(names.before, before), side(names.after, after)],
  };
}

function timesChart(words: Words, { before, after }: ValuesReading, names: ChartNames): ChartView | undefined {
  if (before.values.length + after.values.length > mostBars) return undefined;
  const bars = (side: string, values: readonly number[], standsOut: boolean) =>
    values.map((value, at) => ({
      label: words('pilotChart.one', { side, number: at + 1 }),
      value: toHundredths(value),
      standsOut,
    }));
  return {
    kind: 'bars',
    title: words('pilotChart.times'),
    bars: [...bars(names.before, before.values, false), ...bars(names.after, after.values, true)],
  };
}

function toHundredths(value: number): number {
  return Number(value.toFixed(2));
}

/** Tries on one scale, better upwards; `undefined` where fewer than two have a range. `labels` in the order of the rows. */
export function triesChart(words: Words, { rows, per }: SideBySide, labels: readonly string[]): ChartView | undefined {
  const drawn = rows.flatMap(({ change }, at) =>
    change ? [{ label: labels[at] ?? '', low: change.low, value: change.diff, high: change.high }] : [],
  );
  return drawn.length < 2 ? undefined : { kind: 'ranges', title: words('pilotChart.tries', { per }), rows: drawn };
}
