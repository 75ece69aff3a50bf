import assert from 'node:assert/strict';
import fc from 'fast-check';
import { wordsFor } from '../../../../src/cards/words.ts';
import { readWorthwhile } from '../../../../src/features/pilots/figures/changes.ts';
import { readAmount, readCount } from '../../../../src/features/pilots/figures/numbers.ts';
import { sayQuestion } from '../../../../src/features/pilots/figures/questions.ts';
import { asked } from './questions.ts';

describe('a count', () => {
  const right: Readonly<Record<string, number>> = {
    '0': 0,
    '1': 1,
    '1204': 1204,
    '1,204': 1204,
    '1 204': 1204,
    '1\u00a0204': 1204,
    '1\u202f204': 1204,
    '1\u2009204': 1204,
    "1'204": 1204,
    '1’204': 1204,
    '1.204.567': 1_204_567,
    '1,20,400': 120_400,
    '10,000,000': 10_000_000,
    '10 000 000': 10_000_000,
    '10000000': 10_000_000,
    '12.0': 12,
    '1,204.00': 1204,
    '1.204,00': 1204,
    ' 118\n': 118,
    '\ufeff118': 118,
    '１,２０４': 1204,
    '+7': 7,
    '34 clicks': 34,
    'clicks: 34': 34,
    'about 1,204 emails': 1204,
  };
  for (const [text, count] of Object.entries(right))
    it(`${JSON.stringify(text)} is ${count}`, () => {
      assert.deepEqual(readCount(text), { value: count });
    });

  const doubtful: Readonly<Record<string, string>> = {
    '': 'empty',
    ' \u00a0 ': 'empty',
    'n/a': 'not_a_number',
    many: 'not_a_number',
    '1,2,3': 'not_a_number',
    '12,345,67': 'not_a_number',
    '1.204': 'dot',
    '-3': 'negative',
    '−3': 'negative',
    '- 3': 'negative',
    '(34)': 'negative',
    '12 %': 'percent',
    '12%': 'percent',
    '12 per cent': 'percent',
    '3.5': 'whole',
    '3,5': 'whole',
    '.5': 'whole',
    '0.204': 'whole',
    '10-12': 'several',
    '34/1204': 'several',
    '12 34': 'several',
    '1.2k': 'rounded',
    '3 million': 'rounded',
    '1.2E+06': 'rounded',
    '99999999999': 'too_large',
    '9e99': 'too_large',
  };
  for (const [text, about] of Object.entries(doubtful))
    it(`${JSON.stringify(text)} is asked about: ${about}`, () => {
      assert.equal(asked(readCount(text)), about);
    });

  it('is read as it was written, in any way of writing it', () => {
    const ways = [
      (count: number) => String(count),
      (count: number) => count.toLocaleString('en-GB'),
      (count: number) => count.toLocaleString('fr-FR'),
      (count: number) => count.toLocaleString('de-CH'),
      (count: number) => count.toLocaleString('en-IN'),
      (count: number) => count.toLocaleString('sv-SE'),
      (count: number) => `${count.toLocaleString('en-GB')}.00`,
    ];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e10 }), fc.constantFrom(...ways), (count, write) => {
        assert.deepEqual(readCount(write(count)), { value: count });
      }),
    );
  });

  it('is asked about, or read, whatever is typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+.,' \d%/kKE()\t\n]{0,12}$/)), (text) => {
        const { value, question } = readCount(text);
        if (question) assert.match(sayQuestion(wordsFor('en'), question), /[.?]$/);
        else assert.ok(Number.isSafeInteger(value) && value >= 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('is quoted in short, in one line', () => {
    const { question } = readCount(`not\na number ${'x'.repeat(500)}`);
    assert.ok(question && 'typed' in question && typeof question.typed === 'string');
    assert.match(question.typed, /^not a number x+…$/);
    assert.equal(question.typed.length, 40);
  });
});

describe('an amount', () => {
  for (const [text, amount] of [
    ['12.5', 12.5],
    ['12,5', 12.5],
    ['1.204', 1.204],
    ['1,204.5', 1204.5],
    ['.5', 0.5],
    ['3:20', 3 + 1 / 3],
    ['12 min', 12],
    ['12m', 12],
  ] as const)
    it(`${text} is ${amount}`, () => {
      assert.deepEqual(readAmount(text), { value: amount });
    });

  it('is nothing below nought', () => {
    assert.equal(asked(readAmount('-2.5')), 'negative');
  });
});

describe('a worthwhile change', () => {
  for (const [text, change] of [
    ['+1.0 points', 0.01],
    ['1', 0.01],
    ['1 point', 0.01],
    ['1%', 0.01],
    ['1 %', 0.01],
    ['1 per cent', 0.01],
    ['1 percentage point', 0.01],
    ['0.5 pp', 0.005],
    ['1,5', 0.015],
    ['-2', 0.02],
    ['10 per 1,000', 0.01],
    ['10/1000', 0.01],
    ['1 in 100', 0.01],
    ['100', 1],
  ] as const)
    it(`${text} is ${change}`, () => {
      assert.deepEqual(readWorthwhile(text), { value: change });
    });

  for (const [text, about] of [
    ['', 'empty'],
    ['some', 'not_a_number'],
    ['0', 'no_change'],
    ['0.00 points', 'no_change'],
    ['1 in 0', 'too_large_change'],
    ['101', 'too_large_change'],
    ['1,000', 'too_large_change'],
    ['0 in 0', 'no_change'],
  ] as const)
    it(`${JSON.stringify(text)} is asked about: ${about}`, () => {
      assert.equal(asked(readWorthwhile(text)), about);
    });
});
