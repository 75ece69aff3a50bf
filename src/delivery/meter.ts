import type { Rate } from '../chat/platform.ts';

/*
 * Own code, since none of the libraries tried (p-queue, bottleneck) keeps several sliding windows at once, or tells how
 * long to wait without making the call; both ran into refusals on Teams.
 */

/** Counts calls against one rate. Times are milliseconds since the epoch; `share`, above 0 and up to 1, slows the rate. */
export interface Meter {
  /** How long until one more call keeps to the rate; 0 if it does now. */
  waitMs(now: number, share: number): number;
  take(now: number, share: number): void;
  /** No earlier call counts any more, or not so that it could matter. */
  isIdle(now: number): boolean;
}

/** A call reaches the service up to this much sooner or later than it was made: windows are taken that much wider. */
const jitterMs = 30;

/** Little use of a long window is forgotten after this, else every conversation would be remembered for an hour. */
const slightUseMs = 60_000;

export function createMeter(rate: Rate): Meter {
  return rate.burst === undefined ? createWindow(rate) : createAllowance(rate, rate.burst);
}

/** The call that came `calls` before this one must have left the window. */
function createWindow({ calls, withinMs }: Rate): Meter {
  const widthMs = withinMs + jitterMs;
  let taken: number[] = [];
  return {
    waitMs(now, share) {
      const oldest = taken[taken.length - calls];
      return oldest === undefined ? 0 : Math.max(0, oldest + widthMs / share - now);
    },
    take(now) {
      // A clock that was put back must not make the past look like the future.
      if ((taken.at(-1) ?? 0) > now) taken = [];
      taken.push(now);
      if (taken.length > calls) taken.shift();
    },
    isIdle(now) {
      const matters = taken.length > calls / 10 ? widthMs : Math.min(widthMs, slightUseMs);
      return (taken.at(-1) ?? 0) + matters <= now;
    },
  };
}

/** A token bucket, kept as the moment at which it would be full. */
function createAllowance({ calls, withinMs }: Rate, burst: number): Meter {
  const everyMs = withinMs / calls;
  let fullAt = 0;
  let lastAt = 0;
  return {
    waitMs(now, share) {
      return Math.max(0, fullAt - now - ((burst - 1) * everyMs) / share);
    },
    take(now, share) {
      if (lastAt > now) fullAt = now;
      lastAt = now;
      fullAt = Math.max(fullAt, now) + everyMs / share;
    },
    isIdle: (now) => fullAt <= now,
  };
}
