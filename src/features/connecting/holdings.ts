import type { Holding } from '../../storage/holding.ts';
import { copyLinks, eraseLinks } from './leaving.ts';

/** Who agreed to a link with another organisation. */
export const connectingHoldings: readonly Holding[] = [
  {
    kind: 'links',
    seen: { by: { 'links.see': 'all' } },
    tables: {
      workspace_link: {
        columns: { a: 'ours', b: 'ours', a_name: 'ours', b_name: 'ours', a_by: 'person', b_by: 'person' },
        workspace: ['a', 'b'],
      },
      link_request: {
        columns: {
          workspace_id: 'ours',
          name: 'ours',
          asked_by: 'person',
          code_hash: 'ours',
          entered_in: 'ours',
          entered_name: 'ours',
          entered_by: 'person',
        },
        workspace: ['workspace_id', 'entered_in'],
      },
    },
    count: async (db, person) => (await copyLinks(db, person)).length,
    copy: copyLinks,
    erase: eraseLinks,
  },
];
