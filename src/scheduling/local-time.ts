import { Temporal } from 'temporal-polyfill';

/** Between moments and a person's own wall clock. Days are ISO dates, `2027-08-03`. */

const dayMs = 86_400_000;

export function zoned(moment: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(timeZone);
}

export function toDate(moment: Temporal.ZonedDateTime): Date {
  return new Date(moment.epochMilliseconds);
}

/** The day that it is for a person at that moment. */
export function localDay(moment: Date, timeZone: string): string {
  return zoned(moment, timeZone).toPlainDate().toString();
}

/** The first moment of a day; where clocks go forward at midnight, that is not midnight. */
export function startOfDay(day: string, timeZone: string): Date {
  return toDate(Temporal.PlainDate.from(day).toZonedDateTime(timeZone));
}

/** The first moment after a day, for good: where clocks are put back over midnight, the day comes once more. */
export function endOfDay(day: string, timeZone: string): Date {
  const midnight = Temporal.PlainDate.from(day).add({ days: 1 }).toPlainDateTime();
  return toDate(midnight.toZonedDateTime(timeZone, { disambiguation: 'later' }));
}

/** Whether this is a day, written as `2027-08-03`. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(text).toJSON()?.slice(0, 10) === text;
}

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

export function mondayOf(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.subtract({ days: day.dayOfWeek - 1 });
}

/** Minutes since midnight by the clock on the wall. */
export function minuteOfDay(time: { readonly hour: number; readonly minute: number }): number {
  return time.hour * 60 + time.minute;
}

/** `HH:MM` as minutes since midnight. */
export function minutesOf(timeOfDay: string): number {
  const [hour, minute] = timeOfDay.split(':').map(Number);
  return minuteOfDay({ hour: hour ?? 0, minute: minute ?? 0 });
}

/**
 * The first change of the clocks after `from`, up to and including `until`.
 * A zone never changes twice in a day, so looking once a day misses none.
 */
export function clockChange(from: Temporal.ZonedDateTime, until: Temporal.ZonedDateTime) {
  const end = until.epochMilliseconds;
  const offset = (ms: number) => at(ms, from.timeZoneId).offsetNanoseconds;
  for (let low = from.epochMilliseconds; low < end; low += dayMs) {
    const high = Math.min(low + dayMs, end);
    if (offset(low) !== offset(high)) return at(firstAfterChange(low, high, offset), from.timeZoneId);
  }
  return undefined;
}

function firstAfterChange(low: number, high: number, offset: (ms: number) => number): number {
  const before = offset(low);
  let [last, first] = [low, high];
  while (first - last > 1) {
    const middle = Math.floor((last + first) / 2);
    if (offset(middle) === before) last = middle;
    else first = middle;
  }
  return first;
}

function at(ms: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
}

/** Of two moments, days or times of day. */
export function earlier<T extends Date | string>(one: T, other: T): T {
  return one < other ? one : other;
}

export function later<T extends Date | string>(one: T, other: T): T {
  return one > other ? one : other;
}
