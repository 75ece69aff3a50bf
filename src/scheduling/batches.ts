import type { Calendar } from './calendar.ts';
import { nextSlot } from './slots.ts';

/** Replies to what a person wrote are told in batches, at most three times a day, by their own clock. */

const batches = ['10:00', '13:00', '16:00'];

export function nextBatch(calendar: Calendar, now: Date): Date {
  const rhythm = { weekdays: [...calendar.workDays], everyWeeks: 1, startsAt: now };
  const moments = batches.map((timeOfDay) => nextSlot({ ...rhythm, timeOfDay }, calendar, now).getTime());
  return new Date(Math.min(...moments));
}
