import type { Holding } from '../../storage/holding.ts';

/** What is kept of who left. */
export const leavingHoldings: readonly Holding[] = [
  {
    kind: 'erasures',
    seen: {},
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
      retention_setting: {
        columns: { workspace_id: 'ours', rule: 'ours', set_by: 'person' },
        workspace: ['workspace_id'],
      },
      retention_preview: { columns: { workspace_id: 'ours', rule: 'ours' }, workspace: ['workspace_id'] },
      forgotten: { columns: { mark: 'person' }, workspace: 'none' },
    },
    async erase({ trx, person, former }) {
      await trx.updateTable('retention_setting').set({ set_by: former }).where('set_by', '=', person).execute();
      return { removed: 0, more: false };
    },
  },
];
