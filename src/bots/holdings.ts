import type { Holding } from '../storage/holding.ts';

/** What came in lately, and what it was answered with. */
export const arrivalHoldings: readonly Holding[] = [
  {
    kind: 'arrivals',
    tables: { inbox: { columns: { event_id: 'ours', reply: 'words' }, workspace: 'none' } },
  },
];
