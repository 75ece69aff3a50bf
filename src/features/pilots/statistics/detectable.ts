import type { Better } from './design.ts';
import { rangeWith } from './shares.ts';
import { leastOnASide } from './verdict.ts';

/**
 * How many one needs on each side, and how big a change one could notice with what one has: a good chance (80 %) of a
 * range that leaves out nought (5 %, two-sided).
 * J. L. Fleiss (1981), "Statistical Methods for Rates and Proportions", 2nd ed., section 3.2, without the correction for
 * continuity; for sides of different size the same with each side's own variance.
 */

const Z_TWO_SIDED = 1.96;
const Z_POWER = 0.8416;

export interface Hoped {
  /** The share now, as a proportion. */
  readonly now: number;
  /** How many on each side. */
  readonly before: number;
  readonly after: number;
  readonly better: Better;
}

/**
 * The smallest change, as a proportion, that a pilot would probably notice. `undefined` where the sides are so small that
 * none would be, or that nothing is said anyway.
 */
export function detectableChange({ now, before, after, better }: Hoped): number | undefined {
  const room = better === 'higher' ? 1 - now : now;
  const isNoticed = (change: number): boolean => {
    const hoped = better === 'higher' ? now + change : now - change;
    return change >= noticeable({ now, hoped, before, after });
  };
  if (before < leastOnASide || after < leastOnASide || room <= 0 || !isNoticed(room)) return undefined;
  let [low, high] = [0, room];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (isNoticed(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** How many on each side to notice a change from `now` to `hoped`, two proportions that differ. Whole, at least 30. */
export function neededOnEachSide(now: number, hoped: number): number {
  const one = noticeable({ now, hoped, before: 1, after: 1 });
  return Math.max(leastOnASide, Math.ceil((one / (hoped - now)) ** 2));
}

/**
 * How many on each side would settle what is too close to call: with so many the range is narrower than the worthwhile
 * change, so that it cannot hold both "no change" and "worthwhile". Whole, at least 30.
 */
export function neededToSettle(before: number, after: number, worthwhile: number): number {
  const isSettled = (each: number): boolean => {
    const { low, high } = rangeWith(each, before, after);
    return high - low < worthwhile;
  };
  let high = leastOnASide;
  while (!isSettled(high)) high *= 2;
  let low = high / 2;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isSettled(middle)) high = middle;
    else low = middle;
  }
  return Math.max(leastOnASide, high);
}

interface Sides {
  readonly now: number;
  readonly hoped: number;
  readonly before: number;
  readonly after: number;
}

function noticeable({ now, hoped, before, after }: Sides): number {
  const pooled = (before * now + after * hoped) / (before + after);
  const ifSame = pooled * (1 - pooled) * (1 / before + 1 / after);
  const ifDifferent = (now * (1 - now)) / before + (hoped * (1 - hoped)) / after;
  return Z_TWO_SIDED * Math.sqrt(ifSame) + Z_POWER * Math.sqrt(ifDifferent);
}
