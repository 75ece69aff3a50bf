import { reasonInWords } from '../../cards/delivery-report.ts';
import { receiptCard } from '../../cards/leaving-cards.ts';
import type { Words } from '../../cards/words.ts';
import type { Message } from '../../chat/message.ts';
import type { HeldKind } from '../../storage/holding.ts';
import type { Erasure } from './store.ts';

/** What an erasure has done, as the person reads it. It holds no name. */

interface Receipt {
  readonly erasure: Pick<Erasure, 'removed' | 'left_over'>;
  /** Messages that are still being taken away. */
  readonly waiting: number;
}

export function receiptMessage(words: Words, { erasure, waiting }: Receipt): Message {
  return receiptCard(words, {
    removed: removedOf(erasure),
    waiting,
    leftOver: erasure.left_over.map(({ reason, count }) => ({ count, why: reasonInWords(words, reason).why })),
  });
}

export function removedOf({ removed }: Pick<Erasure, 'removed'>) {
  return Object.entries(removed)
    .map(([kind, count]) => ({ kind: kind as HeldKind, count }))
    .filter(({ count }) => count > 0);
}
