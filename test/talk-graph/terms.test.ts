import assert from 'node:assert/strict';
import { termsOf, writtenIn } from '../../src/talk-graph/terms.ts';

describe('terms', () => {
  const cases: Readonly<Record<string, [text: string, terms: readonly string[]]>> = {
    'words without case': ['The Survey, the survey.', ['the', 'survey', 'the', 'survey']],
    'words joined in one': ['surveyWording', ['surveywording', 'survey', 'wording']],
    'words joined by a line': ['rent_arrears', ['rent_arrears', 'rent', 'arrears']],
    'numbers of three digits and more': ['in 2026 12 of 118', ['2026', '118']],
    'accents as without': ['Café naïve', ['cafe', 'naive']],
    Welsh: ['Arolwg tŷ', ['arolwg']],
    'scripts without spaces by two letters': ['調査票', ['調査', '査票']],
    Hindi: ['सर्वेक्षण', ['सर्वेक्षण']],
    'nothing in punctuation': ['?! ... ,', []],
    'nothing in nothing': ['', []],
  };
  for (const [what, [text, terms]] of Object.entries(cases))
    it(`are ${what}`, () => assert.deepEqual(termsOf(text), terms));

  it('can be shown as they were written', () => {
    assert.equal(writtenIn('Which SURVEY wording?', 'survey'), 'SURVEY');
    assert.equal(writtenIn('nothing here', 'survey'), 'survey');
  });
});
