import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Calendar, nextSuitable, nextWeekStart, untilTheySay, weekStart } from '../../src/scheduling/calendar.ts';
import { isAway, isWorkingDay, scene, wallClock } from './calendar-arbitrary.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** The rule as a person would put it, asked of the clock on the wall. */
function suits(calendar: Calendar, moment: Date): boolean {
  const clock = wallClock(moment, calendar.timeZone);
  if (isAway(calendar, moment, clock) || !isWorkingDay(calendar, clock)) return false;
  const { hours } = calendar;
  if (hours) return clock.time >= max('08:00', hours.from) && clock.time < min('18:00', hours.until);
  const opens = clock.weekday === 1 ? '10:00' : '09:30';
  const closes = clock.weekday === 5 ? '15:00' : '16:30';
  return clock.time >= opens && clock.time < closes;
}

const max = (one: string, other: string) => (one > other ? one : other);
const min = (one: string, other: string) => (one < other ? one : other);

/** Every minute before `end`, for two days after `from` and two days before `end`. */
function* minutesBefore(from: Date, end: Date): Generator<Date> {
  for (let at = from.getTime(); at < end.getTime(); at += minuteMs) {
    if (at > from.getTime() + 2 * dayMs && at < end.getTime() - 2 * dayMs) at = end.getTime() - 2 * dayMs;
    yield new Date(at);
  }
}

describe('the next suitable moment, whatever the calendar', function () {
  this.timeout(60_000);

  it('is not before the moment asked about, and suits', () => {
    fc.assert(
      fc.property(scene, ({ calendar, from }) => {
        const next = nextSuitable(calendar, from);
        assert.ok(next >= from);
        if (next < untilTheySay) assert.ok(suits(calendar, next), next.toISOString());
      }),
      { numRuns: 500 },
    );
  });

  it('is the first: no minute before it suits', () => {
    fc.assert(
      fc.property(scene, ({ calendar, from }) => {
        const next = nextSuitable(calendar, from);
        const end = next < untilTheySay ? next : new Date(from.getTime() + 2 * dayMs);
        for (const minute of minutesBefore(from, end)) {
          assert.ok(!suits(calendar, minute), `${minute.toISOString()} suits before ${next.toISOString()}`);
        }
        if (next > from && next < untilTheySay) assert.ok(!suits(calendar, new Date(next.getTime() - 1)));
      }),
      { numRuns: 150 },
    );
  });

  it('never comes earlier for having been asked about later', () => {
    const twice = fc.tuple(scene, fc.integer({ min: 0, max: 10 * 24 * 60 }));
    fc.assert(
      fc.property(twice, ([{ calendar, from }, minutes]) => {
        const later = new Date(from.getTime() + minutes * minuteMs);
        assert.ok(nextSuitable(calendar, from) <= nextSuitable(calendar, later));
      }),
      { numRuns: 500 },
    );
  });

  it('never comes where every day is a holiday, and is told at once', () => {
    const always: Calendar = { timeZone: 'Europe/London', workDays: [1, 2, 3, 4, 5], holidays: { has: () => true } };
    assert.equal(nextSuitable(always, new Date('2027-03-01T12:00:00Z')), untilTheySay);
  });

  it('comes after thousands of days away, and not at all after a leave without end', () => {
    const away = (lastDay: string): Calendar => ({
      timeZone: 'Pacific/Auckland',
      workDays: [3],
      leave: [{ firstDay: '2027-01-01', lastDay }],
    });
    const from = new Date('2027-03-01T12:00:00Z');
    assert.equal(nextSuitable(away('2126-12-31'), from).toISOString(), '2126-12-31T20:30:00.000Z');
    assert.equal(nextSuitable(away('9999-12-31'), from), untilTheySay);
  });
});

describe('a week, whatever the calendar', () => {
  it('begins on Monday with the day, at or before now, and the next one after now', () => {
    fc.assert(
      fc.property(scene, ({ calendar, from }) => {
        const start = weekStart(calendar, from);
        const next = nextWeekStart(calendar, from);
        assert.ok(start <= from && from < next);
        for (const monday of [start, next]) {
          const before = wallClock(new Date(monday.getTime() - 1), calendar.timeZone);
          assert.equal(wallClock(monday, calendar.timeZone).weekday, 1);
          assert.notEqual(before.weekday, 1);
        }
      }),
      { numRuns: 500 },
    );
  });
});
