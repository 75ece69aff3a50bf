import { asUsual } from '../../cards/prompts/settings-form.ts';
import { type Hours, type Leave, type Slot, usualHours } from '../../scheduling/calendar.ts';
import { isPlace } from '../../scheduling/holidays.ts';
import { isDay, minutesOf } from '../../scheduling/local-time.ts';
import { type CalendarChange, worksOnHolidays } from '../../scheduling/store.ts';
import { findTimeZone } from '../../scheduling/time-zones.ts';
import { isSlotTime } from './community.ts';
import { checkLeave, type LeaveProblem } from './leave.ts';

/** What the settings form asks, as it stands in the form. */
export interface CalendarChoices {
  /** As typed; empty follows the profile. */
  readonly timeZone: string;
  readonly workDays: number[];
  /** `HH:MM` or `asUsual`. */
  readonly hoursFrom: string;
  readonly hoursUntil: string;
  /** A place, `worksOnHolidays` or `anyHolidays`. */
  readonly holidays: string;
  /** An ISO weekday or `asUsual`; `HH:MM`. */
  readonly slotDay: string;
  readonly slotTime: string;
  /** `2027-08-03`, or empty. */
  readonly firstDay: string;
  readonly lastDay: string;
}

/** The choice of somebody who has not said where they work. */
export const anyHolidays = 'any';

const shortestMinutes = 60;

export function readChoices(inputs: Readonly<Record<string, string>>): CalendarChoices {
  const textOf = (id: string, otherwise = '') => inputs[id]?.trim() || otherwise;
  const days = textOf('workDays').split(',').map(Number);
  return {
    timeZone: textOf('timeZone'),
    workDays: [...new Set(days)].filter((day) => day >= 1 && day <= 7).toSorted((a, b) => a - b),
    hoursFrom: textOf('hoursFrom', asUsual),
    hoursUntil: textOf('hoursUntil', asUsual),
    holidays: textOf('holidays', anyHolidays),
    slotDay: textOf('slotDay', asUsual),
    slotTime: textOf('slotTime'),
    firstDay: textOf('firstDay'),
    lastDay: textOf('lastDay'),
  };
}

export type ChoicesComplaint =
  | {
      readonly field: 'timeZone' | 'workDays' | 'hoursUntil' | 'slotTime' | 'firstDay' | 'lastDay';
      readonly problem: 'wrong';
    }
  | { readonly field: 'lastDay'; readonly problem: LeaveProblem };

/** What must be mended before the choices can be kept, by field. */
export function checkChoices(choices: CalendarChoices, today: string): ChoicesComplaint[] {
  const { timeZone, workDays } = choices;
  const hours = hoursOf(choices);
  const isShort = hours && !(minutesOf(hours.until) - minutesOf(hours.from) >= shortestMinutes);
  return [
    ...(timeZone && !findTimeZone(timeZone) ? [{ field: 'timeZone', problem: 'wrong' } as const] : []),
    ...(workDays.length === 0 ? [{ field: 'workDays', problem: 'wrong' } as const] : []),
    ...(isShort ? [{ field: 'hoursUntil', problem: 'wrong' } as const] : []),
    ...(choices.slotDay !== asUsual && !slotOf(choices) ? [{ field: 'slotTime', problem: 'wrong' } as const] : []),
    ...checkDays(choices, today),
  ];
}

function checkDays({ firstDay, lastDay }: CalendarChoices, today: string): ChoicesComplaint[] {
  if (firstDay === '' && lastDay === '') return [];
  if (!isDay(firstDay)) return [{ field: 'firstDay', problem: 'wrong' }];
  if (!isDay(lastDay)) return [{ field: 'lastDay', problem: 'wrong' }];
  const problem = checkLeave({ firstDay, lastDay }, today);
  return problem ? [{ field: 'lastDay', problem }] : [];
}

/** What becomes the person's own. What they left as it was shown goes on following their profile. */
export function toChange(choices: CalendarChoices, zones: { shown: string; followed: string }): CalendarChange {
  const { timeZone, workDays, holidays } = choices;
  const zone = findTimeZone(timeZone) ?? null;
  const isKnown = holidays === anyHolidays || holidays === worksOnHolidays || isPlace(holidays);
  return {
    ...(timeZone !== zones.shown && { timeZone: zone === zones.followed ? null : zone }),
    workDays,
    hours: hoursOf(choices) ?? null,
    slot: slotOf(choices) ?? null,
    ...(isKnown && { holidays: holidays === anyHolidays ? null : holidays }),
  };
}

function hoursOf({ hoursFrom, hoursUntil }: CalendarChoices): Hours | undefined {
  if (hoursFrom === asUsual && hoursUntil === asUsual) return undefined;
  return {
    from: hoursFrom === asUsual ? usualHours.from : hoursFrom,
    until: hoursUntil === asUsual ? usualHours.until : hoursUntil,
  };
}

function slotOf({ slotDay, slotTime }: CalendarChoices): Slot | undefined {
  const weekday = Number(slotDay);
  return weekday >= 1 && weekday <= 7 && isSlotTime(slotTime) ? { weekday, time: slotTime } : undefined;
}

export function leaveOf({ firstDay, lastDay }: CalendarChoices): Leave | undefined {
  return firstDay ? { firstDay, lastDay } : undefined;
}
