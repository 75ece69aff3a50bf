import type { Share } from '../statistics/shares.ts';
import { largest, readAmount, readCount } from './numbers.ts';
import { ask, type Read } from './questions.ts';
import { numberIn, plainText } from './runs.ts';
import { readShare } from './shares.ts';
import { isNumber, isPercentage, rowsOf, totalIn } from './tables.ts';

/**
 * Several figures in one box: one on each line, a row or a column of a spreadsheet with its heading and its labels, or
 * all in one line with commas, semicolons or spaces.
 */

/** What one box takes. */
const most = 500;

/** Counts per item, in the order written. */
export function readCounts(text: string): Read<readonly number[]> {
  return readList(text, readCount);
}

/** Times, in the metric's own unit. */
export function readAmounts(text: string): Read<readonly number[]> {
  return readList(text, readAmount);
}

/** Ratings from 1 to 5. */
export function readRatings(text: string): Read<readonly number[]> {
  const ratings = readList(text, readCount);
  const odd = ratings.value?.find((rating) => rating < 1 || rating > 5);
  return odd === undefined ? ratings : ask('rating', String(odd));
}

/** A share for each item: `34/1204` on a line, or two columns, with their percentages or without. */
export function readShares(text: string): Read<readonly Share[]> {
  const rows = rowsOf(text);
  const total = totalIn(rows);
  if (total !== undefined) return ask('total', total);
  const isOneShare = rows.length === 2 && rows.every((cells) => cells.length === 1 && cells.every(isNumber));
  if (isOneShare || rows.length === 0) return readEach([text], readShare);
  const wide = rows.find((cells) => cells.filter(isNumber).length > 2);
  if (wide) return ask('columns', wide.join(' '));
  return readEach(rows.map(shareIn), readShare);
}

function shareIn(cells: readonly string[]): string {
  const halves = cells.filter(isNumber);
  return halves.length < 2 ? cells.join(' ') : [halves.join('/'), ...cells.filter(isPercentage)].join(' ');
}

type ReadOne<T> = (text: string) => Read<T>;

function readList<T>(text: string, readOne: ReadOne<T>): Read<readonly T[]> {
  const rows = rowsOf(text);
  const total = totalIn(rows);
  if (total !== undefined) return ask('total', total);
  const [row, ...others] = rows;
  if (!row) return readEach([text], readOne);
  const wide = rows.find((cells) => cells.filter(isNumber).length > 1);
  if (others.length > 0 && wide) return ask('columns', wide.join(' '));
  if (wide) return readEach(wide.filter(isNumber), readOne);
  const isColumn = /[\r\n]/.test(plainText(text)) && rows.every((cells) => cells.some(isNumber));
  if (others.length === 0 && !isColumn) return readLine(row.join(' '), readOne);
  return readEach(
    rows.map((cells) => cells.find(isNumber) ?? cells.join(' ')),
    readOne,
  );
}

/** All in one line. Where a separator may as well belong to a number, it is asked about. */
function readLine<T>(line: string, readOne: ReadOne<T>): Read<readonly T[]> {
  if (/, |\band\b/i.test(line)) return readEach(line.split(/, (?:and )?| and /i), readOne);
  if (/^\d[\d.,:]*(?: \d[\d.,:]*)+$/.test(line)) {
    const parts = line.split(' ');
    return mayJoin(line, parts) ? ask('one_or_many', line) : readEach(parts, readOne);
  }
  const parts = line.split(',');
  if (/^\d+(?:,\d+)+$/.test(line) && !isOneNumber(line)) {
    return parts.length === 2 || isWithinReach(line) ? ask('one_or_many', line) : readEach(parts, readOne);
  }
  return readEach([line], readOne);
}

/** `1,204` and nothing else is one number to everyone. */
function isOneNumber(line: string): boolean {
  return /^[1-9]\d{0,2},\d{3}$/.test(line);
}

/** `12 310 45`: is it 12,310 and 45? */
function mayJoin(line: string, parts: readonly string[]): boolean {
  const isAnyPair = parts.some((part, at) => /^\d{3}$/.test(part) && /^\d{1,3}$/.test(parts[at - 1] ?? ''));
  const areAllOfThree = parts.every((part) => /^\d{3}$/.test(part));
  return isAnyPair && (!areAllOfThree || isWithinReach(line));
}

function isWithinReach(digits: string): boolean {
  const value = numberIn(digits);
  return typeof value === 'number' && value <= largest;
}

function readEach<T>(texts: readonly string[], readOne: ReadOne<T>): Read<readonly T[]> {
  if (texts.length > most) return { question: { about: 'too_many', count: texts.length, most } };
  const values: T[] = [];
  for (const text of texts) {
    const read = readOne(text);
    if (read.question) return read;
    values.push(read.value);
  }
  return { value: values };
}
