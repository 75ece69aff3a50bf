import type { Generated } from 'kysely';
import type { PersonId } from '../../chat/ids.ts';

/** When a person may be messaged unasked; a missing row means the organisation's defaults. */
export interface CalendarTable {
  person_id: PersonId;
  /** Set by the person; wins over the platform's. */
  time_zone: string | null;
  /** ISO weekdays, 1 is Monday. */
  work_days: number[];
  /** `HH:MM`, both or none. */
  hours_from: string | null;
  hours_until: string | null;
  /** Where the person works, for public holidays: `GB-SCT`, `IE`, or `none` for somebody who works on them. */
  holidays: string | null;
  /** `infinity` is kept as the year 9999. */
  paused_until: Date | null;
  /** When they like to be asked: an ISO weekday and `HH:MM`, both or none. */
  slot_weekday: Generated<number | null>;
  slot_time: Generated<string | null>;
}

/** Days away, the first and the last included; gone once they are over. */
export interface LeaveTable {
  person_id: PersonId;
  /** `2027-08-03`, in whatever zone the person is then. */
  first_day: string;
  last_day: string;
}

export interface SchedulingTables {
  calendar: CalendarTable;
  leave: LeaveTable;
}
