import type { Kysely } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { PersonId } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';
import { type Calendar, defaultWorkDays, type Hours, type Leave } from './calendar.ts';
import { countryOfZone, holidaysIn } from './holidays.ts';
import { isTimeZone } from './time-zones.ts';

/** What holds for people who have not said otherwise. */
export interface Organisation {
  readonly timeZone: string;
  /** `GB`, or one of its regions: `GB-SCT`. */
  readonly country: string;
}

/** What a person set, beside what holds where they set nothing. */
export interface CalendarSettings {
  readonly ownTimeZone?: string;
  /** The platform's, else the organisation's. */
  readonly followedTimeZone: string;
  readonly workDays: readonly number[];
  readonly hours?: Hours;
  /** A place, or `worksOnHolidays`; absent: they have not said. */
  readonly holidays?: string;
  readonly pausedUntil?: Date;
  /** By first day. */
  readonly leave: readonly Leave[];
}

/** Set in place of a place by somebody who works on public holidays. */
export const worksOnHolidays = 'none';

export async function loadCalendar(
  db: Kysely<Database>,
  person: PersonId,
  organisation: Organisation,
): Promise<Calendar> {
  return toCalendar(await loadSettings(db, person, organisation), organisation);
}

/** Of many people in one query; one whom nobody has met has the organisation's. */
export async function loadCalendars(
  db: Kysely<Database>,
  people: readonly PersonId[],
  organisation: Organisation,
): Promise<(person: PersonId) => Calendar> {
  const rows = people.length > 0 ? await settingsQuery(db).where('person.id', 'in', people).execute() : [];
  const calendars = new Map(rows.map((row) => [row.id, toCalendar(toSettings(row, organisation), organisation)]));
  const unknown = toCalendar(toSettings(undefined, organisation), organisation);
  return (person) => calendars.get(person) ?? unknown;
}

export async function loadSettings(
  db: Kysely<Database>,
  person: PersonId,
  organisation: Organisation,
): Promise<CalendarSettings> {
  return toSettings(await settingsQuery(db).where('person.id', '=', person).executeTakeFirst(), organisation);
}

function settingsQuery(db: Kysely<Database>) {
  return db
    .selectFrom('person')
    .leftJoin('calendar', 'calendar.person_id', 'person.id')
    .select(['person.id', 'person.time_zone as platform_zone', 'calendar.time_zone as own_zone'])
    .select(['work_days', 'hours_from', 'hours_until', 'holidays', 'paused_until'])
    .select((select) =>
      jsonArrayFrom(
        select
          .selectFrom('leave')
          .select(['first_day', 'last_day'])
          .whereRef('leave.person_id', '=', 'person.id')
          .orderBy('first_day'),
      ).as('leave'),
    );
}

type SettingsRow = Awaited<ReturnType<ReturnType<typeof settingsQuery>['execute']>>[number];

function toSettings(row: SettingsRow | undefined, organisation: Organisation): CalendarSettings {
  return {
    ...(row?.own_zone && isTimeZone(row.own_zone) && { ownTimeZone: row.own_zone }),
    followedTimeZone: row?.platform_zone && isTimeZone(row.platform_zone) ? row.platform_zone : organisation.timeZone,
    workDays: row?.work_days ?? defaultWorkDays,
    ...(row?.hours_from && row.hours_until && { hours: { from: row.hours_from, until: row.hours_until } }),
    ...(row?.holidays && { holidays: row.holidays }),
    ...(row?.paused_until && { pausedUntil: row.paused_until }),
    leave: (row?.leave ?? []).map(({ first_day, last_day }) => ({ firstDay: first_day, lastDay: last_day })),
  };
}

function toCalendar(settings: CalendarSettings, organisation: Organisation): Calendar {
  const { ownTimeZone, followedTimeZone, holidays, ...rest } = settings;
  const timeZone = ownTimeZone ?? followedTimeZone;
  return { ...rest, timeZone, holidays: holidaysIn(() => placesOf({ timeZone, holidays }, organisation)) };
}

/**
 * The places whose public holidays may be a person's: the one that they named, else the organisation's and, where their
 * time zone belongs to another country, that one as well.
 */
function placesOf(
  { timeZone, holidays }: { timeZone: string; holidays: string | undefined },
  organisation: Organisation,
): string[] {
  if (holidays === worksOnHolidays) return [];
  if (holidays) return [holidays];
  const country = countryOfZone(timeZone);
  const isElsewhere = country !== undefined && country !== organisation.country.slice(0, 2);
  return isElsewhere ? [organisation.country, country] : [organisation.country];
}

export interface CalendarChange {
  /** `null`: the platform's again. */
  readonly timeZone?: string | null;
  readonly workDays?: number[];
  readonly hours?: Hours | null;
  readonly holidays?: string | null;
  readonly pausedUntil?: Date | null;
}

/** Changes what a person set; fields left out stay as they are. */
export async function saveCalendar(db: Kysely<Database>, person: PersonId, change: CalendarChange): Promise<void> {
  const columns = {
    ...(change.timeZone !== undefined && { time_zone: change.timeZone }),
    ...(change.workDays && { work_days: change.workDays }),
    ...(change.hours !== undefined && {
      hours_from: change.hours?.from ?? null,
      hours_until: change.hours?.until ?? null,
    }),
    ...(change.holidays !== undefined && { holidays: change.holidays }),
    ...(change.pausedUntil !== undefined && { paused_until: change.pausedUntil }),
  };
  if (Object.keys(columns).length === 0) return;
  await db
    .insertInto('calendar')
    .values({ person_id: person, work_days: [...defaultWorkDays], ...columns })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(columns))
    .execute();
}

/** Plans days away; what was planned before and overlaps gives way, and is returned. */
export async function addLeave(db: Kysely<Database>, person: PersonId, leave: Leave): Promise<Leave[]> {
  const replaced = await db
    .deleteFrom('leave')
    .where('person_id', '=', person)
    .where('first_day', '<=', leave.lastDay)
    .where('last_day', '>=', leave.firstDay)
    .returning(['first_day as firstDay', 'last_day as lastDay'])
    .execute();
  await db
    .insertInto('leave')
    .values({ person_id: person, first_day: leave.firstDay, last_day: leave.lastDay })
    .onConflict((conflict) => conflict.columns(['person_id', 'first_day']).doUpdateSet({ last_day: leave.lastDay }))
    .execute();
  return replaced;
}

/** The leave that begins on this day. */
export async function removeLeave(db: Kysely<Database>, person: PersonId, firstDay: string): Promise<void> {
  await db.deleteFrom('leave').where('person_id', '=', person).where('first_day', '=', firstDay).execute();
}

/** Days away are nobody's business once they are over, in the last of the world's time zones too. */
export async function forgetPastLeave(db: Kysely<Database>, now: Date): Promise<void> {
  const past = new Date(now.getTime() - 2 * 86_400_000).toISOString().slice(0, 10);
  await db.deleteFrom('leave').where('last_day', '<', past).execute();
}
