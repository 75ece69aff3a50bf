import assert from 'node:assert/strict';
import { cut, isBlank, lengthOf } from '../../src/base/text.ts';

describe('text as people see it', () => {
  it('is blank where nothing shows', () => {
    for (const text of ['', ' \n\t', '\u200b\u2060', '\u202e', '\u3164', '\u2800']) assert.ok(isBlank(text));
    for (const text of ['.', '\u200bx', '👍']) assert.ok(!isBlank(text));
  });

  it('is as long as people count', () => {
    assert.equal(lengthOf('ab'), 2);
    assert.equal(lengthOf('👩‍👩‍👧'), 1);
    assert.equal(lengthOf('e\u0301'), 1);
  });

  it('is cut between characters, never longer than asked', () => {
    assert.equal(cut('abc', 3), 'abc');
    assert.equal(cut('abcd', 3), 'ab…');
    assert.equal(cut('👩‍👩‍👧👍👍', 3), '👩‍👩‍👧👍👍');
    assert.equal(cut('👩‍👩‍👧👍👍👍', 3), '👩‍👩‍👧👍…');
    assert.equal(lengthOf(cut('x'.repeat(1_000_000), 40)), 40);
  });
});
