/** `count` of `of`, such as 118 clicks of 2,410 emails: whole numbers, 0 <= count <= of, of >= 1. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

/** A 95 % range of a proportion, or of a difference of two. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** A difference of two proportions, between -1 and 1, with its 95 % range. */
export interface Difference extends Range {
  readonly diff: number;
}

/** 97.5 % of a normal distribution lie below it, to the digits that people quote. */
const Z = 1.96;

export function proportionOf({ count, of }: Share): number {
  return count / of;
}

/**
 * Wilson's score interval for one proportion, without continuity correction.
 * E. B. Wilson (1927), "Probable inference, the law of succession, and statistical inference", JASA 22, 209-212.
 * A `RangeError` where the share is none.
 */
export function wilson(share: Share): Range {
  assertShare(share);
  return wilsonAt(proportionOf(share), share.of);
}

function wilsonAt(p: number, n: number): Range {
  const scale = 1 + Z ** 2 / n;
  const centre = (p + Z ** 2 / (2 * n)) / scale;
  const half = (Z * Math.sqrt((p * (1 - p)) / n + Z ** 2 / (4 * n ** 2))) / scale;
  // At an end of the scale the limit is exact; rounding must not carry it past.
  return { low: p === 0 ? 0 : Math.max(0, centre - half), high: p === 1 ? 1 : Math.min(1, centre + half) };
}

/**
 * Newcombe's hybrid score interval for the difference `after` - `before` of two independent proportions: from two
 * Wilson intervals, without continuity correction.
 * R. G. Newcombe (1998), "Interval estimation for the difference between independent proportions: comparison of eleven
 * methods", Statistics in Medicine 17, 873-890, method 10.
 * A `RangeError` where a share is none.
 */
export function newcombe(before: Share, after: Share): Difference {
  assertShare(before);
  assertShare(after);
  return newcombeAt(proportionOf(before), before.of, proportionOf(after), after.of);
}

/** The range that proportions `p1` and `p2` would have with `n` on each side. */
export function rangeWith(n: number, p1: number, p2: number): Range {
  return newcombeAt(p1, n, p2, n);
}

function newcombeAt(p1: number, n1: number, p2: number, n2: number): Difference {
  const [range1, range2] = [wilsonAt(p1, n1), wilsonAt(p2, n2)];
  const diff = p2 - p1;
  return {
    diff,
    low: diff - Math.sqrt((p2 - range2.low) ** 2 + (range1.high - p1) ** 2),
    high: diff + Math.sqrt((range2.high - p2) ** 2 + (p1 - range1.low) ** 2),
  };
}

function assertShare({ count, of }: Share): void {
  const isShare = Number.isSafeInteger(count) && Number.isSafeInteger(of) && of >= 1 && count >= 0 && count <= of;
  if (!isShare) throw new RangeError(`not a share: ${count} of ${of}`);
}

/** Several items of one side as one share. */
export function sumOfShares(shares: readonly Share[]): Share {
  return shares.reduce((sum, { count, of }) => ({ count: sum.count + count, of: sum.of + of }), { count: 0, of: 0 });
}
