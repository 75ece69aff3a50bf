import type { Holding } from '../storage/holding.ts';

/** When a person may be messaged, as they said. */
export const schedulingHoldings: readonly Holding[] = [
  {
    kind: 'calendar',
    tables: {
      calendar: {
        columns: {
          person_id: 'person',
          time_zone: 'choice',
          work_days: 'choice',
          hours_from: 'choice',
          hours_until: 'choice',
          holidays: 'choice',
        },
        workspace: ['person_id'],
      },
      leave: { columns: { person_id: 'person' }, workspace: ['person_id'] },
    },
  },
];
