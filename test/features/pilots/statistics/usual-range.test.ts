import assert from 'node:assert/strict';
import fc from 'fast-check';
import { judgeItems, luckWordOf, middleOf } from '../../../../src/features/pilots/statistics/usual-range.ts';

const usual = [210, 245, 198, 260, 232, 275, 221, 240];

describe('the usual range', () => {
  it('is that of the recent items, from the smallest to the largest', () => {
    assert.deepEqual(judgeItems(usual, [290], 'higher').usual, {
      low: 198,
      high: 275,
      middle: 236,
      items: 8,
      values: usual,
      older: 0,
    });
  });

  it('is that of the latest twelve', () => {
    const { usual: range } = judgeItems([1, 999, ...Array(12).fill(50)], [60], 'higher');
    assert.deepEqual(range, { low: 50, high: 50, middle: 50, items: 12, values: Array(12).fill(50), older: 2 });
  });

  for (const [pilot, verdict, allBeyond] of [
    [[290], 'as_usual', { side: 'above', oneIn: 9 }],
    [[290, 310], 'perhaps_better', { side: 'above', oneIn: 45 }],
    [[290, 310, 268], 'better_than_usual', undefined],
    [[290, 310, 320], 'better_than_usual', { side: 'above', oneIn: 165 }],
    [[250, 268, 241], 'as_usual', undefined],
    [[275, 275, 198], 'as_usual', undefined],
    [[100, 110], 'perhaps_worse', { side: 'below', oneIn: 45 }],
    [[100, 110, 120], 'worse_than_usual', { side: 'below', oneIn: 165 }],
    [[100, 300], 'as_usual', undefined],
  ] as const)
    it(`and ${pilot.join(', ')}: ${verdict}`, () => {
      const judged = judgeItems(usual, pilot, 'higher');
      assert.equal(judged.verdict, verdict);
      assert.deepEqual(judged.allBeyond, allBeyond);
    });

  it('is better from below where lower is better', () => {
    assert.equal(judgeItems(usual, [100, 110, 120], 'lower').verdict, 'better_than_usual');
    assert.equal(judgeItems(usual, [290, 310, 320], 'lower').verdict, 'worse_than_usual');
    assert.equal(judgeItems(usual, [290, 310], 'lower').verdict, 'perhaps_worse');
  });

  it('takes at least four items', () => {
    assert.equal(judgeItems([1, 2, 3], [7, 8, 9, 10, 11, 12], 'higher').verdict, 'too_small');
    assert.equal(judgeItems([1, 2, 3, 4], [7, 8, 9, 10, 11, 12], 'higher').verdict, 'better_than_usual');
  });

  it('says where each item lies', () => {
    assert.deepEqual(judgeItems(usual, [197, 198, 275, 276], 'higher').pilot, [
      { value: 197, place: 'below' },
      { value: 198, place: 'within' },
      { value: 275, place: 'within' },
      { value: 276, place: 'above' },
    ]);
  });

  it('is the opposite verdict upside down', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(counts, counts, (recent, pilot) => {
        const upsideDown = (values: readonly number[]): number[] => values.map((value) => 40 - value);
        const there = judgeItems(recent, pilot, 'higher').verdict;
        assert.equal(judgeItems(upsideDown(recent), upsideDown(pilot), 'lower').verdict, there);
      }),
    );
  });
});

describe('luck in words', () => {
  for (const [chance, word] of [
    [1 / 41, 'unlikely'],
    [1 / 40, 'possible'],
    [1 / 10, 'possible'],
    [1 / 9, 'usual'],
    [1, 'usual'],
  ] as const)
    it(`${chance.toFixed(4)} is ${word}`, () => {
      assert.equal(luckWordOf({ chance }), word);
    });
});

describe('the middle', () => {
  it('is a value, or halfway between two', () => {
    assert.equal(middleOf([3, 1, 2]), 2);
    assert.equal(middleOf([4, 1, 2, 3]), 2.5);
  });
});
