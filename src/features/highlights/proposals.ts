import { elsewhereForm } from '../../cards/highlights/proposals.ts';
import type { ActionEvent, FormEvent } from '../../chat/event.ts';
import type { PersonId } from '../../chat/ids.ts';
import { form, note, type Reply, replace } from '../../chat/reply.ts';
import type { Handling } from '../feature.ts';
import type { HighlightsDeps } from './deps.ts';
import { beginningOf } from './digest-items.ts';
import type { Highlight } from './highlight.ts';
import { refreshProposals } from './proposals-card.ts';
import { lockHighlight } from './store/locks.ts';
import { findProposal, type Proposal, settleProposal } from './store/proposals.ts';
import { askAuthor } from './suggest.ts';
import { choicesOf, pickedOf, targetsFor } from './targets.ts';

/** What a host does with the week's proposals: ask the author, choose other channels, leave it. */

interface Proposed {
  readonly proposal: Proposal;
  readonly highlight: Highlight;
}

/** The host's own that is open still, its highlight locked first as always. */
async function lockProposed({ trx }: Handling, id: string | undefined, host: PersonId): Promise<Proposed | undefined> {
  const highlight = await lockHighlight(trx, (await findProposal(trx, id, host))?.highlight_id);
  const proposal = highlight && (await findProposal(trx, id, host));
  return proposal && { proposal, highlight };
}

/** [Ask the author] */
export async function askAbout(deps: HighlightsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const proposed = await lockProposed(handling, event.values.proposal, event.person.id);
  return ask(deps, { proposed, channels: proposed?.proposal.channels ?? [] }, handling);
}

interface Asking {
  readonly proposed: Proposed | undefined;
  readonly channels: Proposal['channels'];
}

async function ask(deps: HighlightsDeps, { proposed, channels }: Asking, handling: Handling): Promise<Reply> {
  const { words } = handling;
  if (proposed?.highlight.state !== 'noted' || !proposed.highlight.content) {
    return note(words('highlights.proposals.gone'));
  }
  const { proposal, highlight } = proposed;
  const outcome = await askAuthor(deps, { highlight, by: proposal.host_id, channels }, handling);
  if (outcome !== 'asking') return note(words(`highlights.suggest.${outcome}`));
  return settle(deps, { proposal, state: 'asked' }, handling);
}

async function settle(
  deps: HighlightsDeps,
  { proposal, state }: { proposal: Proposal; state: 'asked' | 'dropped' },
  handling: Handling,
): Promise<Reply> {
  const { id, delivery_id: delivery } = proposal;
  await settleProposal(handling.trx, id, state);
  const message = delivery && (await refreshProposals(deps, [delivery], handling)).get(delivery);
  return message ? replace(message) : note(handling.words(`highlights.proposals.${state}`));
}

/** [Leave it] */
export async function drop(deps: HighlightsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const proposed = await lockProposed(handling, event.values.proposal, event.person.id);
  if (!proposed) return note(handling.words('highlights.proposals.gone'));
  return settle(deps, { proposal: proposed.proposal, state: 'dropped' }, handling);
}

/** [Elsewhere] */
export async function openElsewhere(event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const proposed = await lockProposed(handling, event.values.proposal, event.person.id);
  if (!proposed?.highlight.content) return note(words('highlights.proposals.gone'));
  const { proposal, highlight } = proposed;
  const targets = await targetsFor(trx, highlight);
  const proposedTargets = targets.filter(({ id }) => proposal.channels.includes(id));
  return form(
    elsewhereForm(words, {
      proposal: proposal.id,
      text: beginningOf(highlight.content),
      channels: choicesOf(words, targets),
      chosen: choicesOf(words, proposedTargets).map(({ value }) => value),
    }),
  );
}

export async function askElsewhere(deps: HighlightsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const proposed = await lockProposed(handling, event.state, event.person.id);
  if (!proposed) return note(words('highlights.proposals.gone'));
  const picked = pickedOf(await targetsFor(trx, proposed.highlight), event.inputs.channels);
  if (picked.length === 0) return note(words('highlights.consent.channelsEmpty'));
  return ask(deps, { proposed, channels: picked.map(({ place }) => place.id) }, handling);
}
