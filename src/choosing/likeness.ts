import { termsOf } from '../talk-graph/terms.ts';

/** What people of each place have read, or are about to. */
export interface Readings {
  add(place: string, text: string): void;
  hasNearlySame(place: string, text: string): boolean;
}

/** Two texts of which so great a part of all their words is common say nearly the same. */
const nearlySame = 0.6;

export function createReadings(): Readings {
  const known = new Map<string, ReadonlySet<string>>();
  const read = new Map<string, ReadonlySet<string>[]>();

  function wordsOf(text: string): ReadonlySet<string> {
    const words = known.get(text) ?? new Set(termsOf(text));
    known.set(text, words);
    return words;
  }

  return {
    add(place, text) {
      read.set(place, [...(read.get(place) ?? []), wordsOf(text)]);
    },
    hasNearlySame: (place, text) => (read.get(place) ?? []).some((each) => areNearlySame(wordsOf(text), each)),
  };
}

export function isNearlySame(one: string, other: string): boolean {
  return areNearlySame(new Set(termsOf(one)), new Set(termsOf(other)));
}

/** By Jaccard's measure over the words of both; texts without words are like nothing. */
function areNearlySame(words: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  const common = [...words].filter((word) => others.has(word)).length;
  const all = words.size + others.size - common;
  return all > 0 && common / all >= nearlySame;
}
