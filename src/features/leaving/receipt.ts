import { reasonInWords } from '../../cards/delivery-report.ts';
import { type HeldCount, receiptCard, type Vacancy } from '../../cards/leaving/cards.ts';
import type { Words } from '../../cards/words.ts';
import type { Message } from '../../chat/message.ts';
import type { Holding } from '../../storage/holding.ts';
import type { Erasure } from './store.ts';

/** What an erasure has done, as the person reads it. It holds no name. */

interface Receipt {
  readonly erasure: Pick<Erasure, 'removed' | 'left_over'>;
  readonly holdings: readonly Holding[];
  readonly vacancies: readonly Vacancy[];
  /** Messages that are still being taken away. */
  readonly waiting: number;
}

export function receiptMessage(words: Words, { erasure, holdings, vacancies, waiting }: Receipt): Message {
  return receiptCard(words, {
    removed: removedOf(erasure, holdings),
    waiting,
    vacancies,
    leftOver: erasure.left_over.map(({ reason, count }) => ({ count, why: reasonInWords(words, reason).why })),
  });
}

/** In the order in which people see what is held of them. */
export function removedOf({ removed }: Pick<Erasure, 'removed'>, holdings: readonly Holding[]): HeldCount[] {
  const kinds = [...new Set(holdings.map(({ kind }) => kind))];
  return kinds.map((kind) => ({ kind, count: removed[kind] ?? 0 })).filter(({ count }) => count > 0);
}
