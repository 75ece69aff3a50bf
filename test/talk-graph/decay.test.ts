import assert from 'node:assert/strict';
import { createDecay, day } from '../../src/talk-graph/decay.ts';
import { near } from '../support/near.ts';

describe('counts that fade', () => {
  it('halve with every half-life', () => {
    const decay = createDecay(30 * day, () => assert.fail('no need to rescale'));
    const count = decay.weightAt(0) + decay.weightAt(30 * day);
    near(count / decay.weightAt(60 * day), 0.25 + 0.5);
  });

  it('stay finite over decades, by telling what must be scaled', () => {
    let count = 0;
    const decay = createDecay(day, (factor) => {
      count *= factor;
    });
    for (let at = 0; at < 10_000; at++) {
      const weight = decay.weightAt(at * day);
      count += weight;
    }
    near(count / decay.weightAt(9_999 * day), 2);
  });

  it('do not depend on when it began', () => {
    const ratios = [0, 1e9, 1.7e9].map((start) => {
      const decay = createDecay(day, () => {});
      return decay.weightAt(start + day) / decay.weightAt(start);
    });
    for (const ratio of ratios) near(ratio, 2);
  });
});
