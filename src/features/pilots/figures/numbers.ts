import { ask, quoted, type Read } from './questions.ts';
import { isNegative, isPercent, numberIn, plainText, powerAfter, type Run, runsOf } from './runs.ts';

/** Above it somebody leant on a key. */
export const largest = 1e10;

/** A whole number, 0 or more. */
export function readCount(text: string): Read<number> {
  const { value, question } = readNumber(text, 'count');
  if (question) return { question };
  return Number.isInteger(value) ? { value } : ask('whole', text);
}

/** A number with or without a fraction, 0 or more; `3:20` is three and a third. */
export function readAmount(text: string): Read<number> {
  const clock = /^(\d{1,4}):([0-5]\d)$/.exec(plainText(text));
  return clock ? { value: Number(clock[1]) + Number(clock[2]) / 60 } : readNumber(text, 'amount');
}

function readNumber(text: string, wanted: 'count' | 'amount'): Read<number> {
  const plain = plainText(text);
  if (plain === '') return { question: { about: 'empty' } };
  const scientific = /^(\d+(?:[.,]\d+)?)e\+?(\d{1,2})$/i.exec(plain);
  if (scientific) return askWhetherExact(plain, scientific[1] ?? '', Number(scientific[2]));
  const [run, ...more] = runsOf(plain);
  if (!run) return ask('not_a_number', plain);
  return more.length > 0 ? ask('several', plain) : readRun(run, plain, wanted);
}

/** The number in a run, if nothing around it says otherwise. */
export function readRun(run: Run, typed: string, wanted: 'count' | 'amount'): Read<number> {
  if (isNegative(run)) return ask('negative', typed);
  if (isPercent(run)) return ask('percent', typed);
  const power = wanted === 'count' ? powerAfter(run) : undefined;
  if (power !== undefined) return askWhetherExact(typed, run.digits, power);
  const value = numberIn(run.digits);
  if (value === undefined) return ask('not_a_number', typed);
  if (typeof value === 'number') return value > largest ? ask('too_large', typed) : { value };
  return wanted === 'amount' ? { value: value.decimal } : { question: { about: 'dot', typed: run.digits, ...value } };
}

/** 1.2k is what a page shows for anything from 1,150 to 1,249. */
function askWhetherExact(typed: string, digits: string, power: number): Read<number> {
  const value = numberIn(digits);
  if (value === undefined) return ask('not_a_number', typed);
  const meant = Number(`${typeof value === 'number' ? value : value.decimal}e${power}`);
  if (meant > largest) return ask('too_large', typed);
  return { question: { about: 'rounded', typed: quoted(typed), meant: Math.round(meant) } };
}
