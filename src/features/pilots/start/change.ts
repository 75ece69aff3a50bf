import type { Kysely } from 'kysely';
import type { Words } from '../../../cards/words.ts';
import type { ActionEvent } from '../../../chat/event.ts';
import { note, type Reply } from '../../../chat/reply.ts';
import { loadCalendar } from '../../../scheduling/store.ts';
import type { Database } from '../../../storage/schema.ts';
import type { Handling } from '../../feature.ts';
import type { PilotsDeps } from '../deps.ts';
import { datesOf } from '../facts.ts';
import { showToOwner } from '../own-card.ts';
import type { Edit, Pilot } from '../pilot.ts';
import { refreshRelatives } from '../publish.ts';
import { saveSearch } from '../search.ts';
import { forgetNudges } from '../store/nudges.ts';
import { changePilot, lockOwnPilot, type PilotChange } from '../store/pilots.ts';
import { addEdit } from '../store/remarks.ts';
import { tellLender } from '../try.ts';
import { worthwhileInWords } from '../worthwhile.ts';
import { type Changing, collectOf, planNudges } from './begin.ts';
import { planStep } from './steps.ts';

/** [Edit] while it runs: everything but what is measured, and what is changed of the rest shows on the card. */
export async function openChange(deps: PilotsDeps, event: ActionEvent, { trx, words, now }: Handling): Promise<Reply> {
  const { person } = event;
  const pilot = await lockOwnPilot(trx, event.values.pilot, person.id);
  if (pilot?.state !== 'running') return note(words('pilots.own.gone'));
  const calendar = await loadCalendar(trx, person.id, deps.organisation);
  return planStep(trx, words, { pilot, person, calendar, now });
}

export async function change(deps: PilotsDeps, changing: Changing, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const { pilot: before, calendar, event } = changing;
  await logEdits(trx, words, before, { change: changing.change, now });
  const pilot = await changePilot(trx, before.id, {
    ...changing.change,
    ...collectOf(changing.change, calendar),
    touched_at: now,
  });
  await forgetNudges(trx, pilot.id, ['midway', 'results']);
  await planNudges(trx, pilot, { calendar, now });
  await saveSearch(trx, pilot);
  await tellLender(trx, pilot, now);
  await refreshRelatives(deps, pilot, handling);
  return showToOwner(deps, { pilot, event, said: words('pilots.own.saved') }, handling);
}

async function logEdits(
  db: Kysely<Database>,
  words: Words,
  before: Pilot,
  { change, now }: { change: PilotChange; now: Date },
): Promise<void> {
  const after = { ...before, ...change };
  const fields: [Edit['field'], string, string][] = [
    ['worthwhile', worthwhileInWords(words, before.plan), worthwhileInWords(words, after.plan)],
    ['dates', datesOf(before), datesOf(after)],
  ];
  for (const [field, from, to] of fields) {
    if (from === to || from === '') continue;
    await addEdit(db, { pilot_id: before.id, field, from_value: from, to_value: to, created_at: now });
  }
}
