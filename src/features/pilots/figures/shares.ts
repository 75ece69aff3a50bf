import type { Share } from '../statistics/shares.ts';
import { readRun } from './numbers.ts';
import { ask, type Question, quoted, type Read } from './questions.ts';
import { isPercent, numberIn, plainText, type Run, runsOf } from './runs.ts';

/** Both halves in one box: `34/1204`, `34 of 1,204`, two cells of a spreadsheet, with or without the percentage. */
export function readShare(text: string): Read<Share> {
  const plain = plainText(text);
  if (plain === '') return { question: { about: 'empty' } };
  const runs = runsOf(plain);
  const [percent, ...otherPercents] = runs.filter(isPercent);
  const [count, of, ...more] = runs.filter((run) => !isPercent(run));
  if (runs.length === 0) return ask('not_a_number', plain);
  if (!count || more.length > 0 || otherPercents.length > 0) return ask('both_halves', plain);
  if (!of) return { question: otherHalf(plain, count, percent) };
  const share = shareOf(readRun(count, plain, 'count'), readRun(of, plain, 'count'), plain);
  return share.value && percent ? agreed(share.value, percent, plain) : share;
}

/** The before figure once more, at the end: a question where it is not what was written at the start. */
export function differsFromStart(atStart: Share, now: Share): Question | undefined {
  const isSame = atStart.count === now.count && atStart.of === now.of;
  return isSame ? undefined : { about: 'before_differs', atStart, now };
}

function shareOf(count: Read<number>, of: Read<number>, typed: string): Read<Share> {
  if (count.question) return count;
  if (of.question) return of;
  const share = { count: count.value, of: of.value };
  if (!Number.isInteger(share.count) || !Number.isInteger(share.of)) return ask('whole', typed);
  if (share.of === 0) return { question: { about: 'of_none' } };
  return share.count > share.of ? { question: { about: 'more_than_all', typed: share } } : { value: share };
}

/** "2.8% of 1,204" says what it should be, `34 204` and `34,1204` may be two numbers; else one is missing. */
function otherHalf(typed: string, run: Run, percent: Run | undefined): Question {
  const all = numberIn(run.digits);
  if (percent && typeof all === 'number' && Number.isInteger(all)) {
    const meant = { count: Math.round((percentOf(percent) / 100) * all), of: all };
    return { about: 'percent_of', typed: quoted(typed), meant };
  }
  const [, count, of] = /^(\d+)(?: |,(?!\d{3}$))(\d+)$/.exec(run.digits) ?? [];
  const meant = { count: Number(count), of: Number(of) };
  if (meant.count <= meant.of && meant.of > 0) return { about: 'two_numbers', typed: quoted(typed), meant };
  return { about: 'both_halves', typed: quoted(typed) };
}

/** The percentage that came along may be rounded or cut off, but not another one. */
function agreed(share: Share, percent: Run, typed: string): Read<Share> {
  const decimals = /[.,](\d+)$/.exec(percent.digits)?.[1]?.length ?? 0;
  const off = Math.abs((100 * share.count) / share.of - percentOf(percent));
  if (off <= 10 ** -decimals) return { value: share };
  return { question: { about: 'percent_differs', typed: quoted(typed), meant: share } };
}

function percentOf({ digits }: Run): number {
  const value = numberIn(digits);
  return typeof value === 'object' ? value.decimal : (value ?? Number.NaN);
}
