import type { Temporal } from 'temporal-polyfill';
import {
  clockChange,
  earlier,
  endOfDay,
  later,
  minuteOfDay,
  minutesOf,
  mondayOf,
  startOfDay,
  toDate,
  zoned,
} from './local-time.ts';

/*
 * When a person may be messaged without having asked. All rules are pure: they take the moment and the calendar.
 * Hours are the recipient's own.
 */

export interface Calendar {
  /** IANA name. */
  readonly timeZone: string;
  /** ISO weekdays, 1 is Monday. */
  readonly workDays: readonly number[];
  /** Of their own choosing, within the widest hours; absent: the usual ones, less on Monday morning and Friday afternoon. */
  readonly hours?: Hours;
  readonly pausedUntil?: Date;
  readonly leave?: readonly Leave[];
  /** Public holidays. */
  readonly holidays?: DaySet;
  /** When they like to be asked, in place of a community's own days. */
  readonly slot?: Slot;
}

/** Once a week: an ISO weekday, a time of day `HH:MM`. */
export interface Slot {
  readonly weekday: number;
  readonly time: string;
}

/** Times of day, `HH:MM`; `until` is the first minute that is outside. */
export interface Hours {
  readonly from: string;
  readonly until: string;
}

/** Days away, the first and the last included. */
export interface Leave {
  readonly firstDay: string;
  readonly lastDay: string;
}

export interface DaySet {
  /** Whether this day (`2027-08-03`) is one of them. */
  has(day: string): boolean;
}

export const defaultWorkDays: readonly number[] = [1, 2, 3, 4, 5];

/** "Until I say": a pause without an end. */
export const untilTheySay = new Date('9999-12-31T00:00:00Z');

export const usualHours: Hours = { from: '09:30', until: '16:30' };
export const mondayHours: Hours = { from: '10:00', until: '16:30' };
export const fridayHours: Hours = { from: '09:30', until: '15:00' };
/** The widest that anybody can choose, for themself or for a community's slot. */
export const widestHours: Hours = { from: '08:00', until: '18:00' };

/** At most this many unprompted messages a person a week, whatever they are. */
export const weeklyCap = 2;

/** Nobody's next working day is further away, unless there is none. */
const furthestDays = 400;
/** More pauses, leaves and clock changes than can follow one another before that day. */
const mostSteps = 1_000;

/** The first moment from `from` on at which an unprompted message suits the person. */
export function nextSuitable(calendar: Calendar, from: Date): Date {
  if (!hasHours(calendar)) return untilTheySay;
  let moment: Temporal.ZonedDateTime | undefined = zoned(from, calendar.timeZone);
  for (let steps = 0; steps < mostSteps && moment && toDate(moment) < untilTheySay; steps++) {
    if (suits(calendar, moment)) return toDate(moment);
    moment = laterStart(calendar, moment);
  }
  return untilTheySay;
}

function suits(calendar: Calendar, moment: Temporal.ZonedDateTime): boolean {
  if (!isWorkingDay(calendar, moment.toPlainDate()) || returnFrom(calendar, moment)) return false;
  return isWithin(openHours(calendar, moment.dayOfWeek), moment);
}

/** Nearer to the next moment that suits, and none before it does. */
function laterStart(calendar: Calendar, moment: Temporal.ZonedDateTime): Temporal.ZonedDateTime | undefined {
  const back = returnFrom(calendar, moment);
  if (back) return zoned(back, calendar.timeZone);
  const local = moment.toPlainDateTime();
  const opening = nextOpening(calendar, local);
  if (!opening) return undefined;
  // By the clock as it goes now; where it changes before that, we look again from there.
  const there = moment.add({ milliseconds: local.until(opening).total('milliseconds') });
  return clockChange(moment, there) ?? there;
}

/** The next beginning of somebody's hours on the clock on the wall. */
function nextOpening(calendar: Calendar, local: Temporal.PlainDateTime): Temporal.PlainDateTime | undefined {
  let day = local.toPlainDate();
  for (let ahead = 0; ahead <= furthestDays; ahead++, day = day.add({ days: 1 })) {
    if (!isWorkingDay(calendar, day)) continue;
    const { from, until } = openHours(calendar, day.dayOfWeek);
    const isToCome = ahead > 0 || minuteOfDay(local) < minutesOf(from);
    if (from < until && isToCome) return day.toPlainDateTime(from);
  }
  return undefined;
}

/** When the pause or the leave that holds at this moment is over; `undefined` where none does. */
export function whenBack(calendar: Calendar, moment: Date): Date | undefined {
  return returnFrom(calendar, zoned(moment, calendar.timeZone));
}

function returnFrom({ pausedUntil, leave, timeZone }: Calendar, moment: Temporal.ZonedDateTime): Date | undefined {
  if (pausedUntil && pausedUntil > toDate(moment)) return earlier(pausedUntil, untilTheySay);
  if (!leave?.length) return undefined;
  const today = moment.toPlainDate().toString();
  const period = leave.find(({ firstDay, lastDay }) => firstDay <= today && today <= lastDay);
  return period && earlier(endOfDay(period.lastDay, timeZone), untilTheySay);
}

export function isWorkingDay({ workDays, holidays }: Calendar, day: Temporal.PlainDate): boolean {
  return workDays.includes(day.dayOfWeek) && !holidays?.has(day.toString());
}

/** Whether there is a weekday on which a message could ever come. */
export function hasHours(calendar: Calendar): boolean {
  return calendar.workDays.some((weekday) => {
    const { from, until } = openHours(calendar, weekday);
    return from < until;
  });
}

export function openHours({ hours }: Calendar, weekday: number): Hours {
  if (hours) return { from: later(hours.from, widestHours.from), until: earlier(hours.until, widestHours.until) };
  if (weekday === 1) return mondayHours;
  return weekday === 5 ? fridayHours : usualHours;
}

function isWithin({ from, until }: Hours, moment: Temporal.ZonedDateTime): boolean {
  const minute = minuteOfDay(moment);
  return minute >= minutesOf(from) && minute < minutesOf(until);
}

/** The moment at which the person's own week began: Monday, midnight. */
export function weekStart({ timeZone }: Pick<Calendar, 'timeZone'>, now: Date): Date {
  return startOfDay(mondayOf(zoned(now, timeZone).toPlainDate()).toString(), timeZone);
}

/** The moment at which their next week begins. */
export function nextWeekStart({ timeZone }: Calendar, now: Date): Date {
  return startOfDay(mondayOf(zoned(now, timeZone).toPlainDate()).add({ days: 7 }).toString(), timeZone);
}
