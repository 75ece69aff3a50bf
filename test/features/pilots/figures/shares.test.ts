import assert from 'node:assert/strict';
import fc from 'fast-check';
import { differsFromStart, readShare } from '../../../../src/features/pilots/figures/shares.ts';
import { asked } from './questions.ts';

describe('a share in one box', () => {
  const right: Readonly<Record<string, readonly [number, number]>> = {
    '34/1204': [34, 1204],
    '34 / 1,204': [34, 1204],
    '34 of 1,204': [34, 1204],
    '34 out of 1204 delivered': [34, 1204],
    '34 clicks of 1 204 emails': [34, 1204],
    '34\t1204': [34, 1204],
    '34\n1,204\n': [34, 1204],
    '34/1204 (2.8%)': [34, 1204],
    '34/1204 (2,82 %)': [34, 1204],
    '34 1204 2.8%': [34, 1204],
    '2.8% (34/1204)': [34, 1204],
    '1 204 of 34 000': [1204, 34_000],
    '10 000 000 / 20 000 000': [10_000_000, 20_000_000],
    '0/30': [0, 30],
    '30/30': [30, 30],
    '1/1': [1, 1],
  };
  for (const [text, [count, of]] of Object.entries(right))
    it(`${JSON.stringify(text)} is ${count} of ${of}`, () => {
      assert.deepEqual(readShare(text), { value: { count, of } });
    });

  const doubtful: Readonly<Record<string, string>> = {
    '': 'empty',
    none: 'not_a_number',
    '34': 'both_halves',
    '1,204': 'both_halves',
    '2.8%': 'both_halves',
    '1/2/3': 'both_halves',
    '34 204': 'two_numbers',
    '34,1204': 'two_numbers',
    '2.8% of 1,204': 'percent_of',
    '34/1204 (28%)': 'percent_differs',
    '1204/34': 'more_than_all',
    '0/0': 'of_none',
    '3/0': 'of_none',
    '-3/30': 'negative',
    '3/-30': 'negative',
    '3.5/30': 'whole',
    '3/30.5': 'whole',
    '1.204/34000': 'dot',
    '1.2k/34000': 'rounded',
    '3/99999999999': 'too_large',
  };
  for (const [text, about] of Object.entries(doubtful))
    it(`${JSON.stringify(text)} is asked about: ${about}`, () => {
      assert.equal(asked(readShare(text)), about);
    });

  it('is offered as what was probably meant', () => {
    assert.deepEqual(readShare('2.8% of 1,204').question, {
      about: 'percent_of',
      typed: '2.8% of 1,204',
      meant: { count: 34, of: 1204 },
    });
    assert.deepEqual(readShare('34 204').question, {
      about: 'two_numbers',
      typed: '34 204',
      meant: { count: 34, of: 204 },
    });
  });

  it('is read as it was written, in any way of writing it', () => {
    const halves = fc
      .integer({ min: 1, max: 1e10 })
      .chain((of) => fc.tuple(fc.integer({ min: 0, max: of }), fc.constant(of)));
    const locales = fc.constantFrom('en-GB', 'fr-FR', 'de-CH', 'en-IN');
    const between = fc.constantFrom('/', ' / ', ' of ', ' out of ', '\t', '\n', ' von ');
    fc.assert(
      fc.property(halves, locales, between, ([count, of], locale, separator) => {
        const text = [count, of].map((half) => half.toLocaleString(locale)).join(separator);
        assert.deepEqual(readShare(text), { value: { count, of } });
      }),
    );
  });

  it('is a share, or asked about, whatever is typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+.,' \d%/of()\t\n]{0,14}$/)), (text) => {
        const read = readShare(text);
        if (asked(read) === undefined) assert.ok(read.value && read.value.count <= read.value.of && read.value.of > 0);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the before figure, given again', () => {
  it('is asked about where it differs from the start', () => {
    const atStart = { count: 118, of: 2410 };
    assert.equal(differsFromStart(atStart, { count: 118, of: 2410 }), undefined);
    const question = differsFromStart(atStart, { count: 120, of: 2410 });
    assert.ok(question);
    assert.equal(asked({ question }), 'before_differs');
  });
});
