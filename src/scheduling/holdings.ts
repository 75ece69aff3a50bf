import type { Kysely } from 'kysely';
import type { PersonId } from '../chat/ids.ts';
import type { Copied, Erased, Erasing, Holding } from '../storage/holding.ts';
import type { Database } from '../storage/schema.ts';

/** When a person may be messaged, as they said. */
export const schedulingHoldings: readonly Holding[] = [
  {
    kind: 'calendar',
    seen: {},
    tables: {
      calendar: {
        columns: {
          person_id: 'person',
          time_zone: 'choice',
          work_days: 'choice',
          hours_from: 'choice',
          hours_until: 'choice',
          holidays: 'choice',
          slot_time: 'choice',
        },
        workspace: ['person_id'],
      },
      leave: { columns: { person_id: 'person' }, workspace: ['person_id'] },
    },
    count: async (db, person) => (await calendarOf(db, person)).length,
    copy: calendarOf,
    erase: eraseCalendar,
  },
];

async function calendarOf(db: Kysely<Database>, person: PersonId): Promise<Copied[]> {
  const calendars = await db.selectFrom('calendar').selectAll().where('person_id', '=', person).execute();
  const leave = await db.selectFrom('leave').selectAll().where('person_id', '=', person).orderBy('first_day').execute();
  return [
    ...calendars.map(
      ({ time_zone, work_days, hours_from, hours_until, holidays, paused_until, slot_weekday, slot_time }) => ({
        timeZone: time_zone,
        workDays: work_days,
        hours: hours_from && `${hours_from} - ${hours_until}`,
        holidays,
        pausedUntil: paused_until,
        questionTime: slot_time && `${slot_weekday}, ${slot_time}`,
      }),
    ),
    ...leave.map(({ first_day, last_day }) => ({ firstDay: first_day, lastDay: last_day })),
  ];
}

async function eraseCalendar({ trx, person }: Erasing): Promise<Erased> {
  const calendar = await trx.deleteFrom('calendar').where('person_id', '=', person).executeTakeFirst();
  const leave = await trx.deleteFrom('leave').where('person_id', '=', person).executeTakeFirst();
  return { removed: Number(calendar.numDeletedRows + leave.numDeletedRows), more: false };
}
