import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Rate } from '../../src/chat/platform.ts';
import { createMeter } from '../../src/delivery/meter.ts';

const start = Date.parse('2026-06-01T09:00:00Z');

/** When calls went that were wanted at these moments, each as soon as the meters allow it. */
function calls(rates: readonly Rate[], gapsMs: readonly number[], share = 1): number[] {
  const meters = rates.map(createMeter);
  let now = start;
  return gapsMs.map((gap) => {
    now += gap;
    for (let waitMs = 1; waitMs > 0; now += waitMs) {
      waitMs = Math.ceil(Math.max(...meters.map((meter) => meter.waitMs(now, share))));
    }
    for (const meter of meters) meter.take(now, share);
    return now;
  });
}

/** The most calls within any span of that length. */
function mostWithin(at: readonly number[], spanMs: number): number {
  return Math.max(...at.map((from) => at.filter((each) => each >= from && each < from + spanMs).length));
}

const gaps = fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 80 });
const teams: readonly Rate[] = [
  { calls: 7, withinMs: 1_000 },
  { calls: 8, withinMs: 2_000 },
  { calls: 60, withinMs: 30_000 },
];

describe('a meter', () => {
  it('never lets more than the number of calls into any window, whenever they are wanted', () => {
    fc.assert(
      fc.property(gaps, (wanted) => {
        const at = calls(teams, wanted);
        for (const { calls: most, withinMs } of teams) assert.ok(mostWithin(at, withinMs) <= most);
      }),
    );
  });

  it('makes no call wait that the windows allow', () => {
    const at = calls([{ calls: 3, withinMs: 1_000 }], [0, 0, 0, 1_030, 0, 0]);
    assert.deepEqual(
      at.map((each) => each - start),
      [0, 0, 0, 1_030, 1_030, 1_030],
    );
  });

  it('gives an allowance at once, then at its rate', () => {
    const at = calls([{ calls: 10, withinMs: 1_000, burst: 4 }], Array(8).fill(0));
    assert.deepEqual(
      at.map((each) => each - start),
      [0, 0, 0, 0, 100, 200, 300, 400],
    );
  });

  it('never gives more than the allowance and what has grown back', () => {
    const rate = { calls: 10, withinMs: 1_000, burst: 4 };
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 5_000 }), (wanted, spanMs) => {
        assert.ok(mostWithin(calls([rate], wanted), spanMs) <= 4 + Math.ceil(spanMs / 100));
      }),
    );
  });

  it('goes at a part of its rate', () => {
    const [, , third = 0] = calls([{ calls: 1, withinMs: 970 }], [0, 0, 0], 0.5);
    assert.equal(third - start, 4_000);
    const half = calls([{ calls: 10, withinMs: 1_000, burst: 1 }], [0, 0, 0], 0.5);
    assert.deepEqual(
      half.map((each) => each - start),
      [0, 200, 400],
    );
  });

  it('is not held up for long by a clock that was put back', () => {
    for (const rate of [
      { calls: 1, withinMs: 1_000 },
      { calls: 1, withinMs: 1_000, burst: 1 },
    ]) {
      const meter = createMeter(rate);
      meter.take(start + 86_400_000, 1);
      meter.take(start, 1);
      assert.ok(meter.waitMs(start, 1) <= 1_030);
    }
  });

  it('forgets little use of a long window soon, and much use never before its end', () => {
    const [little, much] = [
      createMeter({ calls: 100, withinMs: 3_600_000 }),
      createMeter({ calls: 100, withinMs: 3_600_000 }),
    ];
    little.take(start, 1);
    for (let each = 0; each < 50; each++) much.take(start, 1);
    assert.deepEqual([little.isIdle(start + 59_000), little.isIdle(start + 61_000)], [false, true]);
    assert.deepEqual([much.isIdle(start + 3_599_000), much.isIdle(start + 3_601_000)], [false, true]);
  });

  it('is idle once nothing counts any more', () => {
    for (const rate of [
      { calls: 2, withinMs: 1_000 },
      { calls: 1, withinMs: 1_000, burst: 1 },
    ]) {
      const meter = createMeter(rate);
      assert.ok(meter.isIdle(start));
      meter.take(start, 1);
      assert.ok(!meter.isIdle(start + 900));
      assert.ok(meter.isIdle(start + 1_030));
    }
  });
});
