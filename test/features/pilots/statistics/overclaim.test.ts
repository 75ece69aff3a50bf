import assert from 'node:assert/strict';
import { wordsFor } from '../../../../src/cards/words.ts';
import { findOverclaim, sayOverclaim } from '../../../../src/features/pilots/statistics/overclaim.ts';

const claims: readonly (readonly [summary: string, said: string])[] = [
  ['The Q&A caused more clicks.', 'caused'],
  ['Questions proved that people scan for answers.', 'proved'],
  ['It is proven: shorter is better.', 'proven'],
  ['Clicks went up significantly', 'significantly'],
  ['A statistically significant rise.', 'statistically significant'],
  ['The new layout drove clicks up.', 'drove'],
  ['The checklist drove a rise in bookings.', 'drove'],
  ['Because of this, clicks went up.', 'Because of this'],
  ['Clicks rose because of the new format', 'because of the'],
  ['Clicks rose because of this pilot.', 'because of this'],
  ['THIS CAUSED IT', 'CAUSED'],
  ['We never expected it, but the Q&A caused more clicks.', 'caused'],
  ['It not only looked nicer, it caused more replies.', 'caused'],
  ['Snow fell in week 2. The Q&A caused more clicks.', 'caused'],
  ['A shorter subject line causes people to click.', 'causes'],
];

const fair: readonly string[] = [
  'Clicks went up while we did this.',
  'Clicks fell because of the holiday.',
  'Clicks fell because of the bank holiday, I think.',
  'Fewer people clicked because of this week’s strike.',
  'The election notice caused the dip in week 2.',
  'The dip was caused by the bank holiday.',
  "We can't say what caused it.",
  'Nothing here is proved.',
  'It may have caused a few more clicks, or not.',
  'Not significantly different.',
  'What caused the rise?',
  'The new wording caused confusion at first.',
  'It caused a few complaints.',
  'The form proved tricky to set up.',
  'Questions proved popular with the contact centre.',
  'Writing it took significantly more work.',
  'I drove to Cardiff with the leaflets.',
  'Because people scan for answers, I tried questions.',
  'It did not cause harm because everyone knew.',
  'For a good cause.',
  'Improved! Approved by the editor.',
  '',
];

describe('a summary that says more than before and after can show', () => {
  for (const [summary, said] of claims)
    it(`"${summary}"`, () => {
      for (const design of ['before_after', 'usual_range', 'look_and_learn'] as const) {
        const found = findOverclaim(summary, design);
        assert.equal(found?.said, said);
        assert.equal(summary.slice(found?.start, found?.end), said);
      }
    });

  for (const summary of fair)
    it(`lets "${summary}" pass`, () => {
      assert.equal(findOverclaim(summary, 'before_after'), undefined);
    });

  it('may say "caused" of random halves, but nothing of everyone', () => {
    assert.equal(findOverclaim('The Q&A caused more clicks.', 'split'), undefined);
    assert.equal(findOverclaim('Questions work better for everyone.', 'split')?.about, 'everyone');
    assert.equal(findOverclaim('Questions always work.', 'split')?.said, 'always work');
    assert.equal(findOverclaim('We always send on Fridays.', 'split'), undefined);
    assert.equal(findOverclaim('It did not work for everyone.', 'split'), undefined);
  });

  it('has no decimals of a few items', () => {
    assert.equal(findOverclaim('Comments were 23.4% higher.', 'usual_range')?.said, '23.4%');
    assert.equal(findOverclaim('Comments were 23.4% higher.', 'before_after'), undefined);
    assert.equal(findOverclaim('Comments rose by 23,4 %', 'usual_range')?.said, '23,4 %');
    assert.equal(findOverclaim('An uplift of 23.4 per cent', 'usual_range')?.said, '23.4 per cent');
    assert.equal(findOverclaim('Above the usual range of 4.1% to 6.2%.', 'usual_range'), undefined);
    assert.equal(findOverclaim('Nearly all were higher, 9 of 10.', 'usual_range'), undefined);
  });

  it('finds the first of several', () => {
    assert.equal(findOverclaim('It proved a point and caused a rise.', 'before_after')?.said, 'proved');
  });

  it('is asked about kindly', () => {
    const words = wordsFor('en');
    const overclaim = findOverclaim('The Q&A caused more clicks.', 'before_after');
    assert.ok(overclaim);
    assert.match(sayOverclaim(words, overclaim, 'up'), /^Did you mean 'went up while'\? You wrote 'caused'/);
    assert.match(sayOverclaim(words, overclaim, 'down'), /'went down while'/);
  });
});
