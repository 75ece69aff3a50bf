import assert from 'node:assert/strict';
import fc from 'fast-check';
import { keysFor, keysOf, wordsIn } from '../../../src/features/pilots/search-keys.ts';

const finds = (asked: string, text: string): boolean => {
  const keys = new Set(keysOf(text, 200));
  return wordsIn(asked).some((word) => keysFor(word).some((key) => keys.has(key)));
};

describe('the keys that words are found by', () => {
  it('are the words without accents, case and what says nothing', () => {
    assert.deepEqual(wordsIn('The Café: E-mail, and 3 polls!'), ['cafe', 'e', 'mail', 'email', '3', 'polls']);
    assert.deepEqual(wordsIn('of the and'), []);
    assert.deepEqual(wordsIn('тест 試験'), ['тест', '試験']);
  });

  it('find a word in spite of one letter too few, too many, wrong or swapped, and by its beginning', () => {
    for (const typed of [
      'newsletter',
      'newsleter',
      'newslettter',
      'newslatter',
      'newsletetr',
      'NEWSLETTER',
      'news',
      'newslett',
    ]) {
      assert.ok(finds(typed, 'Our newsletter for residents'), typed);
    }
    for (const typed of ['letters', 'nwlttr', 'bulletin', 'resi']) {
      assert.equal(finds(typed, 'Our newsletter'), false, typed);
    }
    assert.ok(finds('email', 'E-mail newsletter'));
    assert.ok(finds('e-mail', 'email newsletter'));
  });

  it('forgive no error in short words', () => {
    assert.equal(finds('map', 'cap'), false);
    assert.ok(finds('map', 'a map'));
  });

  it('are found after any single slip, in any script', () => {
    const word = fc.array(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzäßéñçжщ'.split('')), {
      minLength: 5,
      maxLength: 20,
    });
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom('drop', 'double', 'swap', 'change'), (letters, where, slip) => {
        const at = where % (letters.length - 1);
        const [one = '', two = ''] = [letters[at], letters[at + 1]];
        const slipped = {
          drop: letters.toSpliced(at, 1),
          double: letters.toSpliced(at, 0, one),
          swap: letters.toSpliced(at, 2, two, one),
          change: letters.toSpliced(at, 1, 'x'),
        }[slip];
        const text = letters.join('');
        fc.pre(wordsIn(text).length === 1 && wordsIn(slipped.join('')).length === 1);
        return finds(slipped.join(''), `some ${text} here`);
      }),
      { numRuns: 500 },
    );
  });

  it('are bounded, however long the text', () => {
    const text = Array.from({ length: 50_000 }, (_, at) => `word${at}`).join(' ');
    assert.ok(keysOf(text, 250).length < 250 * 20);
    assert.ok(keysFor('x'.repeat(100_000)).length > 0);
    assert.ok(wordsIn('x'.repeat(100_000)).every((word) => word.length <= 30));
  });
});
