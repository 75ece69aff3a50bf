/** The published limits, exactly: what they refuse, the platforms would. Times in milliseconds. */

export interface Limit {
  /** How long until a call would be let in; 0 if now. */
  waitMs(now: number): number;
  take(now: number): void;
}

/** Refills at `perSecond`, holds `burst` calls at most. */
export function createBucket({ perSecond, burst }: { perSecond: number; burst: number }): Limit {
  let allowance = burst;
  let at = 0;
  return {
    waitMs(now) {
      allowance = Math.min(burst, allowance + (Math.max(0, now - at) / 1000) * perSecond);
      at = Math.max(at, now);
      return allowance >= 1 - 1e-9 ? 0 : ((1 - allowance) / perSecond) * 1000;
    },
    take() {
      allowance -= 1;
    },
  };
}

export interface Window {
  readonly calls: number;
  readonly withinMs: number;
}

/** At most `calls` within any `withinMs`, for each of the windows. */
export function createWindows(windows: readonly Window[]): Limit {
  const most = Math.max(...windows.map(({ calls }) => calls));
  const taken: number[] = [];
  return {
    waitMs(now) {
      const waits = windows.map(
        ({ calls, withinMs }) => (taken.at(-calls) ?? Number.NEGATIVE_INFINITY) + withinMs - now,
      );
      return Math.max(0, ...waits);
    },
    take(now) {
      taken.push(now);
      if (taken.length > most) taken.shift();
    },
  };
}

/** Limits by what they are for, each made when it is first needed. */
export function createLimits(make: () => Limit): (key: string) => Limit {
  const made = new Map<string, Limit>();
  return (key) => {
    const limit = made.get(key) ?? make();
    made.set(key, limit);
    return limit;
  };
}
