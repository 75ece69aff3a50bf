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
