import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import type { DaySet } from './calendar.ts';
import { type ExtraHoliday, readExtraHolidays } from './extra-holidays.ts';
import { addDays } from './local-time.ts';

/*
 * Public holidays by place, from date-holidays and, for what that misses, from `content/holidays.yaml`.
 * A place is a country or one of its regions, by its ISO 3166 code: `IE`, `GB-SCT`. A country that has regions stands
 * for all of them together: whoever has not said where they are is left alone on every day that may be their holiday.
 */

export interface Place {
  readonly code: string;
  /** English: `Ireland`, `Scotland`. */
  readonly name: string;
}

const require = createRequire(import.meta.url);

/** Alderney is no part of the United Kingdom, and has days that nobody keeps there. */
const outside: ReadonlySet<string> = new Set(['GB-ALD']);

const dayMs = 86_400_000;
/** The rules are no good outside of these, and nobody is asked there. */
const [firstYear, lastYear] = [1990, 2150];

interface Library {
  readonly create: (country?: string, state?: string, region?: string) => Holidays;
  readonly countries: Readonly<Record<string, { readonly zones?: readonly string[] }>>;
  readonly extra: readonly ExtraHoliday[];
}

let loaded: Library | undefined;

/** Takes about 0.2 s and 35 MB, hence only when it is first needed. */
function library(): Library {
  loaded ??= load();
  return loaded;
}

function load(): Library {
  const Class = require('date-holidays') as typeof Holidays;
  const { data } = require('date-holidays/data') as { data: { holidays: Library['countries'] } };
  // What banks and employers close for; in UTC a day is the day of the rule, wherever this runs.
  const options = { types: ['public' as const, 'bank' as const], timezone: 'UTC' };
  return {
    create: (country = '', state = '', region = '') => new Class(country, state, region, options),
    countries: data.holidays,
    extra: readExtraHolidays(),
  };
}

export function isPlace(code: string): boolean {
  const [country, region] = split(code);
  return region === undefined ? Object.hasOwn(library().countries, country) : Object.hasOwn(regionsOf(country), region);
}

/** A country's regions that differ in their holidays, by name; none where they do not. */
export function placesIn(country: string): Place[] {
  const places = Object.entries(regionsOf(country)).map(([region, name]) => ({ code: `${country}-${region}`, name }));
  return places.toSorted((a, b) => a.name.localeCompare(b.name));
}

function regionsOf(country: string): Readonly<Record<string, string>> {
  const regions = Object.entries(library().create().getStates(country, 'en') ?? {});
  return Object.fromEntries(regions.filter(([region]) => !outside.has(`${country}-${region}`)));
}

function split(code: string): [country: string, region: string | undefined] {
  const [country = '', region] = code.split(/-(.*)/s);
  return [country, region];
}

/** The one country whose zone this is; `undefined` where several share it, or none has it. */
export function countryOfZone(timeZone: string): string | undefined {
  const countries = Object.entries(library().countries).filter(([, { zones }]) => zones?.includes(timeZone));
  return countries.length === 1 ? countries[0]?.[0] : undefined;
}

/** Every day that is a public holiday in one of these places, which are only asked for when a day is. */
export function holidaysIn(places: () => readonly string[]): DaySet {
  let found: readonly string[] | undefined;
  return {
    has(day) {
      found ??= places();
      return found.some((place) => daysOf(place, Number(day.slice(0, 4))).has(day));
    },
  };
}

const known = new Map<string, ReadonlySet<string>>();
const none: ReadonlySet<string> = new Set();

function daysOf(place: string, year: number): ReadonlySet<string> {
  if (!(year >= firstYear && year <= lastYear)) return none;
  const key = `${place} ${year}`;
  const days = known.get(key) ?? new Set([...ruledDays(place, year), ...extraDaysIn(place)]);
  known.set(key, days);
  return days;
}

function ruledDays(place: string, year: number): string[] {
  const [country, region] = split(place);
  const { create } = library();
  const states = region ? [region] : ['', ...Object.keys(regionsOf(country))];
  const calendars = states.flatMap((state) => {
    const districts = state ? Object.keys(create().getRegions(country, state) ?? {}) : [];
    return [create(country, state), ...districts.map((district) => create(country, state, district))];
  });
  return calendars.flatMap((calendar) => calendar.getHolidays(year).flatMap(daysFrom));
}

/** A holiday may begin in the evening before or last for days: each that it touches by its own count. */
function daysFrom({ date, start, end }: { date: string; start: Date; end: Date }): string[] {
  const first = date.slice(0, 10);
  const count = Math.max(1, Math.ceil((end.getTime() - start.getTime()) / dayMs));
  return Array.from({ length: count }, (_, ahead) => addDays(first, ahead));
}

function extraDaysIn(place: string): string[] {
  const isThere = (where: string) => where === place || where === split(place)[0] || where.startsWith(`${place}-`);
  return library()
    .extra.filter((each) => isThere(each.in))
    .map(({ day }) => day);
}
