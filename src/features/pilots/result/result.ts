import { calendarDay } from '../../../cards/dates.ts';
import type { FormEvent } from '../../../chat/event.ts';
import type { PersonId } from '../../../chat/ids.ts';
import { note, type Reply } from '../../../chat/reply.ts';
import { loadCalendar } from '../../../scheduling/store.ts';
import type { Handling } from '../../feature.ts';
import type { PilotsDeps } from '../deps.ts';
import { todayOf } from '../schedule.ts';
import { changePilot, lockOwnPilot } from '../store/pilots.ts';
import { readResult } from './read.ts';
import { resultStep, shareStep } from './steps.ts';

/*
 * Writing a result, in three steps that each keep what was typed: figures and what was learned (here), what else belongs
 * on the card and who sees it (`share.ts`), a look at it as others will see it (`preview.ts`).
 */

/** `/pilot result`, [Add results], and [Edit] afterwards. Peeking is not asked for: it opens on the day. */
export async function openResult(
  deps: PilotsDeps,
  { pilot: id, person }: { pilot: string | undefined; person: PersonId },
  { trx, words, now }: Handling,
): Promise<Reply> {
  const pilot = await lockOwnPilot(trx, id, person);
  if (!pilot || pilot.state === 'draft') return note(words('pilots.own.gone'));
  const calendar = await loadCalendar(trx, person, deps.organisation);
  const { collect_on } = pilot;
  if (pilot.state === 'running' && collect_on && todayOf(now, calendar) < collect_on) {
    return note(words('pilots.result.early', { when: calendarDay(collect_on) }));
  }
  return resultStep(words, { pilot });
}

/** The first step was sent. */
export async function keepResult(event: FormEvent, { trx, words }: Handling): Promise<Reply> {
  const { inputs, person } = event;
  const pilot = await lockOwnPilot(trx, event.state, person.id);
  if (!pilot || pilot.state === 'draft') return note(words('core.goneForm'));
  const { draft, complaints, asks } = readResult(words, pilot, inputs);
  if (Object.keys(complaints).length > 0) return resultStep(words, { pilot, typed: inputs, asks }, complaints);
  const kept = await changePilot(trx, pilot.id, { draft });
  return shareStep(trx, words, { pilot: kept });
}
