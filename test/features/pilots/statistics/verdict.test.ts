import assert from 'node:assert/strict';
import type { Better } from '../../../../src/features/pilots/statistics/design.ts';
import { newcombe, type Share } from '../../../../src/features/pilots/statistics/shares.ts';
import { judgeShares, type ShareVerdict } from '../../../../src/features/pilots/statistics/verdict.ts';

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
