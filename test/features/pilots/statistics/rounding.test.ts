import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  decimalsFor,
  roundDifference,
  roundUp,
  toPercent,
} from '../../../../src/features/pilots/statistics/rounding.ts';
import { judgeShares, verdictOf } from '../../../../src/features/pilots/statistics/verdict.ts';
import { shares, yardsticks } from './arbitraries.ts';

describe('a difference as it is shown', () => {
  it('is per 1,000 in whole numbers', () => {
    const yardstick = { worthwhile: 0.01, better: 'higher' } as const;
    const judged = judgeShares({ count: 118, of: 2410 }, { count: 171, of: 2385 }, yardstick);
    assert.deepEqual(roundDifference(judged, 0.01), { per: 1000, diff: 23, low: 9, high: 36, worthwhile: 10 });
  });

  it('leads a reader to the verdict that the exact figures led to', () => {
    fc.assert(
      fc.property(shares, shares, yardsticks, (before, after, yardstick) => {
        const judged = judgeShares(before, after, yardstick);
        const shown = roundDifference(judged, yardstick.worthwhile);
        assert.equal(verdictOf(shown, shown.worthwhile), verdictOf(judged, yardstick.worthwhile));
        assert.ok(shown.low <= shown.diff && shown.diff <= shown.high && shown.worthwhile > 0);
        for (const figure of Object.values(shown)) assert.ok(Number.isInteger(figure) && !Object.is(figure, -0));
      }),
    );
  });

  it('is per more where whole numbers per 1,000 would blur it', () => {
    const yardstick = { worthwhile: 0.0001, better: 'higher' } as const;
    const judged = judgeShares({ count: 5_000_000, of: 10_000_000 }, { count: 5_000_900, of: 10_000_000 }, yardstick);
    assert.deepEqual(roundDifference(judged, 0.0001), { per: 100_000, diff: 9, low: -35, high: 53, worthwhile: 10 });
  });
});

describe('percentages', () => {
  const decimals = (list: readonly (readonly [number, number])[], differ?: boolean): number =>
    decimalsFor(
      list.map(([count, of]) => ({ count, of })),
      differ,
    );

  it('have one decimal', () => {
    assert.equal(
      decimals([
        [118, 2410],
        [171, 2385],
      ]),
      1,
    );
    assert.equal(
      decimals([
        [0, 30],
        [30, 30],
      ]),
      1,
    );
    assert.equal(toPercent(118 / 2410, 1), 4.9);
  });

  it('have more where something would look like nothing, or all but one like all', () => {
    assert.equal(
      decimals([
        [3, 10_000],
        [1, 2],
      ]),
      2,
    );
    assert.equal(
      decimals([
        [9_999, 10_000],
        [1, 2],
      ]),
      2,
    );
  });

  it('have more where two that differ would look the same, if that is said of them', () => {
    assert.equal(
      decimals([
        [5_000_000, 10_000_000],
        [5_005_000, 10_000_000],
      ]),
      1,
    );
    assert.equal(
      decimals(
        [
          [5_000_000, 10_000_000],
          [5_005_000, 10_000_000],
        ],
        true,
      ),
      2,
    );
    assert.equal(
      decimals(
        [
          [1, 2],
          [5, 10],
        ],
        true,
      ),
      1,
    );
  });
});

describe('what is needed', () => {
  for (const [value, shown] of [
    [1467, 1500],
    [1500, 1500],
    [30, 30],
    [31, 31],
    [1.83, 1.9],
    [1.9, 1.9],
    [0.0187, 0.019],
    [999, 1000],
  ] as const)
    it(`${value} is ${shown}`, () => {
      assert.equal(roundUp(value), shown);
    });

  it('is never rounded down, and never by much', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (value) => {
        const shown = roundUp(value);
        assert.ok(shown >= value * (1 - 1e-7) && shown <= value * 1.1 + 1e-12);
      }),
    );
  });
});
