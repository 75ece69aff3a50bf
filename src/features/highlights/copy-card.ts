import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import { highlightCard } from '../../cards/highlights/card.ts';
import { channelDigestCard } from '../../cards/highlights/digest.ts';
import { wordsFor } from '../../cards/words.ts';
import type { Message } from '../../chat/message.ts';
import { findStanding } from '../../delivery/outbox.ts';
import { type Place, placeOf } from '../../people/places.ts';
import type { Database } from '../../storage/schema.ts';
import type { DeliveryId } from '../../storage/tables/delivery.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import { digestItem } from './digest-items.ts';
import { type Highlight, hearsThread } from './highlight.ts';
import { authorLabel, fromLine } from './labels.ts';
import { refreshReaderDigests } from './reader-digest.ts';
import { copiesOf } from './store/copies.ts';
import { highlightsIn } from './store/highlights.ts';

interface Standing extends Pick<HighlightsDeps, 'hearsThreads'> {
  readonly place: Place;
}

/** What stands in another channel: a highlight, or where one message a week was asked for, all of that week's. */
export async function copyCard(
  db: Kysely<Database>,
  highlights: readonly Highlight[],
  standing: Standing,
): Promise<Message | undefined> {
  const [highlight, ...others] = highlights.filter(({ content }) => content !== null);
  const words = wordsFor('en');
  const placeName = standing.place.name ?? words('highlights.place.here');
  if (!highlight) return undefined;
  if (others.length === 0) return singleCard(db, highlight, standing);
  const items = await Promise.all([highlight, ...others].map((each) => digestItem(db, words, each)));
  return channelDigestCard(words, { items, place: placeName });
}

async function singleCard(
  db: Kysely<Database>,
  highlight: Highlight,
  { place, hearsThreads }: Standing,
): Promise<Message | undefined> {
  const home = await placeOf(db, highlight.home_id);
  const { content, edited_at, agreed_at } = highlight;
  if (!home || !content) return undefined;
  const words = wordsFor('en');
  return highlightCard(words, {
    id: highlight.id,
    author: await authorLabel(db, words, highlight),
    kind: highlight.kind,
    ...content,
    from: fromLine(words, home),
    place: place.name ?? words('highlights.place.here'),
    hearsThread: hearsThread(place, { hearsThreads }),
    edited: edited_at !== null && agreed_at !== null && edited_at > agreed_at,
    useful: highlight.useful,
    ...(highlight.kind === 'note' && content.question && { note: highlight.source }),
  });
}

/** After an edit, a tap, or a change of what its home may be called: every copy follows, also those on their way. */
export async function refreshCopies(deps: HighlightsDeps, highlight: Highlight, moment: Moment): Promise<void> {
  const { trx } = moment;
  for (const { delivery_id: delivery, conversation_id } of await copiesOf(trx, highlight.id)) {
    const place = delivery && (await placeOf(trx, conversation_id));
    if (delivery && place) await refreshMessage(deps, { delivery, place }, moment);
  }
  await refreshReaderDigests(deps, highlight.id, moment);
}

/** One message as it should be now, of all the highlights in it; false where none is left. */
export async function refreshMessage(
  deps: HighlightsDeps,
  { delivery, place }: { delivery: DeliveryId; place: Place },
  { trx }: Moment,
): Promise<boolean> {
  const message = await copyCard(trx, await highlightsIn(trx, delivery), { ...deps, place });
  if (message) await showThere(deps, trx, delivery, message);
  return message !== undefined;
}

/** Changes what stands there, if it says anything else than before. */
export async function showThere(
  deps: Pick<HighlightsDeps, 'outbox'>,
  trx: Moment['trx'],
  delivery: DeliveryId,
  message: Message,
): Promise<void> {
  const standing = await findStanding(trx, delivery);
  // As it is kept: without what is absent.
  const kept: unknown = JSON.parse(JSON.stringify(message));
  if (!isDeepStrictEqual(standing?.message, kept)) await deps.outbox.update(trx, delivery, message);
}
