import assert from 'node:assert/strict';
import { createChance } from '../../src/base/chance.ts';

describe('chance', () => {
  const seeds = Array.from({ length: 4_000 }, (_, seed) => seed);

  it('is as likely as was said, already in the first draw, also of seeds that follow each other', () => {
    for (const probability of [0, 0.075, 0.5, 1]) {
      const share = seeds.filter((seed) => createChance(seed).happens(probability)).length / seeds.length;
      assert.ok(Math.abs(share - probability) < 0.02, `${share}`);
    }
  });

  it('puts everything everywhere', () => {
    const counts = new Map<string, number>();
    for (const seed of seeds) {
      const order = createChance(seed).shuffled(3).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    assert.equal(counts.size, 6);
    for (const count of counts.values()) assert.ok(Math.abs(count / seeds.length - 1 / 6) < 0.03);
  });

  it('draws the same for the same seed', () => {
    const draw = () => {
      const chance = createChance(7);
      return [chance.shuffled(20), chance.oneOf(['a', 'b', 'c']), chance.happens(0.5)];
    };
    assert.deepEqual(draw(), draw());
  });

  it('finds none among none', () => {
    assert.deepEqual([createChance(1).oneOf([]), createChance(1).shuffled(0)], [undefined, []]);
  });
});
