import assert from 'node:assert/strict';
import { type Reading, readPilot } from '../../../../src/features/pilots/statistics/reading.ts';
import { sideBySide } from '../../../../src/features/pilots/statistics/tries.ts';

function shares(before: readonly [number, number], after: readonly [number, number], worthwhile = 0.01): Reading {
  const side = ([count, of]: readonly [number, number]) => ({ kind: 'shares', shares: [{ count, of }] }) as const;
  const [design, metric, better] = ['before_after', 'share', 'higher'] as const;
  return readPilot({ design, metric, better, worthwhile, before: side(before), after: side(after) });
}

const items = readPilot({
  design: 'usual_range',
  metric: 'count_per_item',
  better: 'higher',
  before: { kind: 'values', values: [210, 245, 198, 260, 232, 275, 221, 240] },
  after: { kind: 'values', values: [290, 310, 268] },
});
const story = readPilot({ design: 'look_and_learn', metric: 'words', better: 'higher' });

describe('tries side by side', () => {
  const first = shares([118, 2410], [171, 2385]);
  const second = shares([90, 1000], [60, 1000], 0.02);
  const small = shares([3, 22], [6, 25], 0.05);

  it('stand on one scale with nought on it, in the order given', () => {
    assert.deepEqual(
      sideBySide([
        { id: 'a', reading: first },
        { id: 'b', reading: second },
      ]),
      {
        rows: [
          { id: 'a', outcome: 'better', change: { diff: 23, low: 9, high: 36 } },
          { id: 'b', outcome: 'worse', change: { diff: -30, low: -53, high: -7 } },
        ],
        per: 1000,
        scale: { low: -53, high: 36 },
        outcomes: [
          { outcome: 'better', count: 1 },
          { outcome: 'worse', count: 1 },
        ],
      },
    );
  });

  it('show what has no place on the scale by its outcome alone', () => {
    const { rows, scale } = sideBySide([small, items, story].map((reading, at) => ({ id: String(at), reading })));
    assert.deepEqual(rows, [
      { id: '0', outcome: 'too_small' },
      { id: '1', outcome: 'better' },
      { id: '2', outcome: 'story' },
    ]);
    assert.deepEqual(scale, { low: 0, high: 0 });
  });

  it('have figures per the same number, fine enough for each', () => {
    const fine = shares([5_000_000, 10_000_000], [5_000_900, 10_000_000], 0.0001);
    const { per, rows } = sideBySide([
      { id: 'a', reading: first },
      { id: 'b', reading: fine },
    ]);
    assert.equal(per, 100_000);
    assert.deepEqual(
      rows.map(({ change }) => change?.diff),
      [2274, 9],
    );
  });

  it('are never pooled: what one says does not depend on the others', () => {
    const alone = sideBySide([{ id: 'a', reading: first }]).rows[0];
    const among = sideBySide(
      [second, small, first].map((reading, at) => ({ id: at === 2 ? 'a' : String(at), reading })),
    );
    assert.deepEqual(among.rows[2], alone);
  });

  it('can be none', () => {
    assert.deepEqual(sideBySide([]), { rows: [], per: 1000, scale: { low: 0, high: 0 }, outcomes: [] });
  });
});
