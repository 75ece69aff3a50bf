/** Dates and lists in a reader's own language and zone, written as "Thu 6 June, 14:00". */

export function dayAndTime(moment: Date, timeZone: string, locale = 'en-GB'): string {
  const day = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'long', timeZone }).format(
    moment,
  );
  const time = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(moment);
  return `${day.replace(',', '')}, ${time}`;
}

/** "Tue 3 August", with its year where that is not the present one. */
export function dayOnly(moment: Date, { timeZone, now }: { timeZone: string; now: Date }, locale = 'en-GB'): string {
  return daySpan(moment, moment, { timeZone, now }, locale);
}

/** "Tue 3 August – Tue 17 August", as for `dayOnly`; of one day, that day. */
export function daySpan(
  first: Date,
  last: Date,
  { timeZone, now }: { timeZone: string; now: Date },
  locale = 'en-GB',
): string {
  const yearOf = (moment: Date) => new Intl.DateTimeFormat('en', { year: 'numeric', timeZone }).format(moment);
  const isOtherYear = [first, last].some((moment) => yearOf(moment) !== yearOf(now));
  const format = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    ...(isOtherYear && { year: 'numeric' }),
    timeZone,
  });
  return format.formatRange(first, last).replaceAll(',', '').replaceAll(/\s/g, ' ');
}

/** A day as it stands in a calendar, `YYYY-MM-DD`: "Tue 28 May 2027". */
export function calendarDay(day: string, locale = 'en-GB'): string {
  return new Intl.DateTimeFormat(locale, { ...dayParts, weekday: 'short' }).format(noonOf(day)).replace(',', '');
}

/** "6–24 May 2027" */
export function calendarDays(from: string, to: string, locale = 'en-GB'): string {
  return new Intl.DateTimeFormat(locale, dayParts).formatRange(noonOf(from), noonOf(to));
}

const dayParts = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;

function noonOf(day: string): Date {
  return new Date(`${day}T12:00:00Z`);
}

/** ISO weekday (1 is Monday) to its name. */
export function weekdayName(weekday: number, locale = 'en-GB'): string {
  const monday = Date.UTC(2024, 0, 1);
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(
    monday + (weekday - 1) * 86_400_000,
  );
}

export function listOf(items: readonly string[], locale = 'en-GB'): string {
  return new Intl.ListFormat(locale).format(items);
}

/** "12 January 2027 at 10:00 UTC": whole, for what is kept. */
export function longMoment(moment: Date, timeZone: string, locale = 'en-GB'): string {
  const parts = { year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone, timeZoneName: 'short' }).format(moment);
}
