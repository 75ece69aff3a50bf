import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Calendar, untilTheySay } from '../../src/scheduling/calendar.ts';
import { nextSlot, type Rhythm, suitsSlot } from '../../src/scheduling/slots.ts';
import { isAway, isWorkingDay, rhythm, scene, wallClock } from './calendar-arbitrary.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const followedDays = 40;

const addDays = (day: string, days: number) => new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
const weekdayOf = (day: string) => new Date(day).getUTCDay() || 7;

/** The days near `from` that have a slot, and the one after the last of them. */
function slotDays({ weekdays, everyWeeks, startsAt }: Rhythm, { timeZone }: Calendar, from: Date): string[] {
  const start = wallClock(startsAt, timeZone);
  const firstMonday = Date.parse(start.day) - (start.weekday - 1) * dayMs;
  const today = wallClock(from, timeZone).day;
  return Array.from({ length: 2 * followedDays + 60 }, (_, index) => addDays(today, index - followedDays)).filter(
    (day) => {
      const week = Math.floor((Date.parse(day) - firstMonday) / (7 * dayMs));
      return weekdays.includes(weekdayOf(day)) && week % everyWeeks === 0 && day >= start.day;
    },
  );
}

/** The first minute of a day at which the clock shows this time, or one that it skips to. */
function firstShowing(day: string, time: string, timeZone: string): Date | undefined {
  const [wanted, end] = [`${day} ${time}`, Date.parse(day) + 2 * dayMs];
  const shown = (at: number) => {
    const clock = wallClock(new Date(at), timeZone);
    return `${clock.day} ${clock.time}`;
  };
  let at = Date.parse(day) - dayMs;
  while (at < end && shown(at) < wanted) at += 60 * minuteMs;
  for (at -= 60 * minuteMs; at < end && shown(at) < wanted; ) at += minuteMs;
  return shown(at).startsWith(day) ? new Date(at) : undefined;
}

function exists(day: string, timeZone: string): boolean {
  return firstShowing(day, '00:00', timeZone) !== undefined;
}

/** The first day from a slot's on, and before the next slot's, that the person works. */
function keptDay(day: string, following: string, calendar: Calendar): string | undefined {
  for (let kept = day; kept < following; kept = addDays(kept, 1)) {
    const clock = { day: kept, time: '12:00', weekday: weekdayOf(kept) };
    if (isWorkingDay(calendar, clock) && exists(kept, calendar.timeZone)) return kept;
  }
  return undefined;
}

/** The first slot after `after` that the person is asked at, found the long way round; none where none is near. */
function firstSlot({ rhythm, calendar, after }: { rhythm: Rhythm; calendar: Calendar; after: Date }): Date | undefined {
  const { timeZone } = calendar;
  const days = slotDays(rhythm, calendar, after);
  for (const [index, day] of days.slice(0, -1).entries()) {
    const kept = keptDay(day, days[index + 1] ?? '', calendar);
    const moment = kept && firstShowing(kept, rhythm.timeOfDay, timeZone);
    if (moment && moment > after && !isAway(calendar, moment, wallClock(moment, timeZone))) return moment;
  }
  return undefined;
}

describe('the next slot, whatever the calendar', function () {
  this.timeout(60_000);
  /** Half the hours that are generated are none; slots drawn into hours have cases of their own. */
  const cases = fc.tuple(scene, rhythm).map(
    ([
      {
        calendar: { hours: _, ...calendar },
        from,
      },
      each,
    ]) => ({ calendar, from, rhythm: each }),
  );

  it('is the first that the person works and is there for, found the long way round', () => {
    fc.assert(
      fc.property(cases, ({ calendar, from, rhythm: each }) => {
        const first = firstSlot({ rhythm: each, calendar, after: from });
        const next = nextSlot(each, calendar, from);
        if (first) assert.equal(next.toISOString(), first.toISOString());
        else assert.ok(next.getTime() > from.getTime() + (followedDays - 30) * dayMs, next.toISOString());
      }),
      { numRuns: 400 },
    );
  });

  it('comes after the moment asked about, and suits when it comes', () => {
    fc.assert(
      fc.property(fc.tuple(scene, rhythm), ([{ calendar, from }, each]) => {
        const next = nextSlot(each, calendar, from);
        assert.ok(next > from);
        if (next < untilTheySay) assert.ok(suitsSlot(calendar, next, next), next.toISOString());
      }),
      { numRuns: 500 },
    );
  });

  it('never comes earlier for having been asked about later', () => {
    const twice = fc.tuple(scene, rhythm, fc.integer({ min: 0, max: 40 * 24 * 60 }));
    fc.assert(
      fc.property(twice, ([{ calendar, from }, each, minutes]) => {
        const later = new Date(from.getTime() + minutes * minuteMs);
        assert.ok(nextSlot(each, calendar, from) <= nextSlot(each, calendar, later));
      }),
      { numRuns: 500 },
    );
  });

  it('leaves a day between two at the least, and never doubles up', () => {
    fc.assert(
      fc.property(fc.tuple(scene, rhythm), ([{ calendar, from }, each]) => {
        const first = nextSlot(each, calendar, from);
        if (first >= untilTheySay) return;
        const second = nextSlot(each, calendar, first);
        const days = [first, second].map((moment) => wallClock(moment, calendar.timeZone).day);
        assert.notEqual(days[0], days[1]);
      }),
      { numRuns: 500 },
    );
  });
});
