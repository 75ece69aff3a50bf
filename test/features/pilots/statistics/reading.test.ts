import assert from 'node:assert/strict';
import { outcomeOf } from '../../../../src/features/pilots/statistics/outcome.ts';
import {
  type Figures,
  type PilotToRead,
  readPilot,
  verdictIn,
} from '../../../../src/features/pilots/statistics/reading.ts';
import { itemVerdicts } from '../../../../src/features/pilots/statistics/usual-range.ts';
import { compareValues } from '../../../../src/features/pilots/statistics/values.ts';
import { shareVerdicts } from '../../../../src/features/pilots/statistics/verdict.ts';

const shares = (...list: (readonly [number, number])[]): Figures => ({
  kind: 'shares',
  shares: list.map(([count, of]) => ({ count, of })),
});
const values = (...list: number[]): Figures => ({ kind: 'values', values: list });
const pilot: PilotToRead = { design: 'before_after', metric: 'share', better: 'higher', worthwhile: 0.01 };

describe('a pilot is read by its design and its metric', () => {
  it('shares: as one share a side, with the range of each', () => {
    const reading = readPilot({
      ...pilot,
      before: shares([40, 800], [38, 805], [40, 805]),
      after: shares([171, 2385]),
    });
    assert.ok(reading.kind === 'shares');
    assert.equal(reading.verdict, 'gain_size_unsure');
    assert.deepEqual(reading.before.share, { count: 118, of: 2410 });
    assert.deepEqual(
      [reading.before.low, reading.before.high].map((limit) => limit.toFixed(3)),
      ['0.041', '0.058'],
    );
    assert.deepEqual(
      [reading.after.low, reading.after.high].map((limit) => limit.toFixed(3)),
      ['0.062', '0.083'],
    );
  });

  it('shares among recent ones: by the usual range', () => {
    const recent = shares([40, 800], [33, 800], [38, 800], [41, 800], [36, 800], [39, 800], [37, 800]);
    const reading = readPilot({
      ...pilot,
      design: 'usual_range',
      before: recent,
      after: shares([52, 800], [60, 900], [70, 900]),
    });
    assert.ok(reading.kind === 'items');
    assert.equal(reading.verdict, 'better_than_usual');
    assert.equal(reading.areShares, true);
  });

  it('counts per item: by the usual range, whatever the design', () => {
    for (const design of ['usual_range', 'before_after', 'split'] as const) {
      const before = values(210, 245, 198, 260, 232, 275, 221, 240);
      const reading = readPilot({ ...pilot, design, metric: 'count_per_item', before, after: values(290, 310, 268) });
      assert.equal(verdictIn(reading), 'better_than_usual');
    }
  });

  it('times and ratings: without a verdict', () => {
    for (const metric of ['time', 'rating'] as const) {
      const reading = readPilot({ ...pilot, metric, before: values(1, 2, 3, 2, 1), after: values(4, 5, 5, 4, 5) });
      assert.equal(reading.kind, 'values');
      assert.equal(verdictIn(reading), undefined);
    }
  });

  it('anything to look at and learn from: as a story', () => {
    const reading = readPilot({ ...pilot, design: 'look_and_learn', before: shares([1, 2]), after: shares([1, 2]) });
    assert.deepEqual(reading, { kind: 'story', design: 'look_and_learn' });
  });

  it('figures of another metric, or no worthwhile change: not at all', () => {
    assert.throws(() => readPilot({ ...pilot, before: values(1), after: values(2) }), RangeError);
    const { worthwhile: _, ...unset } = pilot;
    assert.throws(() => readPilot({ ...unset, before: shares([1, 2]), after: shares([1, 2]) }), RangeError);
  });
});

describe('times and ratings', () => {
  it('are shown one by one, the middle one marked', () => {
    const { before, after, luck } = compareValues('time', [12, 9, 14], [5, 4, 8, 6]);
    assert.deepEqual(before, { values: [9, 12, 14], middle: 12 });
    assert.deepEqual(after, { values: [4, 5, 6, 8], middle: 5.5 });
    assert.equal(luck, undefined);
  });

  it('are compared from five a side', () => {
    assert.equal(compareValues('time', [1, 2, 3, 4, 5], [6, 7, 8, 9]).luck, undefined);
    assert.deepEqual(compareValues('time', [1, 2, 3, 4, 5], [6, 7, 8, 9, 10]).luck?.counted, {
      extreme: 2,
      arrangements: 252,
    });
  });

  it('count who said 4 or 5, on a scale of 1 to 5', () => {
    const { before, after } = compareValues('rating', [3, 4, 2], [5, 4, 4]);
    assert.deepEqual([before.high, after.high], [1, 3]);
    for (const rating of [0, 6, 3.5]) assert.throws(() => compareValues('rating', [rating], [3]), RangeError);
  });
});

describe('an outcome', () => {
  it('is there for every verdict', () => {
    for (const verdict of [...shareVerdicts, ...itemVerdicts]) assert.ok(outcomeOf(verdict), verdict);
    assert.equal(outcomeOf('gain_too_slight'), 'better');
    assert.equal(outcomeOf('perhaps_better'), 'open');
    assert.equal(outcomeOf(undefined), 'story');
  });
});
