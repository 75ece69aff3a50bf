/** A chart as figures; `draw.ts` makes a picture of it. Nothing here knows a platform. */
export type Chart = PieChart | BarChart | LineChart | GaugeChart;

export interface Share {
  readonly label: string;
  readonly value: number;
}

export interface Series {
  /** Empty where there is only one and nothing to tell it from. */
  readonly name: string;
  /** One for each category, in the same order; `undefined` where there is no figure. */
  readonly values: readonly (number | undefined)[];
}

export interface PieChart {
  readonly kind: 'pie';
  readonly title: string;
  /** Negative ones are left out, as a circle has no room for them. */
  readonly shares: readonly Share[];
  /** A ring, with the sum in its middle. */
  readonly hollow: boolean;
}

interface SeriesChart {
  readonly title: string;
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  readonly xTitle?: string;
  readonly yTitle?: string;
}

export interface BarChart extends SeriesChart {
  readonly kind: 'bar';
  /** Upright bars lie down where their labels need the room. */
  readonly upright: boolean;
  /** The series of a category end to end rather than side by side. */
  readonly stacked: boolean;
}

export interface LineChart extends SeriesChart {
  readonly kind: 'line';
}

export interface GaugeChart {
  readonly kind: 'gauge';
  readonly title: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Parts of the scale, from its start; what they come to less than the whole stays blank. */
  readonly parts: readonly Share[];
  readonly note?: string;
}
