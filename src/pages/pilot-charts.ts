import { html, type Markup } from './document.ts';

/*
 * Charts of pilots, drawn by the server: bars from nought, one scale, the likely range as a line, shade and pattern so
 * that nothing is said by colour alone. The words beside and the table below say the same; so does the picture's name.
 */

const width = 500;

/** What stands left and right of the plot, in the picture's own units. */
interface Layout {
  readonly labelWidth: number;
  readonly plotFrom: number;
  readonly plotTo: number;
}

function layoutOf(labelWidth: number, valueWidth: number): Layout {
  return { labelWidth, plotFrom: labelWidth + 10, plotTo: width - valueWidth };
}

const bars = layoutOf(92, 110);
const dots = layoutOf(92, 120);
const family = layoutOf(130, 120);

/** From a value to its place across. */
type Across = (value: number) => number;

function scaleOf({ plotFrom, plotTo }: Layout, low: number, high: number): Across {
  const span = high - low || 1;
  return (value) => Math.round((plotFrom + ((value - low) / span) * (plotTo - plotFrom)) * 10) / 10;
}

export interface RangeBar {
  readonly label: string;
  /** As a number of whatever the bars measure, from nought. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** The figure and the counts behind it: "4.9%", "118 of 2,410". */
  readonly shown: string;
  readonly counts: string;
  readonly hatched: boolean;
}

/** One bar a side, with the range that its share probably lies in. */
export function rangeBars(view: { id: string; name: string; bars: readonly RangeBar[] }): Markup {
  const { labelWidth, plotFrom, plotTo } = bars;
  const across = scaleOf(bars, 0, Math.max(...view.bars.map((bar) => Math.max(bar.high, bar.value))));
  const rows = view.bars.map((bar, at) => {
    const top = 10 + at * 46;
    const middle = top + 15;
    return html`<text x=${labelWidth} y=${middle + 5} text-anchor="end" class="label">${bar.label}</text>
      <rect
        x=${plotFrom}
        y=${top}
        width=${Math.max(1, across(bar.value) - plotFrom)}
        height="30"
        class=${bar.hatched ? 'bar after' : 'bar before'}
      />
      ${bar.hatched && html`<rect x=${plotFrom} y=${top} width=${Math.max(1, across(bar.value) - plotFrom)} height="30" fill=${`url(#${view.id})`} />`}
      <path d=${`M${across(bar.low)} ${middle}H${across(bar.high)}`} class="range-halo" />
      <path d=${whisker(across(bar.low), across(bar.high), middle)} class="range" />
      <text x=${plotTo + 10} y=${middle} class="figure">${bar.shown}</text>
      <text x=${plotTo + 10} y=${middle + 15} class="counts">${bar.counts}</text>`;
  });
  const height = 20 + view.bars.length * 46;
  return picture({ ...view, height, axis: axisLine(across(0), height - 8) }, rows);
}

function whisker(from: number, to: number, y: number): string {
  return `M${from} ${y}H${to}M${from} ${y - 6}V${y + 6}M${to} ${y - 6}V${y + 6}`;
}

function axisLine(x: number, to: number): Markup {
  return html`<path d=${`M${x} 4V${to}`} class="axis" />`;
}

export interface DotRow {
  readonly label: string;
  readonly values: readonly number[];
  readonly middle: number;
  readonly hollow: boolean;
  readonly shown: string;
}

/** A dot for every value, the middle one marked. */
export function dotRows(view: { id: string; name: string; rows: readonly DotRow[] }): Markup {
  const { labelWidth, plotFrom, plotTo } = dots;
  const all = view.rows.flatMap((row) => row.values);
  const across = scaleOf(dots, Math.min(0, ...all), Math.max(...all));
  const rows = view.rows.map((row, at) => {
    const middle = 26 + at * 44;
    return html`<text x=${labelWidth} y=${middle + 5} text-anchor="end" class="label">${row.label}</text>
      <path d=${`M${plotFrom} ${middle}H${plotTo}`} class="grid" />
      ${row.values.map((value) => html`<circle cx=${across(value)} cy=${middle} r="5" class=${row.hollow ? 'dot hollow' : 'dot'} />`)}
      <path d=${`M${across(row.middle)} ${middle - 13}V${middle + 13}`} class="range" />
      <text x=${plotTo + 10} y=${middle + 5} class="counts">${row.shown}</text>`;
  });
  const height = 20 + view.rows.length * 44;
  return picture({ ...view, height, axis: axisLine(across(0), height - 8) }, rows);
}

export interface ForestRow {
  readonly label: string;
  readonly shown: string;
  /** Absent where there is nothing to draw. */
  readonly change?: { readonly diff: number; readonly low: number; readonly high: number };
}

/** Pilots that borrowed from each other: a dot and its range each, all on one scale, with "no change" in it. */
export function forest(view: {
  id: string;
  name: string;
  rows: readonly ForestRow[];
  scale: { low: number; high: number };
  noChange: string;
}): Markup {
  const { labelWidth, plotTo } = family;
  const across = scaleOf(family, view.scale.low, view.scale.high);
  const rows = view.rows.map((row, at) => {
    const middle = 24 + at * 34;
    const { change } = row;
    return html`<text x=${labelWidth} y=${middle + 5} text-anchor="end" class="label">${row.label}</text>
      ${
        change &&
        html`<path d=${whisker(across(change.low), across(change.high), middle)} class="range" />
      <circle cx=${across(change.diff)} cy=${middle} r="6" class="dot" />`
      }
      <text x=${plotTo + 10} y=${middle + 5} class="counts">${row.shown}</text>`;
  });
  const height = 34 + view.rows.length * 34;
  const zero = across(0);
  const axis = html`${axisLine(zero, height - 20)}<text x=${zero} y=${height - 5} text-anchor="middle" class="counts">${view.noChange}</text>`;
  return picture({ ...view, height, axis }, rows);
}

function picture(
  { id, name, height, axis }: { id: string; name: string; height: number; axis: Markup },
  rows: readonly Markup[],
): Markup {
  return html`<svg viewBox=${`0 0 ${width} ${height}`} class="chart" role="img" aria-label=${name}>
    <defs>
      <pattern id=${id} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path d="M0 0V7" class="hatch" />
      </pattern>
    </defs>
    ${axis} ${rows}
  </svg>`;
}
