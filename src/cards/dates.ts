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

export function dayOnly(moment: Date, timeZone: string, locale = 'en-GB'): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'long', timeZone })
    .format(moment)
    .replace(',', '');
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
