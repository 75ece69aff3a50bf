import { weekdayName } from '../../../cards/dates.ts';
import type { Choice } from '../../../cards/elements.ts';
import { languages, type Words } from '../../../cards/words.ts';
import { type Calendar, openHours, type Slot } from '../../../scheduling/calendar.ts';
import type { Community } from '../community.ts';
import type { Audience } from '../preference.ts';
import type { Newcomer } from './store.ts';

/** The first choices of somebody who has joined. */

export type First = 'language' | 'slot' | 'audience';

/** In the order in which they stand on the card; a language is asked for only where there are several. */
const firsts: readonly First[] = [...(languages.length > 1 ? (['language'] as const) : []), 'slot', 'audience'];

export function isFirst(value: string | undefined): value is First {
  return firsts.some((first) => first === value);
}

export function isAllSaid({ said }: Pick<Newcomer, 'said'>): boolean {
  return firsts.every((first) => said.includes(first));
}

export function withSaid({ said }: Pick<Newcomer, 'said'>, first: First): string[] {
  return [...new Set([...said, first])];
}

const others: readonly Slot[] = [
  { weekday: 2, time: '10:00' },
  { weekday: 3, time: '14:00' },
  { weekday: 4, time: '10:00' },
];
const mostOffered = 3;

/** Times within a person's own days and hours: the community's first, then others. */
export function slotsOnOffer(community: Pick<Community, 'weekdays' | 'time_of_day'>, calendar: Calendar): Slot[] {
  const usual = community.weekdays.map((weekday) => ({ weekday, time: community.time_of_day }));
  const all = new Map([...usual, ...others].map((slot) => [slotValue(slot), slot]));
  return [...all.values()]
    .filter((slot) => isTheirs(slot, calendar))
    .slice(0, mostOffered)
    .toSorted((one, other) => one.weekday - other.weekday);
}

function isTheirs({ weekday, time }: Slot, calendar: Calendar): boolean {
  const { from, until } = openHours(calendar, weekday);
  return calendar.workDays.includes(weekday) && time >= from && time < until;
}

export function slotValue({ weekday, time }: Slot): string {
  return `${weekday} ${time}`;
}

export function readSlot(value: string | undefined): Slot | undefined {
  const [, weekday, time] = /^([1-7]) ((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(value ?? '') ?? [];
  return weekday && time ? { weekday: Number(weekday), time } : undefined;
}

export function slotInWords({ weekday, time }: Slot): string {
  return `${weekdayName(weekday)} ${time}`;
}

/** Those that would mean something: a team of theirs is only known where its channel is set up. */
export function audiencesOnOffer(
  words: Words,
  community: Community,
  all: readonly Pick<Community, 'kind'>[],
): Choice[] {
  const hasTeam = all.some(({ kind }) => kind === 'team');
  return [
    { title: words('joining.me'), value: 'me' },
    ...(hasTeam ? [{ title: words('joining.team'), value: 'team' }] : []),
    ...(community.kind === 'team'
      ? []
      : [{ title: words('joining.community', { place: community.name }), value: 'community' }]),
  ];
}

/** `null`: wherever it was asked. */
export function audienceInWords(words: Words, audience: Audience | null, place: string): string {
  return audience === 'me' || audience === 'team'
    ? words(`joining.${audience}`)
    : words('joining.community', { place });
}
