import type { Kysely } from 'kysely';
import type { PersonId } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';
import { type Calendar, defaultWorkDays } from './calendar.ts';

/** The calendar of a person: what they set, else what the platform says, else the organisation's. */
export async function loadCalendar(
  db: Kysely<Database>,
  person: PersonId,
  organisation: { readonly timeZone: string },
): Promise<Calendar> {
  const row = await db
    .selectFrom('person')
    .leftJoin('calendar', 'calendar.person_id', 'person.id')
    .select(['person.time_zone as platformZone', 'calendar.time_zone as ownZone', 'work_days', 'paused_until'])
    .where('person.id', '=', person)
    .executeTakeFirst();
  return {
    timeZone: row?.ownZone ?? row?.platformZone ?? organisation.timeZone,
    workDays: row?.work_days ?? defaultWorkDays,
    ...(row?.paused_until && { pausedUntil: row.paused_until }),
  };
}

/** Changes what a person set; fields left out stay as they are. */
export async function saveCalendar(
  db: Kysely<Database>,
  person: PersonId,
  change: { timeZone?: string | null; workDays?: number[]; pausedUntil?: Date | null },
): Promise<void> {
  const columns = {
    ...(change.timeZone !== undefined && { time_zone: change.timeZone }),
    ...(change.workDays && { work_days: change.workDays }),
    ...(change.pausedUntil !== undefined && { paused_until: change.pausedUntil }),
  };
  await db
    .insertInto('calendar')
    .values({ person_id: person, time_zone: null, work_days: [...defaultWorkDays], paused_until: null, ...columns })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(columns))
    .execute();
}
