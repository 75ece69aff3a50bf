import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import { highlightCard } from '../../cards/highlight-card.ts';
import { wordsFor } from '../../cards/words.ts';
import type { Message } from '../../chat/message.ts';
import { findStanding } from '../../delivery/outbox.ts';
import { type Place, placeOf } from '../../people/places.ts';
import type { Database, DeliveryId } from '../../storage/schema.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import type { Highlight } from './highlight.ts';
import { authorLabel, fromLine } from './labels.ts';
import { copiesOf } from './store/copies.ts';

/** What stands in another channel. */

export async function copyCard(db: Kysely<Database>, highlight: Highlight, place: Place): Promise<Message | undefined> {
  const home = await placeOf(db, highlight.home_id);
  const { content } = highlight;
  if (!home || !content) return undefined;
  const words = wordsFor('en');
  return highlightCard(words, {
    id: highlight.id,
    author: await authorLabel(db, words, highlight),
    question: content.question,
    fields: content.fields,
    from: fromLine(words, home),
    place: place.name ?? words('highlights.place.here'),
    edited: highlight.edited_at !== null && highlight.agreed_at !== null && highlight.edited_at > highlight.agreed_at,
    useful: highlight.useful,
    ...(highlight.kind === 'note' && content.question && { note: highlight.source }),
  });
}

/** After an edit, a tap, or a change of what its home may be called: every copy follows, also those on their way. */
export async function refreshCopies(deps: HighlightsDeps, highlight: Highlight, { trx }: Moment): Promise<void> {
  for (const copy of await copiesOf(trx, highlight.id)) {
    const place = copy.delivery_id && (await placeOf(trx, copy.conversation_id));
    const message = place && (await copyCard(trx, highlight, place));
    if (copy.delivery_id && message) await showThere(deps, trx, copy.delivery_id, message);
  }
}

/** Changes what stands there, if it says anything else than before. */
export async function showThere(
  deps: HighlightsDeps,
  trx: Moment['trx'],
  delivery: DeliveryId,
  message: Message,
): Promise<void> {
  const standing = await findStanding(trx, delivery);
  // As it is kept: without what is absent.
  const kept: unknown = JSON.parse(JSON.stringify(message));
  if (!isDeepStrictEqual(standing?.message, kept)) await deps.outbox.update(trx, delivery, message);
}
