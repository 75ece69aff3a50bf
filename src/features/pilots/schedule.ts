import { Temporal } from 'temporal-polyfill';
import { type Calendar, nextSuitable } from '../../scheduling/calendar.ts';

/** When a pilot's owner hears from us. Days are `YYYY-MM-DD`, in the owner's own zone. */

/** Late clicks settle in the days after the end. */
const settlingDays = 4;
const remindAfterDays = 7;
const closeAfterDays = 7;
const stillAfterDays = 90;
/** How long figures from before are collected, where there are none yet. */
export const baselineDays = 14;
/** How far back a pilot may have begun, and how long it may take. */
const furthestBackDays = 31;
const longestDays = 183;
const usualDays = 20;

/** Messages about one pilot that nobody asked for, in all. */
export const mostNudges = 5;

export function todayOf(now: Date, { timeZone }: Pick<Calendar, 'timeZone'>): string {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** The dates that a form begins with: from today, for three weeks. */
export function usualDates(now: Date, calendar: Calendar): { starts: string; ends: string } {
  const today = todayOf(now, calendar);
  return { starts: today, ends: addDays(today, usualDays) };
}

export type DateProblem = 'date' | 'startPast' | 'endBefore' | 'endPast' | 'tooFar';

/** What is wrong with the days, by field. */
export function checkDates(
  dates: { starts: string; ends: string },
  today: string,
): { starts?: DateProblem; ends?: DateProblem } {
  if (!isDay(dates.starts)) return { starts: 'date' };
  if (!isDay(dates.ends)) return { ends: 'date' };
  if (dates.starts < addDays(today, -furthestBackDays)) return { starts: 'startPast' };
  if (dates.ends < dates.starts) return { ends: 'endBefore' };
  if (dates.ends < today) return { ends: 'endPast' };
  return dates.ends > addDays(dates.starts, longestDays) ? { ends: 'tooFar' } : {};
}

function isDay(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** The day on which results are asked for: late clicks have settled, and the owner works. */
export function collectDay(ends: string, calendar: Calendar): string {
  return todayOf(suitableOn(addDays(ends, settlingDays), calendar), calendar);
}

/** The first such weekday from the middle on, if there is one before the last day. */
export function midwayDay({ starts, ends }: { starts: string; ends: string }, weekday: number): string | undefined {
  const first = Temporal.PlainDate.from(starts);
  const half = Math.floor(first.until(Temporal.PlainDate.from(ends), { largestUnit: 'days' }).days / 2);
  const middle = first.add({ days: half });
  const day = middle.add({ days: (weekday - middle.dayOfWeek + 7) % 7 }).toString();
  return half > 0 && day < ends ? day : undefined;
}

/** The owner's usual moment on a day, or the next one that suits them; a pause is looked at when it comes. */
export function suitableOn(day: string, { pausedUntil: _, ...calendar }: Calendar): Date {
  const morning = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: calendar.timeZone, plainTime: '10:00' });
  return nextSuitable(calendar, new Date(morning.epochMilliseconds));
}

export function remindDay(asked: string): string {
  return addDays(asked, remindAfterDays);
}

export function closeDay(reminded: string): string {
  return addDays(reminded, closeAfterDays);
}

export function stillDay(ended: string): string {
  return addDays(ended, stillAfterDays);
}
