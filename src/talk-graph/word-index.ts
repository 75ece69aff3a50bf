import { createNumbering } from './numbering.ts';
import { grown } from './typed-arrays.ts';

export interface Near {
  readonly document: number;
  readonly score: number;
}

/** Documents that grow and are forgotten, and which of them are nearest to a text: Okapi BM25. */
export interface WordIndex {
  /** A document may come again: it has grown. Documents are numbered in the order of their first coming. */
  add(document: number, terms: readonly string[]): void;
  /** All before this one. */
  forget(before: number): void;
  /** The best first, at most `limit`. */
  nearest(terms: readonly string[], limit: number): Near[];
  /** Those of the terms that stand in some of the documents, weighed by their rarity, the heaviest first. */
  commonTerms(terms: readonly string[], documents: readonly number[]): string[];
}

/** Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009. */
const k1 = 1.2;
const b = 0.75;
/** A term of the question counts at most this often. */
const mostInQuestion = 2;
/** As often as a term of a document is counted; beyond it BM25 hardly rises. Four bits. */
const mostInDocument = 15;
/** Forgotten documents may make up this part of the lists before they are cleared out. */
const mostForgotten = 0.2;

/**
 * An entry says that a document's count of a term went from one number to another: a document that grows gets a second
 * entry, and the contributions of both add up to that of its present count. Small integers, for the loop that reads
 * hundreds of thousands of them; hence documents are counted from `base`.
 */
const packed = (place: number, from: number, to: number): number => (place << 8) | (from << 4) | to;
/** More cannot be numbered in an entry; the older ones must be forgotten. */
export const mostDocuments = 2 ** 22;

export function createWordIndex(): WordIndex {
  const vocabulary = createNumbering();
  const entries: number[][] = [];
  const documentsWith: number[] = [];
  /** Per document its terms, packed as `term << 4 | count`. */
  const contents: (Int32Array | undefined)[] = [];
  let lengths = new Float64Array(0);
  let scores = new Float64Array(0);
  let first = 0;
  let base = 0;
  let known = 0;
  let totalLength = 0;

  function countsOf(document: number): Map<number, number> {
    return new Map(Array.from(contents[document] ?? [], (each) => [each >> 4, each & 15]));
  }

  function record(term: number, document: number, from: number, to: number): void {
    if (from === 0) documentsWith[term] = (documentsWith[term] ?? 0) + 1;
    const entry = packed(document - base, from, to);
    const list = entries[term];
    if (list) list.push(entry);
    else entries[term] = [entry];
  }

  function begin(document: number, terms: readonly string[]): Int32Array {
    known++;
    const counts = countTerms(terms, vocabulary.of);
    const content = new Int32Array(counts.size);
    let place = 0;
    counts.forEach((count, term) => {
      const to = Math.min(count, mostInDocument);
      record(term, document, 0, to);
      content[place++] = (term << 4) | to;
    });
    return content;
  }

  function grow(document: number, terms: readonly string[]): Int32Array {
    const counts = countsOf(document);
    countTerms(terms, vocabulary.of).forEach((added, term) => {
      const from = counts.get(term) ?? 0;
      const to = Math.min(from + added, mostInDocument);
      if (to === from) return;
      record(term, document, from, to);
      counts.set(term, to);
    });
    return Int32Array.from(counts, ([term, count]) => (term << 4) | count);
  }

  function forgetOne(document: number): void {
    const content = contents[document];
    if (!content) return;
    for (const each of content) {
      const term = each >> 4;
      documentsWith[term] = (documentsWith[term] ?? 0) - 1;
    }
    totalLength -= lengths[document] ?? 0;
    known--;
    contents[document] = undefined;
  }

  function clearOut(): void {
    const least = packed(first - base, 0, 0);
    entries.forEach((list, term) => {
      entries[term] = list.filter((entry) => entry >= least).map((entry) => entry - least);
    });
    base = first;
  }

  function addScores(term: number, weight: number): void {
    const list = entries[term] ?? [];
    const least = packed(first - base, 0, 0);
    const perTerm = (k1 * b * known) / totalLength;
    // What the loop reads again and again, at hand.
    const [start, sums, sizes] = [base, scores, lengths];
    for (let index = 0; index < list.length; index++) {
      const entry = list[index] ?? 0;
      if (entry < least) continue;
      const document = start + (entry >> 8);
      const norm = k1 * (1 - b) + perTerm * (sizes[document] ?? 0);
      const to = entry & 15;
      const from = (entry >> 4) & 15;
      const gain = to / (to + norm) - (from === 0 ? 0 : from / (from + norm));
      sums[document] = (sums[document] ?? 0) + weight * gain;
    }
  }

  function rarityOf(term: number): number {
    const having = documentsWith[term] ?? 0;
    return Math.log(1 + (known - having + 0.5) / (having + 0.5));
  }

  /** Takes the scores out, so that they are 0 again. */
  function takeBest(limit: number): Near[] {
    const best: Near[] = [];
    const [sums, end] = [scores, contents.length];
    let least = 0;
    for (let document = first; document < end; document++) {
      const score = sums[document] ?? 0;
      if (score <= least) continue;
      insert(best, { document, score }, limit);
      if (best.length === limit) least = best.at(-1)?.score ?? 0;
    }
    sums.fill(0, first, end);
    return best;
  }

  return {
    add(document, terms) {
      if (document < first || terms.length === 0) return;
      while (contents.length < document) contents.push(undefined);
      contents[document] = contents[document] ? grow(document, terms) : begin(document, terms);
      lengths = grown(lengths, document + 1);
      scores = grown(scores, document + 1);
      lengths[document] = (lengths[document] ?? 0) + terms.length;
      totalLength += terms.length;
    },
    forget(before) {
      for (; first < before; first++) forgetOne(first);
      if (first - base > mostForgotten * (contents.length - base)) clearOut();
    },
    nearest(terms, limit) {
      for (const [term, count] of countTerms(terms, vocabulary.find)) {
        addScores(term, Math.min(count, mostInQuestion) * rarityOf(term) * (k1 + 1));
      }
      return takeBest(limit);
    },
    commonTerms(terms, documents) {
      const weights = new Map<number, number>();
      const asked = countTerms(terms, vocabulary.find);
      for (const term of documents.flatMap((document) => [...countsOf(document).keys()])) {
        if (asked.has(term)) weights.set(term, (weights.get(term) ?? 0) + rarityOf(term));
      }
      return [...weights]
        .sort((one, other) => other[1] - one[1] || one[0] - other[0])
        .map(([term]) => vocabulary.idOf(term));
    },
  };
}

function countTerms(terms: readonly string[], number: (term: string) => number | undefined): Map<number, number> {
  const counts = new Map<number, number>();
  for (const each of terms) {
    const term = number(each);
    if (term !== undefined) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return counts;
}

function insert(best: Near[], near: Near, limit: number): void {
  if (best.length === limit) best.pop();
  let place = best.length;
  while (place > 0 && (best[place - 1]?.score ?? 0) < near.score) place--;
  best.splice(place, 0, near);
}
