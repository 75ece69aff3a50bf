import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  newcombe,
  proportionOf,
  rangeWith,
  sumOfShares,
  wilson,
} from '../../../../src/features/pilots/statistics/shares.ts';
import { shares } from './arbitraries.ts';

/** Rounding errors of a few additions. */
const tiny = 1e-12;

describe('the range of one share', () => {
  it('agrees with figures printed elsewhere', () => {
    // R 4.2: prop.test(x, n, correct = FALSE, conf.level = 2 * pnorm(1.96) - 1)
    const printed: readonly (readonly [count: number, of: number, low: number, high: number])[] = [
      [0, 10, 0, 0.27754],
      [10, 10, 0.72246, 1],
      [1, 1, 0.206543, 1],
      [118, 2410, 0.041042, 0.058319],
      [5_000_000, 10_000_000, 0.49969, 0.50031],
    ];
    for (const [count, of, low, high] of printed) {
      const range = wilson({ count, of });
      assert.deepEqual(
        [range.low, range.high].map((limit) => Number(limit.toFixed(6))),
        [low, high],
      );
    }
  });

  it('holds the share and stays on the scale, exact at its ends', () => {
    fc.assert(
      fc.property(shares, (share) => {
        const { low, high } = wilson(share);
        const p = proportionOf(share);
        assert.ok(0 <= low && low <= p + tiny && p - tiny <= high && high <= 1);
        assert.equal(low === 0, share.count === 0);
        assert.equal(high === 1, share.count === share.of);
      }),
    );
  });

  it('is the mirror image for what was not counted', () => {
    fc.assert(
      fc.property(shares, ({ count, of }) => {
        const [clicked, not] = [wilson({ count, of }), wilson({ count: of - count, of })];
        assert.ok(Math.abs(clicked.low - (1 - not.high)) < tiny);
      }),
    );
  });

  it('is narrower with ten times as many', () => {
    fc.assert(
      fc.property(shares, ({ count, of }) => {
        const [few, many] = [wilson({ count, of }), wilson({ count: 10 * count, of: 10 * of })];
        assert.ok(many.high - many.low < few.high - few.low);
      }),
    );
  });

  for (const [count, of] of [
    [-1, 10],
    [11, 10],
    [1.5, 10],
    [1, 10.5],
    [0, 0],
    [1, Number.NaN],
    [1, Infinity],
  ] as const)
    it(`refuses ${count} of ${of}`, () => {
      assert.throws(() => wilson({ count, of }), RangeError);
      assert.throws(() => newcombe({ count, of }, { count: 1, of: 2 }), RangeError);
      assert.throws(() => newcombe({ count: 1, of: 2 }, { count, of }), RangeError);
    });
});

describe('the range of a difference', () => {
  it('agrees with the worked examples of Newcombe 1998, table II, method 10', () => {
    const printed: readonly (readonly [a: number, m: number, b: number, n: number, low: number, high: number])[] = [
      [56, 70, 48, 80, 0.0524, 0.3339],
      [9, 10, 3, 10, 0.1705, 0.809],
      [6, 7, 2, 7, 0.0582, 0.8062],
      [5, 56, 0, 29, -0.0381, 0.1926],
      [0, 10, 0, 20, -0.1611, 0.2775],
      [0, 10, 0, 10, -0.2775, 0.2775],
      [10, 10, 0, 20, 0.6791, 1],
      [10, 10, 0, 10, 0.6075, 1],
    ];
    for (const [a, m, b, n, low, high] of printed) {
      const range = newcombe({ count: b, of: n }, { count: a, of: m });
      // The paper has 1.95996 where we have 1.96.
      assert.ok(Math.abs(range.low - low) < 1e-4 && Math.abs(range.high - high) < 1e-4, JSON.stringify(range));
    }
  });

  it('holds the difference and stays on the scale', () => {
    fc.assert(
      fc.property(shares, shares, (before, after) => {
        const { diff, low, high } = newcombe(before, after);
        assert.ok(-1 - tiny <= low && low <= diff && diff <= high && high <= 1 + tiny);
      }),
    );
  });

  it('turns round with its sides, to the last digit', () => {
    fc.assert(
      fc.property(shares, shares, (before, after) => {
        const [there, back] = [newcombe(before, after), newcombe(after, before)];
        assert.deepEqual(
          [0 - back.diff, 0 - back.high, 0 - back.low],
          [there.diff, there.low, there.high].map((each) => each + 0),
        );
      }),
    );
  });

  it('is around nought between equal shares', () => {
    fc.assert(
      fc.property(shares, (share) => {
        const { diff, low, high } = newcombe(share, share);
        assert.equal(diff, 0);
        assert.equal(high, -low);
        assert.ok(low < 0);
      }),
    );
  });

  it('moves up with each click more', () => {
    const movable = fc.tuple(shares, shares).filter(([, after]) => after.count < after.of && after.of <= 100_000);
    fc.assert(
      fc.property(movable, ([before, after]) => {
        const [less, more] = [newcombe(before, after), newcombe(before, { ...after, count: after.count + 1 })];
        assert.ok(more.diff > less.diff && more.low >= less.low - tiny && more.high >= less.high - tiny);
      }),
    );
  });

  it('is the same as that of proportions with as many on each side', () => {
    const { low, high } = newcombe({ count: 10, of: 100 }, { count: 20, of: 100 });
    assert.deepEqual(rangeWith(100, 0.1, 0.2), { diff: 0.1, low, high });
  });
});

describe('items of one side', () => {
  it('are one share together', () => {
    assert.deepEqual(
      sumOfShares([
        { count: 40, of: 800 },
        { count: 38, of: 805 },
      ]),
      { count: 78, of: 1605 },
    );
  });
});
