import { pilotWithdrawForm } from '../../cards/pilots/forms.ts';
import { pilotGoneCard } from '../../cards/pilots/own-card.ts';
import type { ActionEvent, FormEvent } from '../../chat/event.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import type { Handling } from '../feature.ts';
import { onlyMe } from './audience.ts';
import type { PilotsDeps } from './deps.ts';
import { showToOwner } from './own-card.ts';
import { type Pilot, titleOf } from './pilot.ts';
import { publish } from './publish.ts';
import { changePilot, lockOwnPilot } from './store/pilots.ts';
import { forgetWords } from './store/remarks.ts';

/** Taking a result back: from wherever it was shown, and if its owner likes, for good. */

/** [Withdraw], [Delete]: says first what goes and what cannot be recalled. */
export async function askToWithdraw(event: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  const pilot = await lockOwnPilot(trx, event.values.pilot, event.person.id);
  if (!pilot) return note(words('pilots.own.gone'));
  return form(pilotWithdrawForm(words, { state: pilot.id, title: titleOf(pilot), shared: pilot.seen_by !== 'me' }));
}

export async function withdraw(deps: PilotsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const before = await lockOwnPilot(trx, event.state, event.person.id);
  if (!before) return note(words('pilots.own.gone'));
  if (before.seen_by === 'me' || event.inputs.words === 'delete') return forget(deps, before, handling);
  const hidden = await changePilot(trx, before.id, { ...onlyMe, touched_at: handling.now });
  const pilot = await publish(deps, { before, pilot: hidden, postIn: null }, handling);
  return showToOwner(deps, { pilot, event, said: words('pilots.withdraw.withdrawn') }, handling);
}

/** The words go at once; that there was a pilot stays, so that an old button can say so. */
async function forget(deps: PilotsDeps, before: Pilot, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  await forgetWords(trx, before.id);
  const deleted = await changePilot(trx, before.id, { state: 'deleted', ...onlyMe, touched_at: handling.now });
  await publish(deps, { before, pilot: deleted, postIn: null }, handling);
  const message = pilotGoneCard(words('pilots.withdraw.deleted'));
  if (before.own_delivery_id) await deps.outbox.update(trx, before.own_delivery_id, message);
  return note(words('pilots.withdraw.deleted'));
}
