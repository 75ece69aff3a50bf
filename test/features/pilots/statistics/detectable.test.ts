import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  detectableChange,
  neededOnEachSide,
  neededToSettle,
} from '../../../../src/features/pilots/statistics/detectable.ts';
import { rangeWith } from '../../../../src/features/pilots/statistics/shares.ts';
import { verdictOf } from '../../../../src/features/pilots/statistics/verdict.ts';

describe('how many on each side', () => {
  /** As printed, to two figures or so. */
  const table: readonly (readonly [now: number, quarter: number, half: number, double: number])[] = [
    [0.01, 28_000, 7_800, 2_300],
    [0.02, 13_800, 3_800, 1_140],
    [0.05, 5_300, 1_500, 440],
    [0.1, 2_500, 690, 200],
    [0.2, 1_100, 300, 80],
    [0.4, 390, 100, 30],
  ];
  for (const [now, ...printed] of table)
    it(`from ${100 * now}%`, () => {
      const needed = [1.25, 1.5, 2].map((factor) => neededOnEachSide(now, factor * now));
      for (const [at, each] of printed.entries()) {
        assert.ok(Math.abs((needed[at] ?? 0) / each - 1) < 0.035, `${needed[at]} for ${each}`);
      }
    });

  it('agrees with figures computed elsewhere', () => {
    // R 4.2: power.prop.test(p1 = , p2 = , power = .8)$n, rounded up; z to fewer digits there and here
    assert.equal(neededOnEachSide(0.05, 0.075), 1471);
    assert.equal(neededOnEachSide(0.1, 0.2), 199);
  });

  it('is never below 30', () => {
    assert.equal(neededOnEachSide(0.01, 0.99), 30);
  });
});

describe('the change one could notice', () => {
  it('agrees with figures computed elsewhere', () => {
    // R 4.2: power.prop.test(n = , p1 = , power = .8)$p2 - p1, which looks for it to four digits
    for (const [each, now, change] of [
      [50, 0.1, 0.226909],
      [500, 0.049, 0.045703],
      [2410, 0.049, 0.018923],
      [100_000, 0.3, 0.005746],
    ] as const) {
      const noticed = detectableChange({ now, before: each, after: each, better: 'higher' }) ?? 0;
      assert.ok(Math.abs(noticed / change - 1) < 0.003, String(noticed));
    }
  });

  it('takes as many as are needed to notice it', () => {
    const cases = fc.record({
      now: fc.double({ min: 0.01, max: 0.6, noNaN: true }),
      each: fc.integer({ min: 100, max: 1e6 }),
    });
    fc.assert(
      fc.property(cases, ({ now, each }) => {
        const change = detectableChange({ now, before: each, after: each, better: 'higher' });
        if (change !== undefined) assert.ok(Math.abs(neededOnEachSide(now, now + change) - each) <= 1);
      }),
    );
  });

  it('is smaller with more on a side', () => {
    const noticed = [
      [100, 100],
      [100, 1000],
      [1000, 1000],
      [1e6, 1e6],
    ].map(([before = 0, after = 0]) => detectableChange({ now: 0.2, before, after, better: 'higher' }));
    assert.deepEqual(
      noticed,
      noticed.toSorted((one, other) => Number(other) - Number(one)),
    );
  });

  it('is a drop where lower is better', () => {
    assert.ok(Number(detectableChange({ now: 0.05, before: 2000, after: 2000, better: 'lower' })) < 0.05);
  });

  it('is none where there is no room, or too few', () => {
    assert.equal(detectableChange({ now: 0.01, before: 200, after: 200, better: 'lower' }), undefined);
    assert.equal(detectableChange({ now: 0, before: 200, after: 200, better: 'lower' }), undefined);
    assert.equal(detectableChange({ now: 1, before: 200, after: 200, better: 'higher' }), undefined);
    assert.equal(detectableChange({ now: 0.1, before: 29, after: 200, better: 'higher' }), undefined);
  });

  it('is found from nothing at all', () => {
    const change = detectableChange({ now: 0, before: 1000, after: 1000, better: 'higher' });
    assert.ok(change && change > 0.003 && change < 0.01, String(change));
  });
});

describe('how many would settle it', () => {
  const proportions = fc.double({ min: 0, max: 1, noNaN: true });
  const worthwhile = fc.double({ min: 0.001, max: 0.5, noNaN: true });

  it('so many leave nothing too close to call, and fewer do not promise it', () => {
    fc.assert(
      fc.property(proportions, proportions, worthwhile, (before, after, change) => {
        const each = neededToSettle(before, after, change);
        assert.notEqual(verdictOf(rangeWith(each, before, after), change), 'too_close_to_call');
        const { low, high } = rangeWith(each - 1, before, after);
        assert.ok(each === 30 || high - low >= change);
      }),
    );
  });

  it('is more than there were, where it was too close to call', () => {
    assert.ok(neededToSettle(9 / 64, 14 / 61, 0.05) > 64);
  });
});
