import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createWordIndex } from '../../src/talk-graph/word-index.ts';
import { near } from '../support/near.ts';

describe('the word index', () => {
  it('scores by BM25 with k1 1.2 and b 0.75', () => {
    const index = createWordIndex();
    index.add(0, ['rent', 'arrears']);
    index.add(1, ['rent', 'survey', 'survey', 'wording']);
    const [best, ...others] = index.nearest(['survey'], 10);
    // ln(1 + 1.5 / 1.5) * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 4 / 3))
    assert.deepEqual([best?.document, others], [1, []]);
    near(best?.score, (Math.LN2 * 4.4) / 3.5);
  });

  it('counts a term of the question twice at most', () => {
    const index = createWordIndex();
    index.add(0, ['survey']);
    index.add(1, ['rent']);
    const [twice, often] = [2, 9].map((times) => index.nearest(Array(times).fill('survey'), 1)[0]?.score ?? 0);
    assert.equal(often, twice);
  });

  it('takes a document that grows as if it had come at once', () => {
    const word = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const texts = fc.array(fc.array(word, { maxLength: 8 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1, maxLength: 5 }), fc.array(word), (documents, question) => {
        const [growing, atOnce] = [createWordIndex(), createWordIndex()];
        for (const [document, pieces] of documents.entries()) {
          for (const piece of pieces) growing.add(document, piece);
          atOnce.add(document, pieces.flat());
        }
        const [one, other] = [growing.nearest(question, 10), atOnce.nearest(question, 10)];
        assert.equal(one.length, other.length);
        const scores = new Map(other.map(({ document, score }) => [document, score]));
        for (const { document, score } of one) near(scores.get(document), score);
      }),
    );
  });

  it('forgets old documents as if they had never been', () => {
    const [index, fresh] = [createWordIndex(), createWordIndex()];
    const words = ['rent', 'survey', 'repairs'];
    for (let document = 0; document < 100; document++) {
      const terms = [words[document % 3] ?? '', words[document % 2] ?? ''];
      index.add(document, terms);
      if (document >= 70) fresh.add(document - 70, terms);
    }
    index.forget(70);
    const [left, expected] = [index.nearest(['rent', 'repairs'], 100), fresh.nearest(['rent', 'repairs'], 100)];
    assert.deepEqual(
      left.map(({ document }) => document - 70),
      expected.map(({ document }) => document),
    );
    near(left[0]?.score, expected[0]?.score ?? 0);
    index.add(3, ['rent']);
    assert.equal(
      index.nearest(['rent'], 100).some(({ document }) => document === 3),
      false,
      'what is forgotten stays so',
    );
  });

  it('finds nothing in nothing, and nothing for words it never met', () => {
    const index = createWordIndex();
    assert.deepEqual(index.nearest(['rent'], 5), []);
    index.add(0, ['rent']);
    assert.deepEqual(index.nearest(['survey'], 5), []);
    assert.deepEqual(index.nearest([], 5), []);
  });

  it('names what documents have in common with a text, the rarest first', () => {
    const index = createWordIndex();
    for (let document = 0; document < 4; document++)
      index.add(document, ['rent', document === 3 ? 'survey' : 'repairs']);
    assert.deepEqual(index.commonTerms(['rent', 'survey', 'garden'], [2, 3]), ['survey', 'rent']);
  });
});
