import { sql } from 'kysely';
import type { Retention } from '../../storage/holding.ts';
import { agingRows } from '../../storage/retention.ts';

/** Drafts that nobody went on with; what was started is kept as long as it is of use. */
export const pilotDraftRetention: Retention = agingRows({
  name: 'pilotDrafts',
  days: 30,
  least: 7,
  longstanding: true,
  table: 'pilot',
  old: ({ workspace, before }) =>
    sql`pilot.workspace_id = ${workspace} and pilot.state = 'draft' and pilot.touched_at < ${before}`,
});
