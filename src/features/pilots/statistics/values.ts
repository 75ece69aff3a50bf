import { type Luck, rankSumLuck } from './rank-sum.ts';
import { middleOf } from './usual-range.ts';

/** Times and ratings: every value shown, the middle one marked; never an average, never a verdict. */

/** Fewer on a side, and the two sides are not compared at all. */
export const leastToCompare = 5;

export interface Spread {
  /** Smallest first: one dot each. */
  readonly values: readonly number[];
  readonly middle: number;
  /** Ratings only: how many said 4 or 5. */
  readonly high?: number;
}

export interface ValuesComparison {
  readonly before: Spread;
  readonly after: Spread;
  /** Absent: too few to compare. */
  readonly luck?: Luck;
}

/** `rating` is a scale of 1 to 5. A `RangeError` where a list is empty or a rating is off the scale. */
export function compareValues(
  kind: 'time' | 'rating',
  before: readonly number[],
  after: readonly number[],
): ValuesComparison {
  if (kind === 'rating' && ![...before, ...after].every(isRating)) throw new RangeError('a rating is 1, 2, 3, 4 or 5');
  const luck = rankSumLuck(before, after);
  const isEnough = before.length >= leastToCompare && after.length >= leastToCompare;
  return { before: spreadOf(kind, before), after: spreadOf(kind, after), ...(isEnough && { luck }) };
}

function isRating(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 5;
}

function spreadOf(kind: 'time' | 'rating', values: readonly number[]): Spread {
  return {
    values: values.toSorted((one, other) => one - other),
    middle: middleOf(values),
    ...(kind === 'rating' && { high: values.filter((value) => value >= 4).length }),
  };
}
