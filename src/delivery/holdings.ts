import type { Holding } from '../storage/holding.ts';

/** What was sent, to whom, and where it stands. */
export const deliveryHoldings: readonly Holding[] = [
  {
    kind: 'messages',
    tables: {
      delivery: {
        columns: {
          workspace_id: 'ours',
          lane: 'person',
          person_id: 'person',
          thread: 'ours',
          on_behalf_of: 'place',
          state: 'ours',
          message: 'words',
          wanted: 'ours',
          instead: 'ours',
          message_ref: 'place',
          reason: 'ours',
        },
        workspace: ['workspace_id'],
      },
    },
  },
  {
    kind: 'upkeep',
    tables: { throttle: { columns: { workspace_id: 'ours', scope: 'place' }, workspace: ['workspace_id'] } },
  },
];
