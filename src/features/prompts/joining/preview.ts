import { newId } from '../../../base/ids.ts';
import { invitationCard, joinedMessage } from '../../../cards/joining/cards.ts';
import { newcomerCard } from '../../../cards/prompts/greeting-cards.ts';
import { findName } from '../../../people/store.ts';
import type { Handling, Previewed, PreviewView } from '../../feature.ts';
import type { Community } from '../community.ts';
import type { PromptsDeps } from '../deps.ts';
import { announcement } from '../setup.ts';
import { cardFor } from './card.ts';
import type { Newcomer } from './store.ts';

/** What somebody would get who joins, and what others would see of it: nothing here is saved. */
export async function previewJoining(
  deps: PromptsDeps,
  { view, community }: { view: PreviewView; community: Community },
  handling: Handling,
): Promise<readonly Previewed[]> {
  const { trx, words } = handling;
  const person = community.created_by;
  if (community.asked === 'members') {
    return [{ kind: 'channel', message: await announcement(trx, words, { community, person }) }];
  }
  const invitation = { community: community.id, invitation: newId<'invitation'>(), name: await findName(trx, person) };
  const newcomer = somebody(view, community, handling);
  const colleague = { name: words('firstWeek.colleague'), place: community.name, offer: words('firstWeek.offer') };
  const about = { newcomer, community };
  return [
    { kind: 'channel', message: invitationCard(words, invitation) },
    { kind: 'joined', message: await cardFor(deps, about, handling) },
    { kind: 'chosen', message: await cardFor(deps, { ...about, newcomer: allSaid(newcomer) }, handling) },
    { kind: 'introduced', message: joinedMessage(words, colleague) },
    { kind: 'greeter', message: newcomerCard(words, { ...colleague, newcomer: view.person }) },
  ];
}

function somebody({ person }: PreviewView, community: Community, { now }: Handling): Newcomer {
  return {
    person_id: person,
    community_id: community.id,
    invitation_id: null,
    joined_at: now,
    hello_at: null,
    delivery_id: null,
    said: [],
    offer: null,
    offer_said: false,
    line_id: null,
    answer_at: null,
  };
}

function allSaid(newcomer: Newcomer): Newcomer {
  return { ...newcomer, said: ['language', 'slot', 'audience'] };
}
