import type { Holding } from '../../storage/holding.ts';

/** What is kept of who left. */
export const leavingHoldings: readonly Holding[] = [
  {
    kind: 'erasures',
    tables: {
      erasure: {
        columns: {
          workspace_id: 'ours',
          person_id: 'person',
          direct_id: 'place',
          state: 'ours',
          removed: 'ours',
          left_over: 'ours',
        },
        workspace: ['workspace_id'],
      },
      forgotten: { columns: { mark: 'person' }, workspace: 'none' },
    },
  },
];
