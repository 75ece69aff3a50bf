import type { GaugeChart, Share } from './chart.ts';
import { type Drawing, frame, INNER, WIDTH } from './frame.ts';
import { fitted, inFigures } from './letters.ts';
import { fillOf } from './marks.ts';
import { faint, ink, paper, quiet, short, text } from './svg.ts';

/** Half a ring from the least to the most, its parts patterned, a hand at the figure. */

const RADIUS = 130;
const HOLE = 92;
const small = { size: 13 } as const;
const large = { size: 34, bold: true } as const;

export function drawGauge(chart: GaugeChart): string {
  const named = chart.parts.filter(({ label }) => label !== '');
  const legend = named.length === chart.parts.length ? chart.parts.map(({ label }) => label) : [];
  const options = { title: chart.title, legend, fills: Math.max(1, chart.parts.length) };
  return frame(options, (top) => drawAll(chart, top));
}

function drawAll(chart: GaugeChart, top: number): Drawing {
  const range = chart.max - chart.min || 1;
  const place = Math.min(1, Math.max(0, (chart.value - chart.min) / range));
  const base = top + RADIUS + 10;
  const note = chart.note ? fitted(chart.note, INNER, small) : '';
  const ring = [arc(0, 1, faint), ...partsOf(chart, range, place), hand(place)];
  const ends = [
    text(inFigures(chart.min), { x: -RADIUS + 19, y: 20, ...small, anchor: 'middle', colour: quiet }),
    text(inFigures(chart.max), { x: RADIUS - 19, y: 20, ...small, anchor: 'middle', colour: quiet }),
    text(fitted(inFigures(chart.value), 2 * HOLE - 30, large), { x: 0, y: -8, ...large, anchor: 'middle' }),
    text(note, { x: 0, y: 42, ...small, anchor: 'middle', colour: quiet }),
  ];
  const svg = `<g transform="translate(${WIDTH / 2} ${short(base)})">${ring.join('')}${ends.join('')}</g>`;
  return { svg, height: RADIUS + 10 + (note === '' ? 24 : 46) };
}

/** Without parts of its own, the ring is filled up to the figure. */
function partsOf({ parts, min, max }: GaugeChart, range: number, place: number): string[] {
  if (parts.length === 0) return place > 0 ? [arc(0, place, fillOf(0))] : [];
  const sum = parts.reduce((all, part) => all + Math.max(0, part.value), 0);
  // Sizes are on the scale's own measure, unless they come to more than it holds.
  const whole = Math.max(range, sum) || 1;
  let from = 0;
  return parts.map((part: Share, at) => {
    const to = Math.min(1, from + Math.max(0, part.value) / (max > min ? whole : sum || 1));
    const drawn = to > from ? arc(from, to, fillOf(at)) : '';
    from = to;
    return drawn;
  });
}

/** From left over the top to right, in shares of the half ring. */
function arc(from: number, to: number, fill: string): string {
  const at = (radius: number, share: number): string => {
    const angle = Math.PI * (1 - share);
    return `${short(radius * Math.cos(angle))} ${short(-radius * Math.sin(angle))}`;
  };
  const path = `M${at(RADIUS, from)}A${RADIUS} ${RADIUS} 0 0 1 ${at(RADIUS, to)}L${at(HOLE, to)}A${HOLE} ${HOLE} 0 0 0 ${at(HOLE, from)}Z`;
  return `<path d="${path}" fill="${fill}" stroke="${paper}" stroke-width="2"/>`;
}

/** Across the ring, and a little beyond it on both sides. */
function hand(place: number): string {
  const degrees = 180 * place - 90;
  return `<path transform="rotate(${short(degrees)})" d="M0 ${-HOLE + 10}L6.5 ${-HOLE - 6}L2.4 ${-HOLE - 6}V${-RADIUS - 7}H-2.4V${-HOLE - 6}H-6.5Z" fill="${ink}" stroke="${paper}" stroke-width="1.5"/>`;
}
