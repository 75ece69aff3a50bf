import type { Difference, Share } from '../../src/features/pilots/statistics/shares.ts';

/** The textbook's interval for a difference of two proportions, which every spreadsheet has. */
export function wald(before: Share, after: Share): Difference {
  const [p1, p2] = [before.count / before.of, after.count / after.of];
  const half = 1.96 * Math.sqrt((p1 * (1 - p1)) / before.of + (p2 * (1 - p2)) / after.of);
  return { diff: p2 - p1, low: p2 - p1 - half, high: p2 - p1 + half };
}
