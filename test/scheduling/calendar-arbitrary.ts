import fc from 'fast-check';
import type { Calendar, Leave } from '../../src/scheduling/calendar.ts';
import type { Rhythm } from '../../src/scheduling/slots.ts';

/** Calendars, moments and rhythms of all kinds, with a liking for the hours in which clocks are changed. */

/** Half hours, changes at midnight and at noon, a month-long winter in Ramadan, a day that never was. */
const changes: readonly (readonly [string, string])[] = [
  ['Europe/London', '2027-03-28T01:00:00Z'],
  ['Europe/London', '2027-10-31T01:00:00Z'],
  ['Europe/Dublin', '2027-10-31T01:00:00Z'],
  ['America/New_York', '2028-03-12T07:00:00Z'],
  ['America/St_Johns', '2010-11-07T02:31:00Z'],
  ['America/Sao_Paulo', '2018-11-04T03:00:00Z'],
  ['America/Asuncion', '2024-03-24T03:00:00Z'],
  ['Africa/Cairo', '2027-04-29T22:00:00Z'],
  ['Africa/Casablanca', '2027-02-07T02:00:00Z'],
  ['Africa/Khartoum', '2000-01-15T10:00:00Z'],
  ['Asia/Beirut', '2027-03-27T22:00:00Z'],
  ['Asia/Kathmandu', '1985-12-31T18:30:00Z'],
  ['Australia/Lord_Howe', '2027-04-03T15:00:00Z'],
  ['Australia/Lord_Howe', '2027-10-02T15:30:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z'],
  ['Pacific/Kiritimati', '1995-01-01T00:00:00Z'],
  ['Pacific/Auckland', '2027-09-25T14:00:00Z'],
  ['Antarctica/Troll', '2027-03-28T01:00:00Z'],
  ['UTC', '2028-02-29T00:00:00Z'],
  ['UTC', '2026-12-31T23:59:00Z'],
];

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export interface Scene {
  readonly calendar: Calendar;
  readonly from: Date;
}

/** A moment and somebody's calendar; absurd ones as well: no day of work, away for years, hours that are none. */
export const scene: fc.Arbitrary<Scene> = fc
  .tuple(
    fc.constantFrom(...changes),
    fc.integer({ min: -4 * 24 * 60, max: 3 * 24 * 60 }),
    fc.integer({ min: 0, max: 59_999 }),
  )
  .chain(([[timeZone, change], minutes, ms]) => {
    const from = new Date(new Date(change).getTime() + minutes * 60_000 + ms);
    return calendarIn(timeZone, from).map((calendar) => ({ calendar, from }));
  });

function calendarIn(timeZone: string, near: Date): fc.Arbitrary<Calendar> {
  return fc.record(
    {
      timeZone: fc.constant(timeZone),
      workDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 7 }),
      hours: fc.record({ from: timeOfDay, until: timeOfDay }),
      pausedUntil: fc.integer({ min: -5 * 24, max: 5 * 24 }).map((hours) => new Date(near.getTime() + hours * hourMs)),
      leave: fc.array(leaveNear(near), { maxLength: 3 }),
      holidays: fc.uniqueArray(dayNear(near), { maxLength: 6 }).map((days) => new Set(days)),
    },
    { requiredKeys: ['timeZone', 'workDays'] },
  );
}

/** Half hours, and now and then something that no form would let through. */
const timeOfDay = fc.integer({ min: 0, max: 47 }).map((half) => {
  return `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`;
});

function dayNear(near: Date): fc.Arbitrary<string> {
  return fc
    .integer({ min: -6, max: 8 })
    .map((days) => new Date(near.getTime() + days * dayMs).toISOString().slice(0, 10));
}

function leaveNear(near: Date): fc.Arbitrary<Leave> {
  const length = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 5 }) }, fc.constantFrom(365, 4_000, -3));
  return fc.tuple(fc.integer({ min: -6, max: 6 }), length).map(([start, days]) => ({
    firstDay: new Date(near.getTime() + start * dayMs).toISOString().slice(0, 10),
    lastDay: new Date(near.getTime() + (start + days) * dayMs).toISOString().slice(0, 10),
  }));
}

export const rhythm: fc.Arbitrary<Rhythm> = fc.record({
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 2 }),
  timeOfDay: fc
    .integer({ min: 16, max: 36 })
    .map((half) => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`),
  everyWeeks: fc.constantFrom(1, 2, 4),
  startsAt: fc.constantFrom('1980-01-07T12:00:00Z', '1999-12-29T12:00:00Z').map((iso) => new Date(iso)),
});

interface WallClock {
  /** `2027-03-28`. */
  readonly day: string;
  /** `01:30`. */
  readonly time: string;
  /** ISO, 1 is Monday. */
  readonly weekday: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock and the calendar on the wall show, by ICU: another way than the code under test takes. */
export function wallClock(moment: Date, timeZone: string): WallClock {
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  formats.set(timeZone, format);
  const [day = '', time = ''] = format.format(moment).split(' ');
  return { day, time, weekday: new Date(day).getUTCDay() || 7 };
}

export function isWorkingDay({ workDays, holidays }: Calendar, { day, weekday }: WallClock): boolean {
  return workDays.includes(weekday) && !holidays?.has(day);
}

export function isAway({ pausedUntil, leave = [] }: Calendar, moment: Date, { day }: WallClock): boolean {
  if (pausedUntil && moment < pausedUntil) return true;
  return leave.some(({ firstDay, lastDay }) => firstDay <= day && day <= lastDay);
}
