/** Numbers as people type them and as spreadsheets and web pages write them, taken apart. */

/** The same with plain spaces, signs and digits, and without what cannot be seen. */
export function plainText(text: string): string {
  return text
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/[\uff05\uff08-\uff0f\uff10-\uff19]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[^\S\r\n\t]/g, ' ')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\u2018\u2019]/g, "'")
    .trim();
}

/** A number within a text, and the text between it and its neighbours. */
export interface Run {
  readonly digits: string;
  readonly before: string;
  readonly after: string;
}

/** `1 204` is one run, `1204 310` two. */
const run = /(?<=^|[\s+(-])[.,]\d+|(?<![\d.,'])\d{1,3}(?: \d{3})+(?![\d'])(?:[.,]\d+)?|\d+(?:[.,']\d+)*/g;

export function runsOf(plain: string): Run[] {
  const found = [...plain.matchAll(run)].map(({ 0: digits, index }) => ({
    digits,
    start: index,
    end: index + digits.length,
  }));
  return found.map(({ digits, start, end }, at) => ({
    digits,
    before: plain.slice(found[at - 1]?.end ?? 0, start),
    after: plain.slice(end, found[at + 1]?.start),
  }));
}

export function isPercent({ after }: Run): boolean {
  return /^ ?(?:%|per ?cent\b|pct\b)/i.test(after);
}

export function isNegative({ before, after }: Run): boolean {
  return /(?:^|[\s:(/])-$|^- $/.test(before) || (before.trim() === '(' && after.trim() === ')');
}

const powers: Readonly<Record<string, number>> = {
  hundred: 2,
  k: 3,
  thousand: 3,
  m: 6,
  mn: 6,
  mio: 6,
  million: 6,
  bn: 9,
  billion: 9,
};

/** `1.2k`: a number of thousands, as a power of ten. */
export function powerAfter({ after }: Run): number | undefined {
  const word = /^ ?([a-z]+)\b/i.exec(after)?.[1];
  return word === undefined ? undefined : powers[word.toLowerCase()];
}

/** `1.204` may be either. */
export interface DotNumber {
  readonly thousands: number;
  readonly decimal: number;
}

/** `undefined`: separators that go with no way of writing numbers. */
export function numberIn(digits: string): number | DotNumber | undefined {
  if (/^[1-9]\d{0,2}\.\d{3}$/.test(digits)) {
    return { thousands: Number(digits.replace('.', '')), decimal: Number(digits) };
  }
  const plain = ways.find(([pattern]) => pattern.test(digits))?.[1](digits);
  return plain === undefined ? undefined : Number(plain);
}

const ways: readonly (readonly [pattern: RegExp, toPlain: (digits: string) => string])[] = [
  [/^\d+$|^\d*\.\d+$/, (digits) => digits],
  // 1,204 and 1,204.5, and 1,20,400 as in India
  [/^[1-9]\d{0,2}(?:,\d{2,3})*,\d{3}(?:\.\d+)?$/, (digits) => digits.replaceAll(',', '')],
  // 1.204.000 and 1.204,5
  [/^[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?$/, (digits) => digits.replaceAll('.', '').replace(',', '.')],
  // 1 204 and 1'204
  [/^\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?$/, (digits) => digits.replace(/[ ']/g, '').replace(',', '.')],
  [/^\d*,\d+$/, (digits) => digits.replace(',', '.')],
];
