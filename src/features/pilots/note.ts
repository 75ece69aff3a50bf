import { pilotNoteForm } from '../../cards/pilots/forms.ts';
import { pilotLimits } from '../../cards/pilots/start-forms.ts';
import type { ActionEvent, CommandEvent, FormEvent } from '../../chat/event.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import type { Handling } from '../feature.ts';
import { complaintsAbout } from './check.ts';
import { settleNudge } from './check-in.ts';
import type { PilotsDeps } from './deps.ts';
import { type Pilot, titleOf } from './pilot.ts';
import { refreshCards } from './publish.ts';
import { lockOwnPilot, openPilotsOf } from './store/pilots.ts';
import { addNote } from './store/remarks.ts';

/** Something to remember, or something that changed on the way: that goes on the result card as a caveat. */

/** `/pilot note [TEXT]` */
export async function noteByCommand(
  event: Pick<CommandEvent, 'person' | 'words'>,
  { trx, words }: Handling,
): Promise<Reply> {
  const open = await openPilotsOf(trx, event.person.id);
  const [first] = open;
  if (!first) return note(words('pilots.choose.none'));
  const pilots = open.map((pilot) => ({ value: pilot.id as string, title: titleOf(pilot) }));
  return form(
    pilotNoteForm(words, {
      state: first.id,
      title: titleOf(first),
      kind: 'changed',
      text: event.words.trim(),
      ...(open.length > 1 && { pilots }),
    }),
  );
}

/** [Write a note], [Something changed] */
export async function openNote(event: ActionEvent, kind: 'changed' | 'note', { trx, words }: Handling): Promise<Reply> {
  const pilot = await lockOwnPilot(trx, event.values.pilot, event.person.id);
  if (!pilot || pilot.state === 'draft') return note(words('pilots.own.gone'));
  return form(pilotNoteForm(words, { state: pilot.id, title: titleOf(pilot), kind, text: '' }));
}

export async function keepNote(deps: PilotsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const { inputs, person } = event;
  const pilot = await lockOwnPilot(trx, inputs.pilot || event.state, person.id);
  if (!pilot || pilot.state === 'draft') return note(words('core.goneForm'));
  const text = (inputs.text ?? '').trim();
  const kind = inputs.kind === 'note' ? 'note' : 'changed';
  const complaints = complaintsAbout(words, { text }, { limit: pilotLimits.long });
  if (Object.keys(complaints).length > 0) return again(event, { pilot, kind, text }, complaints, words);
  await addNote(trx, { pilot_id: pilot.id, kind, text, created_at: now });
  await settleNudge(deps, trx, { pilot, kind: 'midway', text: words('pilots.note.saved') });
  // A result that stands already gets the caveat too.
  await refreshCards(deps, pilot, handling);
  return note(words('pilots.note.saved'));
}

function again(
  { inputs }: FormEvent,
  { pilot, kind, text }: { pilot: Pilot; kind: 'changed' | 'note'; text: string },
  complaints: Record<string, string>,
  words: Handling['words'],
): Reply {
  const pilots = inputs.pilot ? [{ value: pilot.id as string, title: titleOf(pilot) }] : undefined;
  return form(
    pilotNoteForm(words, { state: pilot.id, title: titleOf(pilot), kind, text, ...(pilots && { pilots }) }),
    complaints,
  );
}
