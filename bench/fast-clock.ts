import { createRequire, syncBuiltinESMExports } from 'node:module';

/**
 * Loaded before a program, makes its clock run `BENCH_SPEED` times faster: `Date`, `performance.now` and timers. A service
 * and a sender that share it see the same waits and windows in less time; what neither times itself (the database, the
 * disk, the CPU) stays as slow as it is.
 */

const speed = Number(process.env.BENCH_SPEED ?? 1);
const origin = Number(process.env.BENCH_ORIGIN ?? Date.now());

const require = createRequire(import.meta.url);
const timers = require('node:timers') as { setTimeout: unknown; setInterval: unknown };
const promised = require('node:timers/promises') as { setTimeout: unknown };
const { promisify } = require('node:util') as typeof import('node:util');

const real = { Date, setTimeout, setInterval, now: performance.now.bind(performance), wait: promised.setTimeout };
type Start = (run: (...values: unknown[]) => void, ms?: number, ...values: unknown[]) => unknown;

function faster(start: Start): Start {
  return (run, ms = 0, ...values) => start(run, ms / speed, ...values);
}

function wait(ms = 0, ...rest: unknown[]): unknown {
  return (real.wait as (...values: unknown[]) => unknown)(ms / speed, ...rest);
}

class FastDate extends real.Date {
  constructor(...parts: unknown[]) {
    super(...((parts.length === 0 ? [FastDate.now()] : parts) as [number]));
  }

  static override now(): number {
    return Math.floor(origin + (real.Date.now() - origin) * speed);
  }
}

const fastTimeout = Object.assign(faster(real.setTimeout as Start), { [promisify.custom]: wait });
Object.assign(globalThis, { Date: FastDate, setTimeout: fastTimeout, setInterval: faster(real.setInterval as Start) });
Object.assign(timers, { setTimeout: fastTimeout, setInterval: globalThis.setInterval });
promised.setTimeout = wait;
performance.now = () => real.now() * speed;
syncBuiltinESMExports();
