import type { Better } from './design.ts';
import { type Difference, newcombe, type Share } from './shares.ts';

/** What a pilot with shares came to, from best to worst; the last three leave it open. */
export const shareVerdicts = [
  'clear_gain',
  'gain_size_unsure',
  'gain_too_slight',
  'drop_too_slight',
  'drop_size_unsure',
  'clear_drop',
  'no_real_difference',
  'too_close_to_call',
  'too_small',
] as const;
export type ShareVerdict = (typeof shareVerdicts)[number];

export interface Judgement extends Difference {
  readonly verdict: ShareVerdict;
}

export interface Yardstick {
  /** The smallest change worth bothering with, as a proportion: 0.01 is one point in a hundred. Above 0, at most 1. */
  readonly worthwhile: number;
  readonly better: Better;
}

/** Fewer on a side, and nothing is said. */
export const leastOnASide = 30;
/** Fewer clicks on both sides together, and nothing is said. */
export const leastCounted = 10;

/**
 * The reading of two shares. The difference is counted as improvement: positive is better, whichever way better lies.
 * A `RangeError` where a share or the worthwhile change is none.
 */
export function judgeShares(before: Share, after: Share, { worthwhile, better }: Yardstick): Judgement {
  if (!(worthwhile > 0 && worthwhile <= 1)) throw new RangeError(`not a worthwhile change: ${worthwhile}`);
  const improvement = better === 'higher' ? newcombe(before, after) : newcombe(after, before);
  const isSmall = before.of < leastOnASide || after.of < leastOnASide || before.count + after.count < leastCounted;
  return { ...improvement, verdict: isSmall ? 'too_small' : verdictOf(improvement, worthwhile) };
}

/** Where a range of improvement lies, seen from nought and from the worthwhile change. */
export function verdictOf({ low, high }: Pick<Difference, 'low' | 'high'>, worthwhile: number): ShareVerdict {
  if (low >= worthwhile) return 'clear_gain';
  if (low > 0) return high >= worthwhile ? 'gain_size_unsure' : 'gain_too_slight';
  if (high <= -worthwhile) return 'clear_drop';
  if (high < 0) return low <= -worthwhile ? 'drop_size_unsure' : 'drop_too_slight';
  return low > -worthwhile && high < worthwhile ? 'no_real_difference' : 'too_close_to_call';
}
