import type { Transaction } from 'kysely';
import { dayAndTime } from '../../../cards/dates.ts';
import type { FormEvent } from '../../../chat/event.ts';
import type { Reply } from '../../../chat/reply.ts';
import type { Calendar } from '../../../scheduling/calendar.ts';
import type { Database } from '../../../storage/schema.ts';
import type { Handling } from '../../feature.ts';
import type { PilotsDeps } from '../deps.ts';
import { showToOwner } from '../own-card.ts';
import type { Pilot } from '../pilot.ts';
import { refreshRelatives } from '../publish.ts';
import { addDays, baselineDays, collectDay, midwayDay, suitableOn } from '../schedule.ts';
import { saveSearch } from '../search.ts';
import { planNudge } from '../store/nudges.ts';
import { changePilot, type PilotChange } from '../store/pilots.ts';
import { tellLender } from '../try.ts';

export interface Changing {
  readonly pilot: Pilot;
  readonly change: PilotChange;
  readonly calendar: Calendar;
  readonly event: FormEvent;
}

/** The draft becomes a running pilot: its metric stays from here on, and the next messages are planned. */
export async function begin(deps: PilotsDeps, changing: Changing, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const { calendar, event } = changing;
  const pilot = await changePilot(trx, changing.pilot.id, {
    ...afterBaseline(changing.change),
    ...collectOf(afterBaseline(changing.change), calendar),
    state: 'running',
    started_at: now,
    touched_at: now,
  });
  await planNudges(trx, pilot, { calendar, now });
  await saveSearch(trx, pilot);
  await tellLender(trx, pilot, now);
  await refreshRelatives(deps, pilot, handling);
  const when = dayAndTime(suitableOn(pilot.collect_on ?? '', calendar), calendar.timeZone);
  return showToOwner(deps, { pilot, event, said: words('pilots.own.running', { when }) }, handling);
}

/** Two weeks of collecting figures go first, and everything else moves on by as much. */
function afterBaseline(change: PilotChange): PilotChange {
  const { plan, starts_on, ends_on } = change;
  if (!plan?.baselineFirst || !starts_on || !ends_on) return change;
  return { ...change, starts_on: addDays(starts_on, baselineDays), ends_on: addDays(ends_on, baselineDays) };
}

export function collectOf({ ends_on }: PilotChange, calendar: Calendar): PilotChange {
  return ends_on ? { collect_on: collectDay(ends_on, calendar) } : {};
}

/** What is to come; a question on the way whose day has passed is not made up for. */
export async function planNudges(
  trx: Transaction<Database>,
  pilot: Pilot,
  { calendar, now }: { calendar: Calendar; now: Date },
): Promise<void> {
  const { id, plan, starts_on: starts, ends_on: ends, collect_on: collect } = pilot;
  if (!starts || !ends || !collect) return;
  const midway = plan.midwayDay === undefined ? undefined : midwayDay({ starts, ends }, plan.midwayDay);
  const isAhead = midway !== undefined && suitableOn(midway, calendar) > now;
  const days = { ...(plan.baselineFirst && { baseline: starts }), ...(isAhead && { midway }), results: collect };
  for (const [kind, day] of Object.entries(days) as ['baseline' | 'midway' | 'results', string][]) {
    await planNudge(trx, { pilot_id: id, kind, due_at: suitableOn(day, calendar) });
  }
}
