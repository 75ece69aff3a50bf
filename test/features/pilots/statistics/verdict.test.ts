import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Better } from '../../../../src/features/pilots/statistics/design.ts';
import { newcombe, type Share } from '../../../../src/features/pilots/statistics/shares.ts';
import { judgeShares, type ShareVerdict, verdictOf } from '../../../../src/features/pilots/statistics/verdict.ts';
import { betters, shares, yardsticks } from './arbitraries.ts';

/** Worked examples: points to two decimals, as printed. */

type Vector = readonly [
  before: string,
  after: string,
  worthwhile: number,
  better: Better,
  points: readonly [diff: number, low: number, high: number] | undefined,
  verdict: ShareVerdict,
];

const vectors: readonly Vector[] = [
  ['118/2410', '171/2385', 0.01, 'higher', [2.27, 0.93, 3.63], 'gain_size_unsure'],
  ['640/1600', '760/1600', 0.03, 'higher', [7.5, 4.06, 10.91], 'clear_gain'],
  ['2000/40000', '2160/40000', 0.01, 'higher', [0.4, 0.09, 0.71], 'gain_too_slight'],
  ['412/980', '431/1010', 0.05, 'higher', [0.63, -3.7, 4.96], 'no_real_difference'],
  ['9/64', '14/61', 0.05, 'higher', [8.89, -4.83, 22.5], 'too_close_to_call'],
  ['3/22', '6/25', 0.05, 'higher', undefined, 'too_small'],
  ['90/1000', '60/1000', 0.02, 'higher', [-3, -5.34, -0.69], 'drop_size_unsure'],
  ['300/1000', '240/1000', 0.03, 'lower', [6, 2.11, 9.87], 'gain_size_unsure'],
];

function share(text: string): Share {
  const [count = Number.NaN, of = Number.NaN] = text.split('/').map(Number);
  return { count, of };
}

function inPoints(proportion: number): number {
  return Number((100 * proportion).toFixed(2));
}

describe('the verdict on two shares', () => {
  for (const [before, after, worthwhile, better, points, verdict] of vectors)
    it(`${before} then ${after}: ${verdict}`, () => {
      const judged = judgeShares(share(before), share(after), { worthwhile, better });
      assert.equal(judged.verdict, verdict);
      if (points) assert.deepEqual([judged.diff, judged.low, judged.high].map(inPoints), points);
    });

  it("agrees with Newcombe's own worked example", () => {
    const { diff, low, high } = newcombe(share('48/80'), share('56/70'));
    assert.deepEqual([diff, low, high].map(inPoints), [20, 5.24, 33.39]);
  });
});

describe('where the range lies', () => {
  const W = 0.02;
  for (const [low, high, verdict] of [
    [0.02, 0.05, 'clear_gain'],
    [0.0199, 0.05, 'gain_size_unsure'],
    [0.001, 0.02, 'gain_size_unsure'],
    [0.001, 0.0199, 'gain_too_slight'],
    [0, 0.0199, 'no_real_difference'],
    [0, 0.02, 'too_close_to_call'],
    [-0.0199, 0.0199, 'no_real_difference'],
    [-0.02, 0.01, 'too_close_to_call'],
    [-0.03, 0.03, 'too_close_to_call'],
    [-0.0199, -0.001, 'drop_too_slight'],
    [-0.02, -0.001, 'drop_size_unsure'],
    [-0.05, -0.0199, 'drop_size_unsure'],
    [-0.05, -0.02, 'clear_drop'],
  ] as const)
    it(`from ${low} to ${high}: ${verdict}`, () => {
      assert.equal(verdictOf({ low, high }, W), verdict);
    });
});

const mirrored: Readonly<Record<ShareVerdict, ShareVerdict>> = {
  clear_gain: 'clear_drop',
  gain_size_unsure: 'drop_size_unsure',
  gain_too_slight: 'drop_too_slight',
  drop_too_slight: 'gain_too_slight',
  drop_size_unsure: 'gain_size_unsure',
  clear_drop: 'clear_gain',
  no_real_difference: 'no_real_difference',
  too_close_to_call: 'too_close_to_call',
  too_small: 'too_small',
};

describe('a verdict', () => {
  it('is the opposite one with the sides swapped', () => {
    fc.assert(
      fc.property(shares, shares, yardsticks, (before, after, yardstick) => {
        const verdict = judgeShares(before, after, yardstick).verdict;
        assert.equal(judgeShares(after, before, yardstick).verdict, mirrored[verdict]);
      }),
    );
  });

  it('is the opposite one where the other way is better', () => {
    fc.assert(
      fc.property(shares, shares, yardsticks, (before, after, yardstick) => {
        const better = yardstick.better === 'higher' ? 'lower' : 'higher';
        const [one, other] = [
          judgeShares(before, after, yardstick),
          judgeShares(before, after, { ...yardstick, better }),
        ];
        assert.equal(other.verdict, mirrored[one.verdict]);
        assert.equal(other.diff + 0, 0 - one.diff);
      }),
    );
  });

  it('says "up" only where the after share is better, and "down" only where it is worse', () => {
    fc.assert(
      fc.property(shares, shares, yardsticks, (before, after, yardstick) => {
        const { diff, verdict } = judgeShares(before, after, yardstick);
        if (verdict.includes('gain')) assert.ok(diff > 0);
        if (verdict.includes('drop')) assert.ok(diff < 0);
      }),
    );
  });

  it('gets no better with more wanted', () => {
    const gains: readonly ShareVerdict[] = ['clear_gain', 'gain_size_unsure', 'gain_too_slight'];
    fc.assert(
      fc.property(shares, shares, betters, (before, after, better) => {
        const ranks = [0.001, 0.01, 0.1, 1].map((worthwhile) =>
          gains.indexOf(judgeShares(before, after, { worthwhile, better }).verdict),
        );
        assert.deepEqual(
          ranks,
          ranks.toSorted((one, other) => one - other),
        );
      }),
    );
  });

  it('is never reached with fewer than 30 on a side, nor with fewer than 10 counted', () => {
    const yardstick = { worthwhile: 0.01, better: 'higher' } as const;
    const verdict = (before: string, after: string): ShareVerdict =>
      judgeShares(share(before), share(after), yardstick).verdict;
    assert.equal(verdict('0/29', '29/29'), 'too_small');
    assert.equal(verdict('0/30', '29/29'), 'too_small');
    assert.equal(verdict('0/30', '30/30'), 'clear_gain');
    assert.equal(verdict('0/10000000', '9/10000000'), 'too_small');
    assert.notEqual(verdict('0/10000000', '10/10000000'), 'too_small');
    assert.equal(verdict('1/1', '0/1'), 'too_small');
  });

  it('holds at the ends of the scale', () => {
    const yardstick = { worthwhile: 0.001, better: 'higher' } as const;
    assert.equal(judgeShares(share('5000/5000'), share('5000/5000'), yardstick).verdict, 'no_real_difference');
    assert.equal(judgeShares(share('10000000/10000000'), share('0/10000000'), yardstick).verdict, 'clear_drop');
    assert.equal(
      judgeShares(share('5000000/10000000'), share('5000000/10000000'), yardstick).verdict,
      'no_real_difference',
    );
  });

  for (const worthwhile of [0, -0.01, 1.01, Number.NaN])
    it(`refuses a worthwhile change of ${worthwhile}`, () => {
      assert.throws(() => judgeShares(share('1/2'), share('1/2'), { worthwhile, better: 'higher' }), RangeError);
    });
});
