import { highlightCard } from '../../cards/highlights/card.ts';
import { channelDigestCard } from '../../cards/highlights/digest.ts';
import { wordsFor } from '../../cards/words.ts';
import type { ConversationId } from '../../chat/ids.ts';
import type { Message } from '../../chat/message.ts';
import type { Place } from '../../people/places.ts';
import type { DeliveryId } from '../../storage/tables/delivery.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import { digestItem } from './digest-items.ts';
import { type Facts, loadFacts } from './facts.ts';
import { type Highlight, hearsThread } from './highlight.ts';
import { authorLabel, fromLine } from './labels.ts';
import { refreshProposalsOf } from './proposals-card.ts';
import { refreshReaderDigests } from './reader-digest.ts';
import { showAll } from './showing.ts';
import { copiesOf } from './store/copies.ts';
import { highlightsIn } from './store/highlights.ts';

interface Standing extends Pick<HighlightsDeps, 'hearsThreads'> {
  readonly place: Place;
  readonly facts: Facts;
}

/** What stands in another channel: a highlight, or where one message a week was asked for, all of that week's. */
export function copyCard(highlights: readonly Highlight[], standing: Standing): Message | undefined {
  const [highlight, ...others] = highlights.filter(({ content }) => content !== null);
  const words = wordsFor('en');
  if (!highlight) return undefined;
  if (others.length === 0) return singleCard(highlight, standing);
  const items = [highlight, ...others].map((each) => digestItem(words, each, standing.facts));
  return channelDigestCard(words, { items, place: standing.place.name ?? words('highlights.place.here') });
}

function singleCard(highlight: Highlight, { place, facts, hearsThreads }: Standing): Message | undefined {
  const home = facts.placeOf(highlight.home_id);
  const { content, edited_at, agreed_at } = highlight;
  if (!home || !content) return undefined;
  const words = wordsFor('en');
  return highlightCard(words, {
    id: highlight.id,
    author: authorLabel(words, highlight, facts),
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

/** After an edit, a tap, or a change of what its home may be called: whatever speaks of it follows, also what is on its way. */
export async function refreshCopies(
  deps: HighlightsDeps,
  highlights: readonly Highlight[],
  moment: Moment,
): Promise<void> {
  const ids = highlights.map(({ id }) => id);
  const copies = await copiesOf(moment.trx, ids);
  await refreshMessages(
    deps,
    copies.flatMap(({ delivery_id: delivery, conversation_id: place }) => (delivery ? [{ delivery, place }] : [])),
    moment,
  );
  await refreshReaderDigests(deps, ids, moment);
  await refreshProposalsOf(deps, ids, moment);
}

interface StandingCopy {
  readonly delivery: DeliveryId;
  readonly place: ConversationId;
}

/** Messages as they should be now, of all the highlights in each; those in which none is left, which stay as they are. */
export async function refreshMessages(
  deps: HighlightsDeps,
  standing: readonly StandingCopy[],
  { trx }: Moment,
): Promise<DeliveryId[]> {
  const said = await highlightsIn(
    trx,
    standing.map(({ delivery }) => delivery),
  );
  const places = standing.map(({ place }) => place);
  const facts = await loadFacts(trx, [...said.values()].flat(), places);
  const messages = new Map<DeliveryId, Message>();
  for (const { delivery, place: id } of standing) {
    const place = facts.placeOf(id);
    const message = place && copyCard(said.get(delivery) ?? [], { ...deps, place, facts });
    if (message) messages.set(delivery, message);
  }
  await showAll(deps, trx, messages);
  return standing.flatMap(({ delivery }) => (messages.has(delivery) ? [] : [delivery]));
}
