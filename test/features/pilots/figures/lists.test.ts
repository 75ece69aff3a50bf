import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readFigures } from '../../../../src/features/pilots/figures/figures.ts';
import { readCounts, readShares } from '../../../../src/features/pilots/figures/lists.ts';
import { asked } from './questions.ts';

describe('counts per item', () => {
  const right: Readonly<Record<string, readonly number[]>> = {
    '7': [7],
    '1,204': [1204],
    '210, 245, 198': [210, 245, 198],
    '210, 245 and 198': [210, 245, 198],
    '210; 245; 198': [210, 245, 198],
    '210,245,198,260': [210, 245, 198, 260],
    '12,15,9': [12, 15, 9],
    '12 15 9': [12, 15, 9],
    '210 245 198 260': [210, 245, 198, 260],
    '1,204 1,310 998': [1204, 1310, 998],
    '210\t245\t198': [210, 245, 198],
    'Comments\t210\t245': [210, 245],
    '210\r\n245\r\n198\r\n': [210, 245, 198],
    '1 204\n1 310': [1204, 1310],
    'Comments\n210\n245': [210, 245],
    'Comments 2026\n210\n245': [210, 245],
    'Post A\t210\nPost B\t245': [210, 245],
    'Issue 12\t210\nIssue 13\t245': [210, 245],
    '2026-05-06\t210\n2026-05-13\t245': [210, 245],
    '6 May\t210\n13 May\t1,245': [210, 1245],
    '210\nn/a\n245': [210, 245],
  };
  for (const [text, counts] of Object.entries(right))
    it(`${JSON.stringify(text)} is ${counts.join(' and ')}`, () => {
      assert.deepEqual(readCounts(text), { value: counts });
    });

  const doubtful: Readonly<Record<string, string>> = {
    '': 'empty',
    none: 'not_a_number',
    '1 204': 'one_or_many',
    '210 245 198': 'one_or_many',
    '12 310 45': 'one_or_many',
    '210,245,198': 'one_or_many',
    '12,15': 'one_or_many',
    '1.204\n1.310': 'dot',
    '210\n-3': 'negative',
    '210\n24.5': 'whole',
    '210\n5%': 'percent',
    '1\t210\n2\t245': 'columns',
    'Post A\t210\nTotal\t455': 'total',
  };
  for (const [text, about] of Object.entries(doubtful))
    it(`${JSON.stringify(text)} is asked about: ${about}`, () => {
      assert.equal(asked(readCounts(text)), about);
    });

  it('are 500 at most', () => {
    assert.equal(readCounts(Array(500).fill('7').join('\n')).value?.length, 500);
    assert.equal(asked(readCounts(Array(501).fill('7').join('\n'))), 'too_many');
  });

  it('are read as they were written in a column, in any way of writing them', () => {
    const columns = fc.array(fc.integer({ min: 0, max: 1e10 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        columns,
        fc.constantFrom('en-GB', 'fr-FR', 'de-CH'),
        fc.constantFrom('\n', '\r\n'),
        (counts, locale, end) => {
          const column = counts.map((count) => count.toLocaleString(locale)).join(end);
          assert.deepEqual(readCounts(`Comments${end}${column}${end}`), { value: counts });
        },
      ),
    );
  });

  it('are asked about, or read, whatever is typed', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[-+.,; \da%\t\n]{0,16}$/), (text) => {
        const read = readCounts(text);
        if (asked(read) === undefined) assert.ok(read.value && read.value.length > 0);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('shares per item', () => {
  const right: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
    '34/1204': [[34, 1204]],
    '34\n1204': [[34, 1204]],
    '40/800\n38/805': [
      [40, 800],
      [38, 805],
    ],
    '40\t800\n38\t805': [
      [40, 800],
      [38, 805],
    ],
    'Clicks\tDelivered\n40\t800\n38\t1,805': [
      [40, 800],
      [38, 1805],
    ],
    'Issue 1\t40\t800\t5.0%\nIssue 2\t38\t805\t4.7%': [
      [40, 800],
      [38, 805],
    ],
  };
  for (const [text, shares] of Object.entries(right))
    it(JSON.stringify(text), () => {
      assert.deepEqual(readShares(text), { value: shares.map(([count, of]) => ({ count, of })) });
    });

  const doubtful: Readonly<Record<string, string>> = {
    '': 'empty',
    'a\t1\t2\t3': 'columns',
    '40\t800\nTotal\t78\t1605': 'total',
    '40\t800\n38': 'both_halves',
    '40\t800\n805\t38': 'more_than_all',
    '40\t800\t50%': 'percent_differs',
  };
  for (const [text, about] of Object.entries(doubtful))
    it(`${JSON.stringify(text)} is asked about: ${about}`, () => {
      assert.equal(asked(readShares(text)), about);
    });
});

describe('the figures of a metric', () => {
  it('are read as its kind has them', () => {
    assert.deepEqual(readFigures('34/1204', 'share'), { value: { kind: 'shares', shares: [{ count: 34, of: 1204 }] } });
    assert.deepEqual(readFigures('3\n4', 'count_per_item'), { value: { kind: 'values', values: [3, 4] } });
    assert.deepEqual(readFigures('3:30\n4.5', 'time'), { value: { kind: 'values', values: [3.5, 4.5] } });
    assert.deepEqual(readFigures('5 4 4', 'rating'), { value: { kind: 'values', values: [5, 4, 4] } });
  });

  it('are asked about as its kind has them', () => {
    assert.equal(asked(readFigures('34', 'share')), 'both_halves');
    assert.equal(asked(readFigures('3.5', 'count_per_item')), 'whole');
    assert.equal(asked(readFigures('5 6', 'rating')), 'rating');
    assert.equal(asked(readFigures('0', 'rating')), 'rating');
  });
});
