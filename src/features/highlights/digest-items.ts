import type { Kysely } from 'kysely';
import { cut } from '../../base/text.ts';
import { wordsOf } from '../../cards/highlight-card.ts';
import type { DigestItem } from '../../cards/highlight-digest.ts';
import type { Words } from '../../cards/words.ts';
import { placeOf } from '../../people/places.ts';
import type { Database, HighlightContent } from '../../storage/schema.ts';
import type { Highlight } from './highlight.ts';
import { authorLabel, fromLine } from './labels.ts';

/** What a message of several highlights says of each. */

const longestBeginning = 280;

export async function digestItem(db: Kysely<Database>, words: Words, highlight: Highlight): Promise<DigestItem> {
  const home = await placeOf(db, highlight.home_id);
  return {
    highlight: highlight.id,
    author: await authorLabel(db, words, highlight),
    from: home ? fromLine(words, home) : '',
    text: beginningOf(highlight.content),
  };
}

export function beginningOf(content: HighlightContent | null): string {
  return content ? cut(wordsOf(content).replaceAll(/\s+/g, ' '), longestBeginning) : '';
}

/** In the order given, without those that say almost the same as an earlier one. */
export function withoutNearDuplicates<Item>(items: readonly Item[], textOf: (item: Item) => string): Item[] {
  const kept: { item: Item; shingles: ReadonlySet<string> }[] = [];
  for (const item of items) {
    const shingles = shinglesOf(textOf(item));
    if (kept.every((other) => likeness(shingles, other.shingles) < nearDuplicate)) kept.push({ item, shingles });
  }
  return kept.map(({ item }) => item);
}

/** Jaccard likeness of word triples, from which on two texts are the same to a reader. */
const nearDuplicate = 0.5;

function shinglesOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length < 3) return new Set([words.join(' ')]);
  return new Set(words.slice(2).map((_, at) => words.slice(at, at + 3).join(' ')));
}

function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((each) => other.has(each)).length;
  return shared === 0 ? 0 : shared / (one.size + other.size - shared);
}
