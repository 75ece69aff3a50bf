import { listOf } from '../dates.ts';
import type { Words } from '../words.ts';

/** Why a highlight is suggested to a place; `choosing/reason.ts` finds it. */
export type ReasonView =
  | { readonly kind: 'chance' }
  | {
      readonly kind: 'cares';
      readonly threads: number;
      readonly about: readonly string[];
      readonly hears: 'nothing-for-weeks' | 'never' | 'rarely' | 'now-and-then';
      readonly weeks: number;
    };

const hearing = {
  'nothing-for-weeks': 'NothingForWeeks',
  never: 'Never',
  rarely: 'Rarely',
  'now-and-then': '',
} as const;

/** One plain sentence; `from` and `to` are the places as their reader knows them. */
export function reasonSentence(words: Words, reason: ReasonView, { from, to }: { from: string; to: string }): string {
  if (reason.kind === 'chance') return words('matching.chance');
  const { threads: count, about } = reason;
  const named = { from, to, threads: numberInWords(words, count), weeks: numberInWords(words, reason.weeks) };
  const heard = hearing[reason.hears];
  if (count === 0) return words(`matching.lively${heard}`, named);
  if (about.length === 0) return words(`matching.like${heard}`, { ...named, count });
  return words(`matching.about${heard}`, { ...named, count, about: listOf(about, words('pages.language')) });
}

const smallNumbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'] as const;

function numberInWords(words: Words, count: number): string {
  const small = smallNumbers[count - 1];
  return small ? words(`matching.numbers.${small}`) : String(count);
}
