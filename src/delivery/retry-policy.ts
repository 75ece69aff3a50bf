/** How often and how long a failed delivery is tried again. */
export interface RetryPolicy {
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  readonly tries: number;
}

/** 1 s, 2 s, 4 s ... 15 min, 20 tries: about three hours in all, the length of a bad outage on a working day. */
export const threeHours: RetryPolicy = { firstWaitMs: 1_000, longestWaitMs: 15 * 60_000, tries: 20 };

/**
 * After "too many requests": 1 s, 2 s, 4 s ... 1 min, 240 tries: about four hours. The rate itself is slowed down at the
 * first refusal, so that a second one is rare.
 */
export const fourHours: RetryPolicy = { firstWaitMs: 1_000, longestWaitMs: 60_000, tries: 240 };

/**
 * The wait after the nth try failed (1 for the first), in milliseconds; `undefined` when there is none left. `chance`
 * in 0..1 shortens it by up to a fifth, so that what failed together is not tried again together.
 */
export function waitAfter(policy: RetryPolicy, tried: number, chance = 0): number | undefined {
  if (tried >= policy.tries) return undefined;
  return Math.min(policy.firstWaitMs * 2 ** (tried - 1), policy.longestWaitMs) * (1 - chance / 5);
}
