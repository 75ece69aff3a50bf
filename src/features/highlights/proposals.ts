import type { Kysely } from 'kysely';
import { listOf } from '../../cards/dates.ts';
import { elsewhereForm, type ProposalView, proposalsCard } from '../../cards/highlights/proposals.ts';
import { wordsFor } from '../../cards/words.ts';
import type { ActionEvent, FormEvent } from '../../chat/event.ts';
import type { Message } from '../../chat/message.ts';
import { form, note, type Reply, replace } from '../../chat/reply.ts';
import { placesOf } from '../../people/places.ts';
import { findName } from '../../people/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { DeliveryId } from '../../storage/tables/delivery.ts';
import type { Handling } from '../feature.ts';
import { showThere } from './copy-card.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import { beginningOf } from './digest-items.ts';
import { findHighlight, lockHighlight } from './store/highlights.ts';
import { lockProposal, type Proposal, proposalsIn, settleProposal } from './store/proposals.ts';
import { askAuthor } from './suggest.ts';
import { choicesOf, describePlace, pickedOf, targetsFor } from './targets.ts';

/** What a host does with the week's proposals: ask the author, choose other channels, leave it. */

export async function proposalsMessage(db: Kysely<Database>, proposals: readonly Proposal[]): Promise<Message> {
  return proposalsCard(wordsFor('en'), await Promise.all(proposals.map((each) => viewOf(db, each))));
}

async function viewOf(db: Kysely<Database>, proposal: Proposal): Promise<ProposalView> {
  const words = wordsFor('en');
  const highlight = await findHighlight(db, proposal.highlight_id);
  const places = [...(await placesOf(db, proposal.channels)).values()];
  return {
    proposal: proposal.id,
    author: (highlight && (await findName(db, highlight.author_id))) || words('update.someone'),
    text: beginningOf(highlight?.content ?? null),
    places: listOf(places.map((place) => describePlace(words, place))),
    reason: proposal.reason,
    state: highlight?.content ? proposal.state : 'past',
  };
}

export async function refreshProposals(deps: HighlightsDeps, delivery: DeliveryId, { trx }: Moment): Promise<Message> {
  const message = await proposalsMessage(trx, await proposalsIn(trx, delivery));
  await showThere(deps, trx, delivery, message);
  return message;
}

/** [Ask the author] */
export async function askAbout(deps: HighlightsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const proposal = await lockProposal(handling.trx, event.values.proposal, event.person.id);
  return ask(deps, { proposal, channels: proposal?.channels ?? [] }, handling);
}

interface Asking {
  readonly proposal: Proposal | undefined;
  readonly channels: Proposal['channels'];
}

async function ask(deps: HighlightsDeps, { proposal, channels }: Asking, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const highlight = proposal && (await lockHighlight(trx, proposal.highlight_id));
  if (!proposal || highlight?.state !== 'noted' || !highlight.content) {
    return note(words('highlights.proposals.gone'));
  }
  const outcome = await askAuthor(deps, { highlight, by: proposal.host_id, channels }, handling);
  if (outcome !== 'asking') return note(words(`highlights.suggest.${outcome}`));
  return settle(deps, { proposal, state: 'asked' }, handling);
}

async function settle(
  deps: HighlightsDeps,
  { proposal, state }: { proposal: Proposal; state: 'asked' | 'dropped' },
  handling: Handling,
): Promise<Reply> {
  await settleProposal(handling.trx, proposal.id, state);
  if (!proposal.delivery_id) return note(handling.words(`highlights.proposals.${state}`));
  return replace(await refreshProposals(deps, proposal.delivery_id, handling));
}

/** [Leave it] */
export async function drop(deps: HighlightsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const proposal = await lockProposal(handling.trx, event.values.proposal, event.person.id);
  if (!proposal) return note(handling.words('highlights.proposals.gone'));
  return settle(deps, { proposal, state: 'dropped' }, handling);
}

/** [Elsewhere] */
export async function openElsewhere(event: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  const proposal = await lockProposal(trx, event.values.proposal, event.person.id);
  const highlight = proposal && (await findHighlight(trx, proposal.highlight_id));
  if (!proposal || !highlight?.content) return note(words('highlights.proposals.gone'));
  const targets = await targetsFor(trx, highlight);
  return form(
    elsewhereForm(words, {
      proposal: proposal.id,
      text: beginningOf(highlight.content),
      channels: choicesOf(words, targets),
      chosen: choicesOf(
        words,
        targets.filter(({ id }) => proposal.channels.includes(id)),
      ).map(({ value }) => value),
    }),
  );
}

export async function askElsewhere(deps: HighlightsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const proposal = await lockProposal(trx, event.state, event.person.id);
  const highlight = proposal && (await findHighlight(trx, proposal.highlight_id));
  if (!highlight) return note(words('highlights.proposals.gone'));
  const picked = pickedOf(await targetsFor(trx, highlight), event.inputs.channels);
  if (picked.length === 0) return note(words('highlights.consent.channelsEmpty'));
  return ask(deps, { proposal, channels: picked.map(({ place }) => place.id) }, handling);
}
