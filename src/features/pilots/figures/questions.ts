import type { Words } from '../../../cards/words.ts';
import type { Share } from '../statistics/shares.ts';

/** What was read from what a person typed or pasted, or a kind question about it: their words stay in the box. */
export type Read<T> =
  | { readonly value: T; readonly question?: undefined }
  | { readonly value?: undefined; readonly question: Question };

export type Question =
  | { readonly about: 'empty' | 'of_none' }
  | { readonly about: PlainQuestion; readonly typed: string }
  | { readonly about: 'dot'; readonly typed: string; readonly thousands: number; readonly decimal: number }
  | { readonly about: 'rounded'; readonly typed: string; readonly meant: number }
  | { readonly about: 'two_numbers' | 'percent_of' | 'percent_differs'; readonly typed: string; readonly meant: Share }
  | { readonly about: 'more_than_all'; readonly typed: Share }
  | { readonly about: 'too_many'; readonly count: number; readonly most: number }
  | { readonly about: 'before_differs'; readonly atStart: Share; readonly now: Share };

type PlainQuestion =
  | 'not_a_number'
  | 'several'
  | 'one_or_many'
  | 'negative'
  | 'percent'
  | 'whole'
  | 'too_large'
  | 'both_halves'
  | 'columns'
  | 'total'
  | 'rating'
  | 'no_change'
  | 'too_large_change';

export function ask(about: PlainQuestion, typed: string): { readonly question: Question } {
  return { question: { about, typed: quoted(typed) } };
}

/** As it is repeated to the person: in one line, and not too long. */
export function quoted(typed: string): string {
  const inOneLine = typed.replace(/\s+/g, ' ').trim();
  return inOneLine.length > 40 ? `${inOneLine.slice(0, 39)}…` : inOneLine;
}

export function sayQuestion(words: Words, question: Question): string {
  switch (question.about) {
    case 'dot':
      return words('pilotFigures.dot', { ...question, whole: Math.floor(question.decimal) });
    case 'rounded':
      return words('pilotFigures.rounded', { ...question });
    case 'too_many':
      return words('pilotFigures.too_many', { ...question });
    case 'more_than_all':
      return words('pilotFigures.more_than_all', { ...question.typed });
    case 'before_differs':
      return words('pilotFigures.before_differs', {
        ...question.now,
        countAtStart: question.atStart.count,
        ofAtStart: question.atStart.of,
      });
    case 'two_numbers':
    case 'percent_of':
    case 'percent_differs':
      return words(`pilotFigures.${question.about}`, { typed: question.typed, ...question.meant });
    case 'empty':
    case 'of_none':
      return words(`pilotFigures.${question.about}`);
    default:
      return words(`pilotFigures.${question.about}`, { typed: question.typed });
  }
}
