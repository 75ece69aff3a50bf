import type { Transaction } from 'kysely';
import { pilotStopForm } from '../../cards/pilots/forms.ts';
import { pilotLimits } from '../../cards/pilots/start-forms.ts';
import type { Words } from '../../cards/words.ts';
import type { FormEvent } from '../../chat/event.ts';
import type { PersonId } from '../../chat/ids.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling } from '../feature.ts';
import { audiencesFor, audienceValue, readAudience } from './audience.ts';
import { type Complaints, complaintsAbout } from './check.ts';
import type { PilotsDeps } from './deps.ts';
import { endPilot } from './ending.ts';
import { showToOwner } from './own-card.ts';
import { isOpen, type Pilot, titleOf } from './pilot.ts';
import { lockOwnPilot } from './store/pilots.ts';

/** Ending a pilot early: one line of what happened, and who may read it. */

/** `/pilot stop`, [Stop], [Stopping] */
export async function openStop(
  { pilot: id, person }: { pilot: string | undefined; person: PersonId },
  { trx, words }: Handling,
): Promise<Reply> {
  const pilot = await lockOwnPilot(trx, id, person);
  if (!pilot || !isOpen(pilot)) return note(words('pilots.own.gone'));
  return stopStep(trx, words, { pilot });
}

async function stopStep(
  trx: Transaction<Database>,
  words: Words,
  { pilot, typed }: { pilot: Pilot; typed?: FormEvent['inputs'] },
  complaints?: Complaints,
): Promise<Reply> {
  const view = {
    state: pilot.id,
    title: titleOf(pilot),
    reason: typed?.reason ?? '',
    audience: typed?.audience ?? audienceValue(pilot),
    audiences: await audiencesFor(trx, words, pilot.owner_id),
  };
  return form(pilotStopForm(words, view), complaints);
}

export async function stop(deps: PilotsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const { inputs, person } = event;
  const before = await lockOwnPilot(trx, event.state, person.id);
  if (!before || !isOpen(before)) return note(words('pilots.own.gone'));
  const reason = (inputs.reason ?? '').trim();
  const audience = await readAudience(trx, person.id, inputs.audience);
  const complaints = {
    ...complaintsAbout(words, { reason }, { limit: pilotLimits.long }),
    ...(!audience && { audience: words('pilots.check.audience') }),
  };
  if (!audience || Object.keys(complaints).length > 0) {
    return stopStep(trx, words, { pilot: before, typed: inputs }, complaints);
  }
  const change = { ...audience, state: 'stopped' as const, stopped_because: reason };
  const pilot = await endPilot(deps, { before, change, postIn: null }, handling);
  return showToOwner(deps, { pilot, event, said: words('pilots.stop.done') }, handling);
}
