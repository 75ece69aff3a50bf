import { pilotResultCard } from '../../cards/pilots/result-card.ts';
import type { ActionEvent } from '../../chat/event.ts';
import type { ConversationId, PersonId } from '../../chat/ids.ts';
import { note, nothing, type Reply } from '../../chat/reply.ts';
import { isSamePerson } from '../../people/accounts.ts';
import { toggleTap } from '../../people/taps.ts';
import { tapAct } from '../../talk-graph/act.ts';
import type { Handling } from '../feature.ts';
import type { PilotsDeps } from './deps.ts';
import { ownCard } from './own-card.ts';
import type { Pilot } from './pilot.ts';
import { refreshCards } from './publish.ts';
import { resultView } from './result-view.ts';
import { findPilot, lockPilot } from './store/pilots.ts';
import { tapsOn } from './store/remarks.ts';
import { viewerFor } from './visibility.ts';

/** What colleagues do with a result: look at it, tap that it was useful. */

/** [Useful]; pressed again, the tap is taken back. */
export async function tapUseful(deps: PilotsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const viewer = await viewerFor(trx, event.person, event.conversation?.id);
  const found = await findPilot(trx, event.values.pilot, viewer);
  const pilot = found && (await lockPilot(trx, found.id));
  if (!pilot) return note(words('pilots.own.gone'));
  await countTap(deps, { pilot, person: event.person.id, readIn: pilot.posted_in }, handling);
  return nothing;
}

interface Tap {
  readonly pilot: Pilot;
  readonly person: PersonId;
  /** Where its card was read; in a list it is read nowhere. */
  readonly readIn: ConversationId | null;
}

export async function countTap(
  deps: PilotsDeps,
  { pilot, person, readIn }: Tap,
  handling: Pick<Handling, 'trx' | 'now'>,
): Promise<void> {
  const { trx, now } = handling;
  const home = pilot.posted_in;
  for (const toggled of await toggleTap(trx, tapsOn(pilot), { person, readIn, at: now })) {
    if (home) await deps.tell({ kind: 'talked', act: tapAct(home, toggled) }, handling);
  }
  await refreshCards(deps, pilot, handling);
}

/** [Show] in a list: the whole card, for this person alone. */
export async function show(deps: PilotsDeps, event: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  const viewer = await viewerFor(trx, event.person, event.conversation?.id);
  const pilot = await findPilot(trx, event.values.pilot, viewer);
  if (!pilot || pilot.state === 'draft') return note(words('pilots.own.gone'));
  if (await isSamePerson(trx, pilot.owner_id, event.person.id)) return note(await ownCard(deps, trx, words, pilot));
  return note(pilotResultCard(words, await resultView(trx, words, pilot, viewer)));
}
