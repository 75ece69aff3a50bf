import type { Transaction } from 'kysely';
import { dayAndTime } from '../../cards/dates.ts';
import { pilotAnsweredCard } from '../../cards/pilots/nudges.ts';
import type { ActionEvent } from '../../chat/event.ts';
import { note, type Reply, replace } from '../../chat/reply.ts';
import { loadCalendar } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling } from '../feature.ts';
import type { PilotsDeps } from './deps.ts';
import { isOpen, type Pilot, titleOf } from './pilot.ts';
import { refreshCards } from './publish.ts';
import { remindDay, suitableOn, todayOf } from './schedule.ts';
import { type NudgeKind, nudgesOf, planNudge } from './store/nudges.ts';
import { changePilot, lockOwnPilot } from './store/pilots.ts';
import { addNote } from './store/remarks.ts';

/** What an owner says with one tap to something they were asked. The card that asked says so. */

/** [Yes] to "All as planned?" */
export async function asPlanned(deps: PilotsDeps, event: ActionEvent, { trx, now, words }: Handling): Promise<Reply> {
  const pilot = await lockOwnPilot(trx, event.values.pilot, event.person.id);
  if (pilot?.state !== 'running') return note(words('pilots.midway.passed'));
  await addNote(trx, { pilot_id: pilot.id, kind: 'as_planned', text: '', created_at: now });
  return answered(deps, trx, { pilot, kind: 'midway', text: words('pilots.midway.noted', { title: titleOf(pilot) }) });
}

/** [Give me a week]: the reminder comes then, and nothing in between. */
export async function giveAWeek(deps: PilotsDeps, event: ActionEvent, { trx, now, words }: Handling): Promise<Reply> {
  const pilot = await lockOwnPilot(trx, event.values.pilot, event.person.id);
  if (!pilot || !isOpen(pilot)) return note(words('pilots.own.gone'));
  const calendar = await loadCalendar(trx, pilot.owner_id, deps.organisation);
  const due = suitableOn(remindDay(todayOf(now, calendar)), calendar);
  await planNudge(trx, { pilot_id: pilot.id, kind: 'reminder', due_at: due });
  const text = words('pilots.due.weekGiven', { when: dayAndTime(due, calendar.timeZone) });
  return answered(deps, trx, { pilot, kind: 'results', text });
}

/** [Yes, still], [Changed], [Dropped] */
export async function stillInUse(deps: PilotsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const still = (['yes', 'changed', 'dropped'] as const).find((each) => each === event.values.still);
  const pilot = await lockOwnPilot(trx, event.values.pilot, event.person.id);
  if (!pilot || !still) return note(words('pilots.own.gone'));
  await refreshCards(deps, await changePilot(trx, pilot.id, { still }), handling);
  return answered(deps, trx, { pilot, kind: 'still', text: words('pilots.still.thanks') });
}

/** [Nice, no action] */
export async function nice(deps: PilotsDeps, event: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  const pilot = await lockOwnPilot(trx, event.values.pilot, event.person.id);
  if (!pilot) return note(words('pilots.own.gone'));
  return answered(deps, trx, { pilot, kind: 'tried', text: words('pilots.tried.noted') });
}

/** The card that asked becomes the answer, for good. */
export async function answered(
  deps: PilotsDeps,
  trx: Transaction<Database>,
  { pilot, kind, text }: { pilot: Pilot; kind: NudgeKind; text: string },
): Promise<Reply> {
  return replace(await settleNudge(deps, trx, { pilot, kind, text }));
}

export async function settleNudge(
  deps: PilotsDeps,
  trx: Transaction<Database>,
  { pilot, kind, text }: { pilot: Pilot; kind: NudgeKind; text: string },
) {
  const message = pilotAnsweredCard(text);
  const nudge = (await nudgesOf(trx, pilot.id)).find((each) => each.kind === kind);
  if (nudge?.delivery_id) await deps.outbox.update(trx, nudge.delivery_id, message);
  return message;
}
