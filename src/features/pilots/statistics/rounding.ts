import { proportionOf, type Share } from './shares.ts';
import { type Judgement, verdictOf } from './verdict.ts';

/**
 * Figures as they are shown. Rounding must not say something else than the verdict: what a reader can conclude from the
 * rounded figures is what was concluded from the exact ones.
 */

/** Whole numbers per `per`: 23 more per 1,000. Signed as the judgement is: positive is better. */
export interface ShownDifference {
  readonly per: number;
  readonly diff: number;
  readonly low: number;
  readonly high: number;
  readonly worthwhile: number;
}

/** Per 1,000, or per 10,000 and so on where whole numbers per 1,000 would be too coarse: "1 more" is never all. */
export function roundDifference(exact: Omit<Judgement, 'verdict'>, worthwhile: number): ShownDifference {
  const tried = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9].map((per) => differencePer(per, exact, worthwhile));
  const faithful = tried.find(
    (shown) => shown.worthwhile > 0 && Math.abs(shown.diff) !== 1 && saysTheSame(shown, exact, worthwhile),
  );
  return faithful ?? differencePer(1e9, exact, worthwhile);
}

function differencePer(per: number, exact: Omit<Judgement, 'verdict'>, worthwhile: number): ShownDifference {
  const shown = (proportion: number): number => Math.round(proportion * per) + 0;
  return {
    per,
    diff: shown(exact.diff),
    low: shown(exact.low),
    high: shown(exact.high),
    worthwhile: shown(worthwhile),
  };
}

function saysTheSame(shown: ShownDifference, exact: Omit<Judgement, 'verdict'>, worthwhile: number): boolean {
  return verdictOf(shown, shown.worthwhile) === verdictOf(exact, worthwhile);
}

/**
 * Decimals of percentages shown together: one, or as many as it takes not to show something as 0 % or nearly all as
 * 100 %, nor (where `differ`) two that differ as the same.
 */
export function decimalsFor(shares: readonly Share[], differ = false): number {
  return decimalsOf(shares.map(proportionOf), differ);
}

export function decimalsOf(all: readonly number[], differ = false): number {
  const proportions = [...new Set(all)];
  for (let decimals = 1; decimals < mostDecimals; decimals++) {
    const shown = proportions.map((proportion) => toPercent(proportion, decimals));
    const isTrue = shown.every((percent, at) => !isEnd(percent) || isEnd(100 * (proportions[at] ?? 0)));
    if (isTrue && (!differ || new Set(shown).size === shown.length)) return decimals;
  }
  return mostDecimals;
}

const mostDecimals = 5;

/** 0.0490 as 4.9. */
export function toPercent(proportion: number, decimals: number): number {
  return Number((100 * proportion).toFixed(decimals));
}

function isEnd(percent: number): boolean {
  return percent === 0 || percent === 100;
}

/** To two significant figures, upwards: what is needed is not promised for less. Positive. */
export function roundUp(value: number): number {
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / step - 1e-9) * step).toPrecision(2));
}
