import { isDeepStrictEqual } from 'node:util';
import type { Message } from '../../chat/message.ts';
import { findAllStanding } from '../../delivery/outbox.ts';
import type { DeliveryId } from '../../storage/tables/delivery.ts';
import type { HighlightsDeps, Moment } from './deps.ts';

/** Changes what stands there, where it says anything else than before. */
export async function showAll(
  deps: Pick<HighlightsDeps, 'outbox'>,
  trx: Moment['trx'],
  messages: ReadonlyMap<DeliveryId, Message>,
): Promise<void> {
  const standing = await findAllStanding(trx, [...messages.keys()]);
  const changed = [...messages].filter(([id, message]) => {
    // As it is kept: without what is absent.
    const kept: unknown = JSON.parse(JSON.stringify(message));
    return !isDeepStrictEqual(standing.get(id)?.message, kept);
  });
  await deps.outbox.updateAll(trx, new Map(changed));
}

export function showThere(
  deps: Pick<HighlightsDeps, 'outbox'>,
  trx: Moment['trx'],
  delivery: DeliveryId,
  message: Message,
): Promise<void> {
  return showAll(deps, trx, new Map([[delivery, message]]));
}
