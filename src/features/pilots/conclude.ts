import type { Transaction } from 'kysely';
import { pilotConclusionForm } from '../../cards/pilots/forms.ts';
import { pilotLimits } from '../../cards/pilots/start-forms.ts';
import type { ActionEvent, FormEvent } from '../../chat/event.ts';
import type { PersonId } from '../../chat/ids.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling } from '../feature.ts';
import { complaintsAbout } from './check.ts';
import { hasResult, type Pilot, titleOf } from './pilot.ts';
import { lockOwnPilot } from './store/pilots.ts';
import { findConclusion, saveConclusion } from './store/remarks.ts';

/** What the owners of a pilot and its tries now think: a few sentences that stand with the results. */

/** [Write what we now think] */
export async function openConclusion(event: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  const pilot = await ownResult(trx, event.values.pilot, event.person.id);
  if (!pilot) return note(words('pilots.own.gone'));
  const before = await findConclusion(trx, pilot.family_id);
  return form(pilotConclusionForm(words, { state: pilot.id, title: titleOf(pilot), text: before?.text ?? '' }));
}

export async function keepConclusion(event: FormEvent, { trx, words, now }: Handling): Promise<Reply> {
  const { person } = event;
  const pilot = await ownResult(trx, event.state, person.id);
  if (!pilot) return note(words('pilots.own.gone'));
  const text = (event.inputs.text ?? '').trim();
  const complaints = complaintsAbout(words, { text }, { limit: pilotLimits.long });
  if (Object.keys(complaints).length > 0) {
    return form(pilotConclusionForm(words, { state: pilot.id, title: titleOf(pilot), text }), complaints);
  }
  await saveConclusion(trx, { family_id: pilot.family_id, author_id: person.id, text, written_at: now });
  return note(words('pilots.invitation.saved'));
}

async function ownResult(
  trx: Transaction<Database>,
  id: string | undefined,
  owner: PersonId,
): Promise<Pilot | undefined> {
  const pilot = await lockOwnPilot(trx, id, owner);
  return pilot && hasResult(pilot) ? pilot : undefined;
}
