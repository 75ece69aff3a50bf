import { type Calendar, untilTheySay, widestHours } from '../../scheduling/calendar.ts';
import { nextSlot, type Rhythm } from '../../scheduling/slots.ts';
import type { Row } from '../../storage/schema.ts';

export type Community = Row<'community'>;

/** What the set-up form asks. */
export interface CommunityChoices {
  readonly kind: 'community' | 'team';
  readonly asked: 'members' | 'joined';
  readonly themes: string[];
  readonly ownPrompt: string;
  readonly weekdays: number[];
  readonly timeOfDay: string;
  readonly everyWeeks: number;
  readonly stop: boolean;
}

export type SetupComplaint = 'weekdays' | 'time' | 'own-prompt';

export const usualChoices: CommunityChoices = {
  kind: 'community',
  asked: 'members',
  themes: [],
  ownPrompt: '',
  weekdays: [3],
  timeOfDay: '14:00',
  everyWeeks: 1,
  stop: false,
};

export const longestOwnPrompt = 300;

/** What must be mended before the choices can be kept, by field. */
export function checkChoices(choices: CommunityChoices): SetupComplaint[] {
  const { weekdays, timeOfDay, ownPrompt } = choices;
  return [
    ...(weekdays.length === 0 || weekdays.length > 2 ? (['weekdays'] as const) : []),
    ...(isSlotTime(timeOfDay) ? [] : (['time'] as const)),
    ...(ownPrompt.length > longestOwnPrompt ? (['own-prompt'] as const) : []),
  ];
}

export function isSlotTime(time: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(time) && time >= widestHours.from && time <= widestHours.until;
}

export function rhythmOf(community: Community): Rhythm {
  return {
    weekdays: community.weekdays,
    timeOfDay: community.time_of_day,
    everyWeeks: community.every_weeks,
    startsAt: community.starts_at,
  };
}

/** The same for somebody who likes to be asked at a time of their own. */
export function ownRhythm(community: Community, { slot }: Pick<Calendar, 'slot'>): Rhythm {
  return { ...rhythmOf(community), ...(slot && { weekdays: [slot.weekday], timeOfDay: slot.time }) };
}

/** When a person who takes part is asked next; `null` where that is never. */
export function nextAskAt(community: Community, calendar: Calendar, now: Date): Date | null {
  if (community.stopped_at) return null;
  const slot = nextSlot(ownRhythm(community, calendar), calendar, now);
  return slot < untilTheySay ? slot : null;
}
