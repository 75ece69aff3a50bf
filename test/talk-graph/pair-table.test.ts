import assert from 'node:assert/strict';
import { createPairTable } from '../../src/talk-graph/pair-table.ts';
import { near } from '../support/near.ts';

describe('the table of pairs', () => {
  it('adds up pairs in either order, and the sums of teams', () => {
    const table = createPairTable(Float64Array);
    for (let a = 0; a < 120; a++) for (let b = 0; b < a; b++) table.add(a % 2 ? a : b, a % 2 ? b : a, a * b);
    let total = 0;
    for (let a = 0; a < 120; a++) {
      let sum = 0;
      for (let b = 0; b < 120; b++) {
        if (a === b) continue;
        near(table.times(1).between(a, b), a * b);
        sum += a * b;
      }
      near(table.times(1).of(a), sum);
      total += sum;
    }
    near(table.times(1).inAll, total);
    table.scale(0.5);
    near(table.times(1).between(7, 9), 31.5);
    near(table.times(1).inAll, total / 2);
  });

  it('knows nothing of pairs that were never added', () => {
    assert.deepEqual(
      [createPairTable(Float32Array).times(1).between(3, 4), createPairTable(Float32Array).times(1).of(3)],
      [0, 0],
    );
  });

  it('refuses more teams than it can number', () => {
    assert.throws(() => createPairTable(Float32Array).add(0, 92_681, 1), { tell: /Split the input by organisation/ });
  });
});
