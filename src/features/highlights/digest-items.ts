import { cut } from '../../base/text.ts';
import { wordsOf } from '../../cards/highlights/card.ts';
import type { DigestItem } from '../../cards/highlights/digest.ts';
import type { Words } from '../../cards/words.ts';
import { isNearlySame } from '../../choosing/likeness.ts';
import type { HighlightContent } from '../../storage/tables/highlights.ts';
import type { Facts } from './facts.ts';
import type { Highlight } from './highlight.ts';
import { authorLabel, fromLine } from './labels.ts';

/** What a message of several highlights says of each. */

const longestBeginning = 280;

export function digestItem(words: Words, highlight: Highlight, facts: Facts): DigestItem {
  const home = facts.placeOf(highlight.home_id);
  return {
    highlight: highlight.id,
    author: authorLabel(words, highlight, facts),
    from: home ? fromLine(words, home) : '',
    text: beginningOf(highlight.content),
  };
}

export function beginningOf(content: HighlightContent | null): string {
  return content ? cut(wordsOf(content).replaceAll(/\s+/g, ' '), longestBeginning) : '';
}

/** In the order given, without those that say almost the same as an earlier one. */
export function withoutNearDuplicates<Item>(items: readonly Item[], textOf: (item: Item) => string): Item[] {
  const kept: Item[] = [];
  for (const item of items) {
    if (kept.every((other) => !isNearlySame(textOf(item), textOf(other)))) kept.push(item);
  }
  return kept;
}
