import { dayAndTime, dayOnly, daySpan } from '../../cards/dates.ts';
import type { CommandEvent } from '../../chat/event.ts';
import { note, type Reply } from '../../chat/reply.ts';
import { type Leave, nextSuitable, untilTheySay } from '../../scheduling/calendar.ts';
import { addDays, localDay, startOfDay } from '../../scheduling/local-time.ts';
import { addLeave, loadCalendar, removeLeave, saveCalendar } from '../../scheduling/store.ts';
import type { Handling } from '../feature.ts';
import type { PromptsDeps } from './deps.ts';
import { checkLeave, nextLeave } from './leave.ts';
import { reschedule } from './schedule.ts';
import { type Reader, readDay, readDays } from './typed-days.ts';

/** Hearing nothing for a while: a pause from now on, days of leave, and being back. */

/** `/outloud pause [until DATE]`; with two days it is a leave. */
export async function pause(deps: PromptsDeps, event: CommandEvent, handling: Handling): Promise<Reply> {
  const { trx, now, words } = handling;
  const { timeZone } = await loadCalendar(trx, event.person.id, deps.organisation);
  if (isPeriod(event.words, { now, timeZone })) return takeLeave(deps, event, handling);
  const typed = event.words.replace(/^(until|till|for)\s+/i, '').trim();
  if (typed === '') {
    await pauseUntil(deps, event, untilTheySay, handling);
    return note(words('pause.open'));
  }
  const day = readDay(typed, { now, timeZone });
  const { example } = examples({ now, timeZone });
  if (!day) return note(words('pause.unclear', { date: typed, example }));
  const until = startOfDay(day, timeZone);
  if (until <= now) return note(words('pause.past', { date: typed, example }));
  await pauseUntil(deps, event, until, handling);
  return note(words('pause.until', { when: dayOnly(until, { timeZone, now }) }));
}

function isPeriod(typed: string, reader: Reader): boolean {
  if (/^from\b/i.test(typed)) return true;
  const days = /^(until|till|for)\b/i.test(typed) ? undefined : readDays(typed, reader);
  return days !== undefined && days.firstDay !== days.lastDay;
}

async function pauseUntil(deps: PromptsDeps, event: CommandEvent, until: Date, handling: Handling): Promise<void> {
  await saveCalendar(handling.trx, event.person.id, { pausedUntil: until });
  await reschedule(deps, event.person.id, handling);
}

/** `/outloud leave from DATE until DATE`, both included; or one day, `next week`, `for two weeks`. */
export async function takeLeave(deps: PromptsDeps, event: CommandEvent, handling: Handling): Promise<Reply> {
  const { trx, now, words } = handling;
  const { timeZone } = await loadCalendar(trx, event.person.id, deps.organisation);
  const days = readDays(event.words, { now, timeZone });
  if (!days) return note(words('leave.unclear', examples({ now, timeZone })));
  const problem = checkLeave(days, localDay(now, timeZone));
  if (problem) return note(words(`leave.${problem}`, examples({ now, timeZone })));
  const [replaced] = await addLeave(trx, event.person.id, days);
  await reschedule(deps, event.person.id, handling);
  const calendar = await loadCalendar(trx, event.person.id, deps.organisation);
  const back = nextSuitable(calendar, startOfDay(addDays(days.lastDay, 1), timeZone));
  const said = { days: daysInWords(days, { now, timeZone }), back: dayOnly(back, { now, timeZone }) };
  if (!replaced) return note(words('leave.kept', said));
  return note(words('leave.keptInstead', { ...said, before: daysInWords(replaced, { now, timeZone }) }));
}

export function daysInWords({ firstDay, lastDay }: Leave, reader: Reader): string {
  return daySpan(startOfDay(firstDay, reader.timeZone), startOfDay(lastDay, reader.timeZone), reader);
}

/** Days to try, in a fortnight or so. */
export function examples({ now, timeZone }: Reader): { example: string; exampleEnd: string } {
  const today = localDay(now, timeZone);
  const inDays = (ahead: number) => dayOnly(startOfDay(addDays(today, ahead), timeZone), { now, timeZone });
  const withoutWeekday = (day: string) => day.replace(/^\S+ /, '');
  return { example: withoutWeekday(inDays(14)), exampleEnd: withoutWeekday(inDays(21)) };
}

/** `/outloud back`: ends what holds now; where nothing does, takes back the leave that is planned next. */
export async function back(deps: PromptsDeps, event: CommandEvent, handling: Handling): Promise<Reply> {
  const { trx, now, words } = handling;
  const { timeZone, pausedUntil, leave = [] } = await loadCalendar(trx, event.person.id, deps.organisation);
  const today = localDay(now, timeZone);
  const planned = nextLeave(leave, today);
  const isPaused = pausedUntil !== undefined && pausedUntil > now;
  const isAhead = planned !== undefined && planned.firstDay > today;
  const ended = isPaused && isAhead ? undefined : planned;
  await saveCalendar(trx, event.person.id, { pausedUntil: null });
  if (ended) await removeLeave(trx, event.person.id, ended.firstDay);
  const next = await reschedule(deps, event.person.id, handling);
  const said = next ? words('pause.back', { when: dayAndTime(next, timeZone) }) : words('pause.backQuiet');
  if (!ended || !isAhead) return note(said);
  const days = daysInWords(ended, { now, timeZone });
  return note(
    next
      ? words('leave.cancelled', { days, when: dayAndTime(next, timeZone) })
      : words('leave.cancelledQuiet', { days }),
  );
}
