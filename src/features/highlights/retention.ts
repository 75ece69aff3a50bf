import { sql } from 'kysely';
import type { Retention } from '../../storage/holding.ts';
import { agingRows } from '../../storage/retention.ts';

/** How long highlights are kept after anything last happened to them. */
const lastActive = sql`greatest(highlight.created_at, edited_at, agreed_at,
  (select max(sent_at) from highlight_copy where highlight_id = highlight.id),
  (select max(created_at) from highlight_reply where highlight_id = highlight.id))`;

export const highlightRetention: Retention = agingRows({
  name: 'highlights',
  days: 730,
  least: 30,
  table: 'highlight',
  old: ({ workspace, before }) => sql`highlight.workspace_id = ${workspace} and ${lastActive} < ${before}
    and not exists (select from highlight_copy where highlight_id = highlight.id and state = 'planned')`,
});
