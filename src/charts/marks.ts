import { paper, short } from './svg.ts';

/** What tells one series from another without colour: a pattern for areas, a dash and a sign for lines. */

/** Each at least 4.5 to 1 against the paper, and apart in lightness too. */
const COLOURS = ['#0f5c5c', '#b0480f', '#4b3f8f', '#8a6100', '#1d5fa6', '#932a5c'];

const PATTERNS = [
  '',
  '<path d="M-2 2L2-2M0 8L8 0M6 10L10 6" stroke="#fff" stroke-width="2.4"/>',
  '<circle cx="2" cy="2" r="1.5" fill="#fff"/><circle cx="6" cy="6" r="1.5" fill="#fff"/>',
  '<path d="M0 2H8M0 6H8" stroke="#fff" stroke-width="1.8"/>',
  '<path d="M-2 6L2 10M0 0L8 8M6-2L10 2" stroke="#fff" stroke-width="2.4"/>',
  '<path d="M0 4H8M4 0V8" stroke="#fff" stroke-width="1.8"/>',
];

const DASHES = ['', '8 5', '2 5', '12 5 2 5', '5 3', '14 4'];

export function colourOf(at: number): string {
  return COLOURS[at % COLOURS.length] ?? paper;
}

/** Colour and pattern shift against each other, so that 36 series differ. */
function patternOf(at: number): string {
  return PATTERNS[(at + Math.floor(at / COLOURS.length)) % PATTERNS.length] ?? '';
}

/** For `fill`; `definitions` has to stand in the same picture. */
export function fillOf(at: number): string {
  return patternOf(at) === '' ? colourOf(at) : `url(#fill-${at})`;
}

export function definitions(count: number): string {
  const patterns = Array.from({ length: count }, (_, at) => {
    const pattern = patternOf(at);
    if (pattern === '') return '';
    return `<pattern id="fill-${at}" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="${colourOf(at)}"/>${pattern}</pattern>`;
  });
  return `<defs>${patterns.join('')}</defs>`;
}

export function dashOf(at: number): string {
  const dash = DASHES[at % DASHES.length];
  return dash ? ` stroke-dasharray="${dash}"` : '';
}

/** A small sign with a white edge, as wide as high. */
export function sign(at: number, x: number, y: number): string {
  const edge = ` fill="${colourOf(at)}" stroke="${paper}" stroke-width="1.2"`;
  const outline = OUTLINES[at % OUTLINES.length];
  if (outline === undefined) return `<circle cx="${short(x)}" cy="${short(y)}" r="4.6"${edge}/>`;
  return `<path transform="translate(${short(x)} ${short(y)})" d="${outline}"${edge}/>`;
}

const OUTLINES = [
  undefined,
  'M-4.4-4.4H4.4V4.4H-4.4Z',
  'M0-5.6L5.4 4.2H-5.4Z',
  'M0-6L6 0L0 6L-6 0Z',
  'M0 5.6L-5.4-4.2H5.4Z',
  'M-2-5.6H2V-2H5.6V2H2V5.6H-2V2H-5.6V-2H-2Z',
];
