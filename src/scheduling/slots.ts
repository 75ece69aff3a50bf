import { Temporal } from 'temporal-polyfill';
import { type Calendar, hasHours, isWorkingDay, openHours, untilTheySay, whenBack, widestHours } from './calendar.ts';
import { earlier, later, minuteOfDay, minutesOf, mondayOf, toDate, zoned } from './local-time.ts';

/** Slots: the moments at which a community's people have agreed to be asked, each in their own zone. */

/** These weekdays at this local time, every so many weeks counted from `startsAt`. */
export interface Rhythm {
  /** ISO weekdays, 1 is Monday. */
  readonly weekdays: readonly number[];
  /** `HH:MM`. */
  readonly timeOfDay: string;
  readonly everyWeeks: number;
  readonly startsAt: Date;
}

/** A message comes on time so long after its slot; later, it waits for the person's usual hours. */
export const slotLeewayMinutes = 30;

/** More slots than fall out one after the other, to holidays and other days without work. */
const mostTried = 60;
const mostLeaves = 1_000;

/**
 * The person's next slot after `after`. A slot on a day that they do not work slides to their next working day, but
 * never onto or past the following slot: then it is left out, so that two never double up. Slots during a pause or a
 * leave are left out as well: nothing queues up behind it.
 */
export function nextSlot(rhythm: Rhythm, calendar: Calendar, after: Date): Date {
  if (!hasHours(calendar)) return untilTheySay;
  let soonest: Date | undefined = later(new Date(after.getTime() + 1), rhythm.startsAt);
  for (let leaves = 0; leaves < mostLeaves && soonest && soonest < untilTheySay; leaves++) {
    const slot = slotFrom(rhythm, calendar, soonest);
    const back = slot && whenBack(calendar, slot);
    if (slot && !back) return slot;
    soonest = back;
  }
  return untilTheySay;
}

function slotFrom(rhythm: Rhythm, calendar: Calendar, soonest: Date): Date | undefined {
  let tried = 0;
  for (const [day, following] of slotDays(rhythm, calendar, soonest)) {
    const moment = momentBetween(day, following, { rhythm, calendar });
    if (moment && moment >= soonest) return moment;
    if (++tried >= mostTried) return undefined;
  }
  return undefined;
}

/** Each day that has a slot, with the next one that has; from the last before `from` on, without end. */
function* slotDays(
  { weekdays, everyWeeks, startsAt }: Rhythm,
  { timeZone }: Calendar,
  from: Date,
): Generator<[Temporal.PlainDate, Temporal.PlainDate]> {
  const first = zoned(startsAt, timeZone).toPlainDate();
  const origin = mondayOf(first);
  const weeks = origin.until(zoned(from, timeZone).toPlainDate(), { largestUnit: 'weeks' }).weeks;
  const sorted = weekdays.toSorted((a, b) => a - b);
  let before: Temporal.PlainDate | undefined;
  for (let round = Math.max(0, Math.floor(weeks / everyWeeks) - 1); sorted.length > 0; round++) {
    for (const weekday of sorted) {
      const day = origin.add({ days: round * everyWeeks * 7 + weekday - 1 });
      if (before && Temporal.PlainDate.compare(before, first) >= 0) yield [before, day];
      before = day;
    }
  }
}

/** The slot of `day`, or of the first working day after it and before `following`. */
function momentBetween(
  day: Temporal.PlainDate,
  following: Temporal.PlainDate,
  { rhythm, calendar }: { rhythm: Rhythm; calendar: Calendar },
): Date | undefined {
  for (let kept = day; Temporal.PlainDate.compare(kept, following) < 0; kept = kept.add({ days: 1 })) {
    const plainTime = isWorkingDay(calendar, kept) && timeOn(kept, rhythm, calendar);
    if (!plainTime) continue;
    const moment = kept.toZonedDateTime({ timeZone: calendar.timeZone, plainTime });
    // Samoa had no 30 December 2011: such a day is nobody's working day.
    if (moment.toPlainDate().equals(kept)) return toDate(moment);
  }
  return undefined;
}

/** The slot's time, drawn into the hours that a person chose for themself. */
function timeOn(day: Temporal.PlainDate, { timeOfDay }: Rhythm, calendar: Calendar): string | undefined {
  if (!calendar.hours) return timeOfDay;
  const { from, until } = openHours(calendar, day.dayOfWeek);
  if (from >= until) return undefined;
  const latest = Temporal.PlainTime.from(until).subtract({ minutes: slotLeewayMinutes });
  return later(from, earlier(timeOfDay, latest.toString({ smallestUnit: 'minute' })));
}

/** Whether a message that was set for this slot may come now: in the person's zone as it is now, the slot may be in the night. */
export function suitsSlot(calendar: Calendar, slot: Date, now: Date): boolean {
  const lateMs = now.getTime() - slot.getTime();
  if (lateMs < 0 || lateMs > slotLeewayMinutes * 60_000 || whenBack(calendar, now)) return false;
  const local = zoned(now, calendar.timeZone);
  const { from, until } = calendar.hours ? openHours(calendar, local.dayOfWeek) : widestHours;
  const end = minutesOf(until) + (calendar.hours ? 0 : slotLeewayMinutes);
  const minute = minuteOfDay(local);
  return isWorkingDay(calendar, local.toPlainDate()) && minute >= minutesOf(from) && minute < end;
}
