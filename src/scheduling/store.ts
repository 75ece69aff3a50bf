import { type Kysely, sql, type Transaction } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { PersonId } from '../chat/ids.ts';
import { accountsOf } from '../people/accounts.ts';
import type { Database } from '../storage/schema.ts';
import { type Calendar, defaultWorkDays, type Hours, type Leave, type Slot } from './calendar.ts';
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
  readonly slot?: Slot;
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
  const rows = await settingsQuery(db).where('person.id', '=', sql<PersonId>`any(${people})`).execute();
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

/** What a person set stands with each of their accounts; where they are, the platform says that was asked last. */
function settingsQuery(db: Kysely<Database>) {
  return db
    .selectFrom('person')
    .leftJoin('calendar', 'calendar.person_id', 'person.id')
    .leftJoin('account_link as link', (join) =>
      join.on((on) => on.or([on('link.a', '=', on.ref('person.id')), on('link.b', '=', on.ref('person.id'))])),
    )
    .leftJoin('person as other', (join) =>
      join.on('other.id', '=', sql<PersonId>`case when link.a = person.id then link.b else link.a end`),
    )
    .select([
      'person.id',
      'calendar.time_zone as own_zone',
      'person.time_zone as zone',
      'other.time_zone as other_zone',
    ])
    .select(['person.refreshed_at as asked_at', 'other.refreshed_at as other_asked_at'])
    .select(['work_days', 'hours_from', 'hours_until', 'holidays', 'paused_until', 'slot_weekday', 'slot_time'])
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
    followedTimeZone: platformZone(row) ?? organisation.timeZone,
    workDays: row?.work_days ?? defaultWorkDays,
    ...(row?.hours_from && row.hours_until && { hours: { from: row.hours_from, until: row.hours_until } }),
    ...(row?.holidays && { holidays: row.holidays }),
    ...(row?.paused_until && { pausedUntil: row.paused_until }),
    ...(row?.slot_weekday && row.slot_time && { slot: { weekday: row.slot_weekday, time: row.slot_time } }),
    leave: (row?.leave ?? []).map(({ first_day, last_day }) => ({ firstDay: first_day, lastDay: last_day })),
  };
}

/** What the platform says that was asked last; the same for both accounts of a person. */
function platformZone(row: SettingsRow | undefined): string | undefined {
  if (!row) return undefined;
  const told = [
    { zone: row.zone ?? '', at: row.asked_at?.getTime() ?? 0 },
    { zone: row.other_zone ?? '', at: row.other_asked_at?.getTime() ?? 0 },
  ];
  return told
    .filter(({ zone }) => isTimeZone(zone))
    .toSorted((one, other) => other.at - one.at || one.zone.localeCompare(other.zone))[0]?.zone;
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
  /** `null`: whenever each community asks. */
  readonly slot?: Slot | null;
}

/** Changes what a person set, for each of their accounts; fields left out stay as they are. */
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
    ...(change.slot !== undefined && {
      slot_weekday: change.slot?.weekday ?? null,
      slot_time: change.slot?.time ?? null,
    }),
  };
  if (Object.keys(columns).length === 0) return;
  const accounts = await accountsOf(db, person);
  await db
    .insertInto('calendar')
    .values(accounts.map((person_id) => ({ person_id, work_days: [...defaultWorkDays], ...columns })))
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(columns))
    .execute();
}

/** Plans days away; what was planned before and overlaps gives way, and is returned. */
export async function addLeave(db: Kysely<Database>, person: PersonId, leave: Leave): Promise<Leave[]> {
  const accounts = await accountsOf(db, person);
  const replaced = await db
    .deleteFrom('leave')
    .where('person_id', 'in', accounts)
    .where('first_day', '<=', leave.lastDay)
    .where('last_day', '>=', leave.firstDay)
    .returning(['person_id', 'first_day as firstDay', 'last_day as lastDay'])
    .execute();
  await db
    .insertInto('leave')
    .values(accounts.map((person_id) => ({ person_id, first_day: leave.firstDay, last_day: leave.lastDay })))
    .onConflict((conflict) => conflict.columns(['person_id', 'first_day']).doUpdateSet({ last_day: leave.lastDay }))
    .execute();
  return replaced.flatMap(({ person_id, ...days }) => (person_id === person ? [days] : []));
}

/** The leave that begins on this day. */
export async function removeLeave(db: Kysely<Database>, person: PersonId, firstDay: string): Promise<void> {
  const accounts = await accountsOf(db, person);
  await db.deleteFrom('leave').where('person_id', 'in', accounts).where('first_day', '=', firstDay).execute();
}

/** Whether they set anything of a calendar of their own. */
export async function hasCalendar(db: Kysely<Database>, person: PersonId): Promise<boolean> {
  const row = await db.selectFrom('calendar').select('person_id').where('person_id', '=', person).executeTakeFirst();
  return row !== undefined;
}

/**
 * Two accounts have just been linked: what was set with `keep` holds for both from now on, and days away of both. A
 * pause of either is kept, as nobody who asked for quiet should be disturbed.
 */
export async function shareCalendar(
  trx: Transaction<Database>,
  { keep, other }: { readonly keep: PersonId; readonly other: PersonId },
): Promise<void> {
  const rows = await trx.selectFrom('calendar').selectAll().where('person_id', 'in', [keep, other]).execute();
  const kept = rows.find(({ person_id }) => person_id === keep);
  const pauses = rows.flatMap(({ paused_until }) => paused_until ?? []);
  const pausedUntil = pauses.toSorted((one, two) => two.getTime() - one.getTime())[0] ?? null;
  await trx.deleteFrom('calendar').where('person_id', '=', other).execute();
  if (kept) {
    await trx
      .insertInto('calendar')
      .values({ ...kept, person_id: other })
      .execute();
  }
  if (pausedUntil) await saveCalendar(trx, keep, { pausedUntil });
  await shareLeave(trx, [keep, other]);
}

/** Where days away overlap they become one. */
async function shareLeave(trx: Transaction<Database>, accounts: readonly [PersonId, PersonId]): Promise<void> {
  const planned = await trx.deleteFrom('leave').where('person_id', 'in', accounts).returningAll().execute();
  const together: Leave[] = [];
  for (const { first_day, last_day } of planned.toSorted((one, two) => one.first_day.localeCompare(two.first_day))) {
    const before = together.at(-1);
    if (before && first_day <= before.lastDay) {
      together[together.length - 1] = { ...before, lastDay: last_day > before.lastDay ? last_day : before.lastDay };
    } else together.push({ firstDay: first_day, lastDay: last_day });
  }
  for (const leave of together) await addLeave(trx, accounts[0], leave);
}

/** Days away are nobody's business once they are over, in the last of the world's time zones too. */
export async function forgetPastLeave(db: Kysely<Database>, now: Date): Promise<void> {
  const past = new Date(now.getTime() - 2 * 86_400_000).toISOString().slice(0, 10);
  await db.deleteFrom('leave').where('last_day', '<', past).execute();
}
