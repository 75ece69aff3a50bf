import type { Kysely } from 'kysely';
import { listOf } from '../../cards/dates.ts';
import { type ProposalView, proposalsCard } from '../../cards/highlights/proposals.ts';
import { wordsFor } from '../../cards/words.ts';
import type { Message } from '../../chat/message.ts';
import type { Database } from '../../storage/schema.ts';
import type { DeliveryId } from '../../storage/tables/delivery.ts';
import type { HighlightId } from '../../storage/tables/highlights.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import { beginningOf } from './digest-items.ts';
import { type Facts, loadFacts } from './facts.ts';
import type { Highlight } from './highlight.ts';
import { showAll } from './showing.ts';
import { findHighlights } from './store/highlights.ts';
import { messagesProposing, type Proposal, proposalsIn } from './store/proposals.ts';
import { describePlace } from './targets.ts';

/** A host's message of the week: what could be of use elsewhere, and what came of each. */

/** Each of some proposals in their message. */
export async function proposalMessages(
  db: Kysely<Database>,
  messages: readonly (readonly Proposal[])[],
): Promise<Message[]> {
  const proposals = messages.flat();
  const highlights = await findHighlights(
    db,
    proposals.map(({ highlight_id }) => highlight_id),
  );
  const places = proposals.flatMap(({ channels }) => channels);
  const facts = await loadFacts(db, [...highlights.values()], places);
  return messages.map((each) =>
    proposalsCard(
      wordsFor('en'),
      each.map((proposal) => viewOf(proposal, highlights.get(proposal.highlight_id), facts)),
    ),
  );
}

function viewOf(proposal: Proposal, highlight: Highlight | undefined, { nameOf, placeOf }: Facts): ProposalView {
  const words = wordsFor('en');
  const places = proposal.channels.flatMap((id) => placeOf(id) ?? []);
  // The reason says what the words are about: where they are withdrawn, so is that.
  const content = highlight?.content ?? null;
  return {
    proposal: proposal.id,
    author: (highlight && content && nameOf(highlight.author_id)) || words('update.someone'),
    text: beginningOf(content),
    places: listOf(places.map((place) => describePlace(words, place))),
    reason: content ? proposal.reason : '',
    state: content ? proposal.state : 'past',
  };
}

/** Brings these messages up to date; as they read now. */
export async function refreshProposals(
  deps: HighlightsDeps,
  deliveries: readonly DeliveryId[],
  { trx }: Moment,
): Promise<ReadonlyMap<DeliveryId, Message>> {
  if (deliveries.length === 0) return new Map();
  const proposals = await proposalsIn(trx, deliveries);
  const messages = await proposalMessages(
    trx,
    deliveries.map((id) => proposals.get(id) ?? []),
  );
  const shown = new Map(deliveries.flatMap((id, index) => (messages[index] ? [[id, messages[index]] as const] : [])));
  await showAll(deps, trx, shown);
  return shown;
}

/** A host reads the beginning of the words: where they change or go, they do there. */
export async function refreshProposalsOf(
  deps: HighlightsDeps,
  highlights: readonly HighlightId[],
  moment: Moment,
): Promise<void> {
  await refreshProposals(deps, await messagesProposing(moment.trx, highlights), moment);
}
