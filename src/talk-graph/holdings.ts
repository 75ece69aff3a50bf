import type { Holding } from '../storage/holding.ts';

/** How much people write where, as counts that fade; between places only sums over many people. */
export const talkHoldings: readonly Holding[] = [
  {
    kind: 'talk',
    tables: {
      talk_presence: { columns: { person_id: 'person', conversation_id: 'place' }, workspace: ['conversation_id'] },
      talk_tie: { columns: { one_id: 'place', other_id: 'place' }, workspace: ['one_id', 'other_id'] },
      talk_week: { columns: { from_id: 'place', to_id: 'place' }, workspace: ['from_id', 'to_id'] },
    },
  },
];
