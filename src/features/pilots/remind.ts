import type { Transaction } from 'kysely';
import { wordsFor } from '../../cards/words.ts';
import { type Calendar, nextSuitable, nextWeekStart, weeklyCap } from '../../scheduling/calendar.ts';
import { countUnprompted } from '../../scheduling/sending.ts';
import { loadCalendar } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { PilotsDeps } from './deps.ts';
import { messageFor, type Sending } from './nudge-messages.ts';
import { refreshOwnCard } from './own-card.ts';
import { hasResult, isOpen, lacksBefore, type Pilot } from './pilot.ts';
import { closeDay, mostNudges, remindDay, suitableOn, todayOf } from './schedule.ts';
import { changeNudge, dueNudges, lockNudge, type Nudge, nudgesOf, planNudge } from './store/nudges.ts';
import { changePilot, lockPilot } from './store/pilots.ts';

/*
 * What a pilot's owner hears unasked: the figures from before where they come first, one question on the way, the
 * results, one reminder, "still in use?", that somebody tries it too, an invitation. At most five in all, in the owner's
 * hours, within their two messages a week. A full week drops the question on the way; everything else waits for the next
 * week, as it is of no less use then.
 */

/** Looked at in one run; more than that come with the next one. */
const batchSize = 500;

const dayMs = 86_400_000;

export async function nudgeWhoIsDue(deps: PilotsDeps, now: Date): Promise<void> {
  const due = await deps.transaction((trx) => dueNudges(trx, now, batchSize));
  for (const nudge of due) {
    try {
      await deps.transaction((trx) => nudgeOrWait(deps, trx, nudge, now));
    } catch (error) {
      deps.logger.error({ err: error, pilot: nudge.pilot_id, nudge: nudge.kind }, 'a nudge could not be sent');
    }
  }
}

async function nudgeOrWait(
  deps: PilotsDeps,
  trx: Transaction<Database>,
  due: Pick<Nudge, 'pilot_id' | 'kind'>,
  now: Date,
): Promise<void> {
  // The pilot first, as everything that changes a pilot does.
  const pilot = await lockPilot(trx, due.pilot_id);
  const nudge = await lockNudge(trx, due);
  if (!nudge || !pilot) return;
  if (!isWanted(nudge, pilot)) return changeNudge(trx, nudge, { state: 'dropped' });
  if (nudge.kind === 'close') return close(deps, trx, { nudge, pilot });
  const calendar = await loadCalendar(trx, pilot.owner_id, deps.organisation);
  if (!isTimely(nudge, pilot, todayOf(now, calendar))) return changeNudge(trx, nudge, { state: 'dropped' });
  const suitable = nextSuitable(calendar, now);
  if (suitable > now) return changeNudge(trx, nudge, { due_at: noLaterThanTomorrow(suitable, now) });
  const hasRoom = (await countUnprompted(trx, pilot.owner_id, { calendar, now })) < weeklyCap;
  if (!hasRoom) return waitForRoom(deps, trx, { nudge, calendar, now });
  return send(deps, trx, { nudge, pilot, calendar, now });
}

/** A pilot that has moved on is not asked about what is past. */
function isWanted({ kind }: Nudge, pilot: Pilot): boolean {
  switch (kind) {
    case 'baseline':
      return pilot.state === 'running' && lacksBefore(pilot);
    case 'midway':
      return pilot.state === 'running';
    case 'results':
    case 'reminder':
    case 'close':
      return isOpen(pilot);
    case 'still':
      return pilot.state === 'finished' && pilot.still === null;
    case 'invitation':
      return hasResult(pilot);
    case 'tried':
      return pilot.state !== 'deleted';
  }
}

/** "All as planned?" is no question any more once it is over. */
function isTimely({ kind }: Nudge, { ends_on }: Pilot, today: string): boolean {
  return kind !== 'midway' || ends_on === null || today <= ends_on;
}

/** A pause may end sooner than it says: it is looked at again every day. */
function noLaterThanTomorrow(suitable: Date, now: Date): Date {
  return new Date(Math.min(suitable.getTime(), now.getTime() + dayMs));
}

/** Nobody wrote a result: the card closes by itself, and can be taken up again. Nothing is sent. */
async function close(
  deps: PilotsDeps,
  trx: Transaction<Database>,
  { nudge, pilot }: { nudge: Nudge; pilot: Pilot },
): Promise<void> {
  const closed = await changePilot(trx, pilot.id, { state: 'no_result', ended_at: nudge.due_at });
  await changeNudge(trx, nudge, { state: 'sent', delivery_id: null });
  await refreshOwnCard(deps, trx, wordsFor('en'), closed);
}

async function waitForRoom(
  deps: PilotsDeps,
  trx: Transaction<Database>,
  { nudge, calendar, now }: { nudge: Nudge; calendar: Calendar; now: Date },
): Promise<void> {
  if (nudge.kind === 'midway') {
    deps.logger.info({ pilot: nudge.pilot_id }, 'the weekly cap is reached, the question on the way is left out');
    return changeNudge(trx, nudge, { state: 'dropped' });
  }
  return changeNudge(trx, nudge, { due_at: nextSuitable(calendar, nextWeekStart(calendar, now)) });
}

async function send(deps: PilotsDeps, trx: Transaction<Database>, sending: Sending): Promise<void> {
  const { nudge, pilot, now } = sending;
  const sent = (await nudgesOf(trx, pilot.id)).filter((each) => each.state === 'sent' && each.kind !== 'close');
  const message = sent.length < mostNudges ? await messageFor(trx, wordsFor('en'), sending) : undefined;
  if (!message) return changeNudge(trx, nudge, { state: 'dropped' });
  const delivery = await deps.outbox.post(
    trx,
    { to: { person: pilot.owner_id }, message, priority: 'prompt', unprompted: true },
    now,
  );
  await changeNudge(trx, nudge, { state: 'sent', delivery_id: delivery });
  await goOn(deps, trx, sending);
}

/** Results are asked for: they can be written from now on, and a reminder and the end are planned. */
async function goOn(deps: PilotsDeps, trx: Transaction<Database>, { nudge, pilot, calendar, now }: Sending) {
  const plan = (kind: 'reminder' | 'close', day: string) =>
    planNudge(trx, { pilot_id: pilot.id, kind, due_at: suitableOn(day, calendar) });
  if (nudge.kind === 'reminder') await plan('close', closeDay(todayOf(now, calendar)));
  if (nudge.kind !== 'results') return;
  await plan('reminder', remindDay(todayOf(now, calendar)));
  const collecting = await changePilot(trx, pilot.id, { state: 'collecting' });
  await refreshOwnCard(deps, trx, wordsFor('en'), collecting);
}
