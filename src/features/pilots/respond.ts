import { pilotResultCard } from '../../cards/pilot-result-card.ts';
import type { ActionEvent } from '../../chat/event.ts';
import { note, nothing, type Reply } from '../../chat/reply.ts';
import { isSamePerson } from '../../people/accounts.ts';
import type { Handling } from '../feature.ts';
import type { PilotsDeps } from './deps.ts';
import { ownCard } from './own-card.ts';
import { refreshCards } from './publish.ts';
import { resultView } from './result-view.ts';
import { findPilot, lockPilot } from './store/pilots.ts';
import { toggleTap } from './store/remarks.ts';
import { viewerFor } from './visibility.ts';

/** What colleagues do with a result: look at it, tap that it was useful. */

/** [Useful]; pressed again, the tap is taken back. */
export async function tapUseful(deps: PilotsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const viewer = await viewerFor(trx, event.person, event.conversation?.id);
  const found = await findPilot(trx, event.values.pilot, viewer);
  const pilot = found && (await lockPilot(trx, found.id));
  if (!pilot) return note(words('pilots.own.gone'));
  const person = event.person.id;
  const { change, at } = await toggleTap(trx, { pilot_id: pilot.id, person_id: person, tapped_at: now });
  if (pilot.posted_in) {
    const place = pilot.posted_in;
    const act = { person, place, kind: 'tapped', at, ...(change === 'removed' && { undone: true }) } as const;
    await deps.tell({ kind: 'talked', act }, handling);
  }
  await refreshCards(deps, trx, pilot);
  return nothing;
}

/** [Show] in a list: the whole card, for this person alone. */
export async function show(deps: PilotsDeps, event: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  const viewer = await viewerFor(trx, event.person, event.conversation?.id);
  const pilot = await findPilot(trx, event.values.pilot, viewer);
  if (!pilot || pilot.state === 'draft') return note(words('pilots.own.gone'));
  if (await isSamePerson(trx, pilot.owner_id, event.person.id)) return note(await ownCard(deps, trx, words, pilot));
  return note(pilotResultCard(words, await resultView(trx, words, pilot, viewer)));
}
