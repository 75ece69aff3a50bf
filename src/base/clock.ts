/** Where "now" comes from. Rules take a `Date`; only the outermost code asks a clock. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that can be moved; real time keeps flowing from wherever it was put. Used by the playground and by tests. */
export interface MovableClock extends Clock {
  /** Milliseconds ahead of real time. */
  offsetMs: number;
  moveTo(at: Date): void;
}

export function createMovableClock(base: Clock = systemClock, offsetMs = 0): MovableClock {
  return {
    offsetMs,
    now() {
      return new Date(base.now().getTime() + this.offsetMs);
    },
    moveTo(at) {
      this.offsetMs = at.getTime() - base.now().getTime();
    },
  };
}
