import { Temporal } from 'temporal-polyfill';

/*
 * When a person may be messaged without having asked. All rules are pure: they take the moment and the calendar.
 * Hours are the recipient's own.
 */

export interface Calendar {
  /** IANA name. */
  readonly timeZone: string;
  /** ISO weekdays, 1 is Monday. */
  readonly workDays: readonly number[];
  readonly pausedUntil?: Date;
}

export const defaultWorkDays: readonly number[] = [1, 2, 3, 4, 5];

/** "Until I say": a pause without an end. */
export const untilTheySay = new Date('9999-12-31T00:00:00Z');

const quietUntil = Temporal.PlainTime.from('09:30');
const mondayQuietUntil = Temporal.PlainTime.from('10:00');
const quietFrom = Temporal.PlainTime.from('16:30');
const fridayQuietFrom = Temporal.PlainTime.from('15:00');

/** The widest hours that a slot can be set to. */
export const earliestSlot = '08:00';
export const latestSlot = '18:00';

/** At most this many unprompted messages a person a week, whatever they are. */
export const weeklyCap = 2;

/** A slot that a community keeps: these weekdays at this local time, every so many weeks counted from `startsAt`. */
export interface Rhythm {
  /** ISO weekdays, 1 is Monday. */
  readonly weekdays: readonly number[];
  /** `HH:MM`. */
  readonly timeOfDay: string;
  readonly everyWeeks: number;
  readonly startsAt: Date;
}

/** The first moment from `from` on at which an unprompted message suits the person. */
export function nextSuitable(calendar: Calendar, from: Date): Date {
  const start = calendar.pausedUntil && calendar.pausedUntil > from ? calendar.pausedUntil : from;
  let moment = zoned(start, calendar.timeZone);
  if (calendar.workDays.length === 0 || start >= untilTheySay) return untilTheySay;
  while (!suits(moment, calendar)) moment = laterStart(moment);
  return toDate(moment);
}

function suits(moment: Temporal.ZonedDateTime, calendar: Calendar): boolean {
  const time = moment.toPlainTime();
  return (
    calendar.workDays.includes(moment.dayOfWeek) &&
    Temporal.PlainTime.compare(time, startOfDay(moment)) >= 0 &&
    Temporal.PlainTime.compare(time, endOfDay(moment)) < 0
  );
}

/** Today's first suitable time if it is still to come, else tomorrow's. */
function laterStart(moment: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const opening = startOfDay(moment);
  if (Temporal.PlainTime.compare(moment.toPlainTime(), opening) < 0) return moment.withPlainTime(opening);
  const tomorrow = moment.toPlainDate().add({ days: 1 });
  return tomorrow.toZonedDateTime({
    timeZone: moment.timeZoneId,
    plainTime: tomorrow.dayOfWeek === 1 ? mondayQuietUntil : quietUntil,
  });
}

function startOfDay(moment: Temporal.ZonedDateTime): Temporal.PlainTime {
  return moment.dayOfWeek === 1 ? mondayQuietUntil : quietUntil;
}

function endOfDay(moment: Temporal.ZonedDateTime): Temporal.PlainTime {
  return moment.dayOfWeek === 5 ? fridayQuietFrom : quietFrom;
}

/**
 * The person's next slot after `after`. A slot on a day that they do not work slides to their next working day, but
 * never onto or past the following slot: then it is left out, so that two never double up.
 */
export function nextSlot(rhythm: Rhythm, calendar: Calendar, after: Date): Date {
  if (calendar.workDays.length === 0) return untilTheySay;
  const from = after > rhythm.startsAt ? after : rhythm.startsAt;
  const firstDay = zoned(from, calendar.timeZone).toPlainDate().subtract({ days: 7 });
  for (let ahead = 0; ahead <= rhythm.everyWeeks * 7 + 21; ahead++) {
    const day = firstDay.add({ days: ahead });
    if (!hasSlot(rhythm, calendar, day)) continue;
    const kept = slideToWorkDay(day, rhythm, calendar);
    if (!kept) continue;
    const moment = toDate(kept.toZonedDateTime({ timeZone: calendar.timeZone, plainTime: rhythm.timeOfDay }));
    if (moment > after) return moment;
  }
  return untilTheySay;
}

function hasSlot(rhythm: Rhythm, calendar: Calendar, day: Temporal.PlainDate): boolean {
  if (!rhythm.weekdays.includes(day.dayOfWeek)) return false;
  const start = zoned(rhythm.startsAt, calendar.timeZone).toPlainDate();
  const weeks = mondayOf(start).until(mondayOf(day), { largestUnit: 'days' }).days / 7;
  return Temporal.PlainDate.compare(day, start) >= 0 && weeks % rhythm.everyWeeks === 0;
}

function slideToWorkDay(day: Temporal.PlainDate, rhythm: Rhythm, calendar: Calendar): Temporal.PlainDate | undefined {
  let kept = day;
  while (!calendar.workDays.includes(kept.dayOfWeek)) {
    kept = kept.add({ days: 1 });
    if (hasSlot(rhythm, calendar, kept)) return undefined;
  }
  return kept;
}

function mondayOf(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.subtract({ days: day.dayOfWeek - 1 });
}

/** The moment at which the person's own week began: Monday, midnight. */
export function weekStart(calendar: Calendar, now: Date): Date {
  return toDate(mondayOf(zoned(now, calendar.timeZone).toPlainDate()).toZonedDateTime(calendar.timeZone));
}

export function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.instant().toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

function zoned(moment: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(timeZone);
}

function toDate(moment: Temporal.ZonedDateTime): Date {
  return new Date(moment.epochMilliseconds);
}
