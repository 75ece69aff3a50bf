/** How often and how long a failed delivery is tried again. */
export interface RetryPolicy {
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  readonly tries: number;
}

/** 1 s, 2 s, 4 s ... 15 min, 20 tries: about three hours in all, the length of a bad outage on a working day. */
export const threeHours: RetryPolicy = { firstWaitMs: 1_000, longestWaitMs: 15 * 60_000, tries: 20 };

/** The wait after the nth try failed (1 for the first), in milliseconds; `undefined` when there is none left. */
export function waitAfter(policy: RetryPolicy, tried: number): number | undefined {
  if (tried >= policy.tries) return undefined;
  return Math.min(policy.firstWaitMs * 2 ** (tried - 1), policy.longestWaitMs);
}
