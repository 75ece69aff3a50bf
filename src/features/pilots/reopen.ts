import type { ActionEvent } from '../../chat/event.ts';
import { note, type Reply } from '../../chat/reply.ts';
import type { Handling } from '../feature.ts';
import type { PilotsDeps } from './deps.ts';
import { showToOwner } from './own-card.ts';
import { changePilot, lockOwnPilot } from './store/pilots.ts';

/** [Take it up again]: one that closed by itself waits for its results once more; nobody is reminded again. */
export async function reopen(deps: PilotsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const before = await lockOwnPilot(trx, event.values.pilot, event.person.id);
  if (before?.state !== 'no_result') return note(words('pilots.own.gone'));
  const pilot = await changePilot(trx, before.id, { state: 'collecting', ended_at: null, touched_at: now });
  return showToOwner(deps, { pilot, event }, handling);
}
