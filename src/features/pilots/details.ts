import type { Kysely } from 'kysely';
import { dayOnly } from '../../cards/dates.ts';
import { detailsBody } from '../../cards/pilots/details.ts';
import type { Words } from '../../cards/words.ts';
import type { ActionEvent } from '../../chat/event.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling } from '../feature.ts';
import { nounsOf } from './channels.ts';
import type { PilotsDeps } from './deps.ts';
import { factsOf } from './facts.ts';
import { familySeen } from './family.ts';
import { hasResult, type Pilot, readingOf } from './pilot.ts';
import { figuresInWords, figuresTable } from './shown-figures.ts';
import { findPilot } from './store/pilots.ts';
import { notesOf } from './store/remarks.ts';
import { viewerFor } from './visibility.ts';

/** [Details]: what was set, what happened on the way, and all that borrowed from each other, side by side. */
export async function openDetails(deps: PilotsDeps, event: ActionEvent, { trx, now, words }: Handling): Promise<Reply> {
  const viewer = await viewerFor(trx, event.person, event.conversation?.id);
  const pilot = await findPilot(trx, event.values.pilot, viewer);
  if (!pilot || pilot.state === 'draft') return note(words('pilots.own.gone'));
  const { result } = pilot;
  const body = detailsBody(words, {
    hunch: words('pilots.own.hunch', { ...pilot.idea }),
    facts: factsOf(words, pilot),
    figures: figuresInWords(figuresTable(words, readingOf(pilot), nounsOf(words, pilot.plan))),
    ...limitsOf(words, pilot),
    notes: await noteLines(trx, words, { pilot, timeZone: deps.organisation.timeZone, now }),
    effort: result?.effort ? words(`pilots.effort.${result.effort}`) : '',
    materials: result?.materials ?? '',
    family: await familySeen(trx, words, pilot, viewer),
  });
  return form({ name: 'pilots.details', title: words('pilots.details.title'), state: pilot.id, body });
}

/** The true uncertainty of two times is wider than the range shown. */
export function limitsOf(words: Words, pilot: Pilot): { limits?: string } {
  const isShown = hasResult(pilot) && pilot.plan.design === 'before_after' && readingOf(pilot).kind === 'shares';
  return isShown ? { limits: words('pilotReading.limits') } : {};
}

export async function noteLines(
  db: Kysely<Database>,
  words: Words,
  { pilot, timeZone, now }: { pilot: Pilot; timeZone: string; now: Date },
): Promise<string[]> {
  const notes = await notesOf(db, pilot.id);
  return notes.map(({ kind, text, created_at }) => {
    const said = kind === 'as_planned' ? words('pilots.details.asPlanned') : text;
    return words('pilots.details.noteLine', { when: dayOnly(created_at, { timeZone, now }), text: said });
  });
}
