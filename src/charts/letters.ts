/** Text in a picture: SVG neither wraps nor measures it, so widths are reckoned from the font that `png.ts` brings. */

export interface Font {
  /** In the picture's own units. */
  readonly size: number;
  readonly bold?: boolean;
}

const NARROW = /[ijlI.,:;'|!()[\]\s]/;
const WIDE = /[mwMW@%—…&]/;
const CAPITAL = /[\p{Lu}]/u;
const DIGIT = /\d/;

/** A little more than it takes in Inter; never less. */
export function widthOf(text: string, { size, bold }: Font): number {
  let ems = 0;
  for (const letter of text) ems += emsOf(letter);
  return ems * size * (bold ? 1.06 : 1);
}

function emsOf(letter: string): number {
  if (NARROW.test(letter)) return 0.32;
  if (DIGIT.test(letter)) return 0.64;
  if (WIDE.test(letter)) return 0.92;
  return CAPITAL.test(letter) ? 0.72 : 0.58;
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The beginning that fits, with an ellipsis where something went. */
export function fitted(text: string, width: number, font: Font): string {
  if (widthOf(text, font) <= width) return text;
  const letters = Array.from(graphemes.segment(text), ({ segment }) => segment);
  while (letters.length > 1 && widthOf(`${letters.join('')}…`, font) > width) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

/** Lines that fitted, broken between words; the last one is shortened where there are more than `most`. */
export function wrap(text: string, { width, font, most }: { width: number; font: Font; most: number }): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || widthOf(longer, font) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  if (line !== '') lines.push(line);
  const kept = lines.length > most ? [...lines.slice(0, most - 1), lines.slice(most - 1).join(' ')] : lines;
  return kept.map((one) => fitted(one, width, font));
}

const exact = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
const small = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 2 });
const brief = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 1 });
const extreme = new Intl.NumberFormat('en-GB', { notation: 'scientific', maximumFractionDigits: 1 });

export function inFigures(value: number): string {
  return Math.abs(value) >= 1e7 ? inBrief(value) : (unusual(value) ?? exact.format(value));
}

/** For the marks of a scale, where many stand in little room. */
export function inBrief(value: number): string {
  return unusual(value) ?? brief.format(value);
}

/** What would be a row of noughts otherwise. */
function unusual(value: number): string | undefined {
  const size = Math.abs(value);
  if (size === 0) return undefined;
  if (size >= 1e15 || size < 1e-6) return extreme.format(value);
  return size < 0.1 ? small.format(value) : undefined;
}

export function inPercent(share: number): string {
  const percent = share * 100;
  return `${percent > 0 && percent < 1 ? '<1' : Math.round(percent)}%`;
}

const DRAWN = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]*$/u;
/** Whether the font has the letters; a picture full of empty boxes is worse than none. */
export function hasLettersFor(text: string): boolean {
  return DRAWN.test(text);
}

/** Signs that are letters rather than pictures; Unicode counts them, and the digits of keycaps, among the pictographs. */
const LETTERLIKE = /[\d#*©®™‼⁉ℹ]/u;
const JOINERS = /\u200D|\uFE0F|\u20E3|[\u{1F1E6}-\u{1F1FF}]|[\u{1F3FB}-\u{1F3FF}]/gu;

/** Emoji go: the font has none, and no figure depends on them. */
export function withoutPictographs(text: string): string {
  return text
    .replace(/\p{Extended_Pictographic}/gu, (sign) => (LETTERLIKE.test(sign) ? sign : ''))
    .replace(JOINERS, '')
    .replace(/\s+/g, ' ')
    .trim();
}
