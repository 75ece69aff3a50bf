import assert from 'node:assert/strict';
import fc from 'fast-check';
import { normalTail } from '../../../../src/features/pilots/statistics/normal.ts';
import { arrangementsOf, type Luck, rankSumLuck } from '../../../../src/features/pilots/statistics/rank-sum.ts';

/** Every arrangement listed one by one, with ranks as half numbers: slow and plain. */
function listed(usual: readonly number[], pilot: readonly number[]): NonNullable<Luck['counted']> {
  const all = [...usual, ...pilot];
  const ranks = all.map((value) => {
    const below = all.filter((other) => other < value).length;
    return below + (all.filter((other) => other === value).length + 1) / 2;
  });
  const even = (pilot.length * (all.length + 1)) / 2;
  const seen = ranks.slice(usual.length).reduce((sum, rank) => sum + rank, 0);
  const counted = { extreme: 0, arrangements: 0 };
  const draw = (from: number, left: number, sum: number): void => {
    if (left === 0) {
      counted.arrangements += 1;
      if (Math.abs(sum - even) >= Math.abs(seen - even)) counted.extreme += 1;
      return;
    }
    for (let at = from; at <= ranks.length - left; at++) draw(at + 1, left - 1, sum + (ranks[at] ?? 0));
  };
  draw(0, pilot.length, 0);
  return counted;
}

const usual = [210, 245, 198, 260, 232, 275, 221, 240];

describe('luck', () => {
  for (const [pilot, extreme, arrangements, side] of [
    [[290], 2, 9, 1],
    [[290, 310], 2, 45, 1],
    [[290, 310, 268], 4, 165, 1],
    [[250, 268, 241], 46, 165, 1],
    [[100, 110, 120], 2, 165, -1],
  ] as const)
    it(`deals ${pilot.join(', ')} ${extreme} times in ${arrangements}`, () => {
      const luck = rankSumLuck(usual, pilot);
      assert.deepEqual(luck, { chance: extreme / arrangements, counted: { extreme, arrangements }, side });
    });

  it('is counted as by listing every arrangement, for every size up to C(20, 4)', () => {
    const sizes = Array.from({ length: 19 }, (_, at) => at + 1);
    const pairs = sizes.flatMap((usual) => sizes.map((pilot) => [usual, pilot] as const));
    const within = pairs.filter(([usual, pilot]) => usual + pilot <= 20 && arrangementsOf(usual, pilot) <= 4845);
    assert.ok(within.length > 100);
    for (const [usual, pilot] of within) {
      const values = shuffledValues(usual + pilot, 7 * usual + pilot);
      const [others, own] = [values.slice(0, usual), values.slice(usual)];
      assert.deepEqual(rankSumLuck(others, own).counted, listed(others, own), `${usual} and ${pilot}`);
      const [tied, ownTied] = [others.map((each) => each % 5), own.map((each) => each % 5)];
      assert.deepEqual(rankSumLuck(tied, ownTied).counted, listed(tied, ownTied), `${usual} and ${pilot}, with ties`);
    }
  });

  const groups = fc.tuple(
    fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 9 }),
    fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 9 }),
  );

  it('is counted as by listing, whatever the values', () => {
    fc.assert(
      fc.property(groups, ([one, other]) => assert.deepEqual(rankSumLuck(one, other).counted, listed(one, other))),
    );
  });

  it('is the same the other way round, on the other side', () => {
    fc.assert(
      fc.property(groups, ([one, other]) => {
        const [there, back] = [rankSumLuck(one, other), rankSumLuck(other, one)];
        assert.deepEqual(back, { ...there, side: 0 - there.side });
      }),
    );
  });

  it('minds ranks, not sizes nor order', () => {
    fc.assert(
      fc.property(groups, ([one, other]) => {
        const bent = (values: readonly number[]): number[] => values.map((value) => value ** 3 + 7).toReversed();
        assert.deepEqual(rankSumLuck(bent(one), bent(other)), rankSumLuck(one, other));
      }),
    );
  });

  it('is certain where all are equal', () => {
    assert.deepEqual(rankSumLuck([5, 5, 5], [5, 5]), {
      chance: 1,
      side: 0,
      counted: { extreme: 10, arrangements: 10 },
    });
    assert.equal(rankSumLuck(Array(300).fill(5), Array(300).fill(5)).chance, 1);
  });

  it('is a good approximation where there are too many to count', () => {
    // R 4.2: wilcox.test(2 * (1:90) + 3, 2 * (1:80), exact = TRUE)$p.value
    const luck = rankSumLuck(
      evens(80),
      evens(90).map((value) => value + 3),
    );
    assert.equal(luck.counted, undefined);
    assert.ok(Math.abs(luck.chance - 0.105623735143) < 0.002, String(luck.chance));
  });

  it('needs numbers on both sides', () => {
    for (const [one, other] of [
      [[], [1]],
      [[1], []],
      [[1], [Number.NaN]],
      [[Infinity], [1]],
    ] as const)
      assert.throws(() => rankSumLuck(one, other), RangeError);
  });
});

describe('the arrangements', () => {
  it('are as many as in the table', () => {
    const table = [4, 6, 8, 12].map((items) => [1, 2, 3, 4].map((pilot) => arrangementsOf(items, pilot)));
    assert.deepEqual(table, [
      [5, 15, 35, 70],
      [7, 28, 84, 210],
      [9, 45, 165, 495],
      [13, 91, 455, 1820],
    ]);
  });
});

describe('the tail of a normal distribution', () => {
  it('agrees with figures printed elsewhere', () => {
    // R 4.2: pnorm(z, lower.tail = FALSE)
    const printed = [
      [0, 0.5],
      [0.5, 0.3085375387],
      [1, 0.1586552539],
      [1.96, 0.02499789515],
      [3, 0.001349898032],
    ] as const;
    for (const [z, tail] of printed) assert.ok(Math.abs(normalTail(z) - tail) < 7.5e-8, String(z));
  });
});

function evens(count: number): number[] {
  return Array.from({ length: count }, (_, at) => 2 * (at + 1));
}

/** Different numbers in an order that only the seed decides. */
function shuffledValues(count: number, seed: number): number[] {
  return Array.from({ length: count }, (_, at) => ((at + 1) * (2 * seed + 1) * 7919) % 104_729);
}
