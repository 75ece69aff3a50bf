import type { PieChart, Share } from './chart.ts';
import { type Drawing, EDGE, frame, label, swatch, WIDTH } from './frame.ts';
import { fitted, inFigures, inPercent, widthOf, wrap } from './letters.ts';
import { fillOf } from './marks.ts';
import { paper, quiet, short, text } from './svg.ts';

/** A circle or a ring, and beside it what each part is: label, figure, share. */

const RADIUS = 86;
const HOLE = 50;
const LINE = 17;
const GAP = 9;
const MOST_PARTS = 10;
const small = { size: 13 } as const;

export function drawPie(chart: PieChart): string {
  const shares = withRestJoined(chart.shares.filter(({ value }) => value >= 0));
  const options = { title: chart.title, legend: [], fills: shares.length };
  return frame(options, (top) => drawAll(shares, { top, hollow: chart.hollow }));
}

/** A circle of many small parts says nothing: the last ones share one. */
function withRestJoined(shares: readonly Share[]): readonly Share[] {
  if (shares.length <= MOST_PARTS) return shares;
  const rest = shares.slice(MOST_PARTS - 1);
  const value = rest.reduce((sum, share) => sum + share.value, 0);
  return [...shares.slice(0, MOST_PARTS - 1), { label: `${rest.length} others`, value }];
}

function drawAll(shares: readonly Share[], { top, hollow }: { top: number; hollow: boolean }): Drawing {
  const total = shares.reduce((sum, { value }) => sum + value, 0);
  const list = drawList(shares, total);
  const height = Math.max(2 * RADIUS, list.height);
  const centre = `translate(${EDGE + RADIUS} ${short(top + height / 2)})`;
  const circle = drawParts(shares, total, hollow ? HOLE : 0) + (hollow ? middle(total) : '');
  const beside = `translate(0 ${short(top + (height - list.height) / 2)})`;
  return { svg: `<g transform="${centre}">${circle}</g><g transform="${beside}">${list.svg}</g>`, height };
}

function drawParts(shares: readonly Share[], total: number, inner: number): string {
  let from = 0;
  const parts = shares.map(({ value }, at) => {
    const part = { from, to: from + value / total };
    from = part.to;
    if (part.to === part.from) return '';
    return `<path d="${slice(part, inner)}" fill="${fillOf(at)}" stroke="${paper}" stroke-width="2"/>`;
  });
  return parts.join('');
}

function middle(total: number): string {
  const size = 24;
  const words = fitted(inFigures(total), 2 * HOLE - 16, { size, bold: true });
  return text(words, { x: 0, y: 8, size, bold: true, anchor: 'middle' });
}

/** Clockwise from the top, in shares of the whole. */
function slice({ from, to }: { from: number; to: number }, inner: number): string {
  if (to - from > 0.9999) return whole(inner);
  const large = to - from > 0.5 ? 1 : 0;
  const [start, end] = [from * 2 * Math.PI, to * 2 * Math.PI];
  const at = (radius: number, angle: number): string =>
    `${short(radius * Math.sin(angle))} ${short(-radius * Math.cos(angle))}`;
  const outside = `M${at(RADIUS, start)}A${RADIUS} ${RADIUS} 0 ${large} 1 ${at(RADIUS, end)}`;
  if (inner === 0) return `${outside}L0 0Z`;
  return `${outside}L${at(inner, end)}A${inner} ${inner} 0 ${large} 0 ${at(inner, start)}Z`;
}

/** An arc that ends where it begins is none: two halves. The hole runs the other way, so that it stays one. */
function whole(inner: number): string {
  const ring = (radius: number, sweep: 0 | 1): string =>
    `M0 ${-radius}A${radius} ${radius} 0 1 ${sweep} 0 ${radius}A${radius} ${radius} 0 1 ${sweep} 0 ${-radius}Z`;
  return inner === 0 ? ring(RADIUS, 1) : ring(RADIUS, 1) + ring(inner, 0);
}

const LEFT = EDGE + 2 * RADIUS + 24;
const RIGHT = WIDTH - EDGE;
const PERCENT_ROOM = 46;

/** What each part is, a row each. */
function drawList(shares: readonly Share[], total: number): Drawing {
  let y = 0;
  const rows = shares.map((share, at) => {
    const figure = inFigures(share.value);
    const width = RIGHT - LEFT - 22 - widthOf(figure, { ...label, bold: true }) - PERCENT_ROOM - 10;
    const lines = wrap(share.label, { width, font: label, most: 2 });
    const words = lines.map((line, index) => text(line, { x: LEFT + 22, y: y + 14 + index * LINE, ...label }));
    const figures = [
      text(figure, { x: RIGHT - PERCENT_ROOM, y: y + 14, ...label, bold: true, anchor: 'end' }),
      text(inPercent(share.value / total), { x: RIGHT, y: y + 14, ...small, anchor: 'end', colour: quiet }),
    ];
    const row = [swatch(at, LEFT, y + 2), ...words, ...figures].join('');
    y += Math.max(1, lines.length) * LINE + GAP;
    return row;
  });
  return { svg: rows.join(''), height: y - GAP };
}
