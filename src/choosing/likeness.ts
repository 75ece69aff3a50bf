import { termsOf } from '../talk-graph/terms.ts';

/** Something that people of a place have read, or are about to. */
export interface Read {
  readonly place: string;
  readonly text: string;
}

/** Two texts of which so great a part of all their words is common say nearly the same. */
const nearlySame = 0.6;

export function isNearDuplicate(text: string, place: string, read: readonly Read[]): boolean {
  return read.some((each) => each.place === place && isNearlySame(text, each.text));
}

/** By Jaccard's measure over the words of both; texts without words are like nothing. */
export function isNearlySame(one: string, other: string): boolean {
  const [words, others] = [new Set(termsOf(one)), new Set(termsOf(other))];
  const common = [...words].filter((word) => others.has(word)).length;
  const all = words.size + others.size - common;
  return all > 0 && common / all >= nearlySame;
}
