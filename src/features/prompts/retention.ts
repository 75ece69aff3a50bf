import { sql } from 'kysely';
import type { Old, Retention } from '../../storage/holding.ts';
import { agingRows, isOf } from '../../storage/retention.ts';

/** How long working out loud keeps what people wrote, and how they were asked. */

/** When anything last happened to a note. */
const lastActive = sql`greatest(update.created_at, posted_at, edited_at, drafted_at,
  (select max(tapped_at) from update_tap where update_id = update.id),
  (select max(created_at) from update_reply where update_id = update.id))`;

/** A draft that was never posted or kept: nothing else is lost with it. */
const isOnlyDraft = sql`update.state = 'draft' and update.fields = '[]'::jsonb`;

export const noteRetention: Retention = agingRows({
  name: 'notes',
  days: 730,
  least: 30,
  table: 'update',
  old: (old) => sql`${isOf('update.person_id', old)} and not (${isOnlyDraft}) and ${lastActive} < ${old.before}`,
});

/** A note that is posted loses only what was not saved over it. */
export const draftRetention: Retention = {
  name: 'noteDrafts',
  days: 30,
  least: 7,
  async due(db, old) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from update where ${isOldDraft(old)}`.execute(db);
    return rows[0]?.count ?? 0;
  },
  async forget(trx, { limit, ...old }) {
    const { rows } = await sql<{ id: string }>`select id from update where ${isOldDraft(old)} limit ${limit}`.execute(
      trx,
    );
    const ids = rows.map(({ id }) => id);
    await sql`delete from update where id = any(${ids}::uuid[]) and ${isOnlyDraft}`.execute(trx);
    await sql`update update set draft = null, drafted_at = null where id = any(${ids}::uuid[])`.execute(trx);
    return ids.length;
  },
};

function isOldDraft(old: Old) {
  const touched = sql`coalesce(update.drafted_at, update.created_at)`;
  return sql`${isOf('update.person_id', old)} and (update.draft is not null or (${isOnlyDraft})) and ${touched} < ${old.before}`;
}

/** Answered ones are known longer, as nobody is asked the same again. */
export const askingRetention: Retention = agingRows({
  name: 'asking',
  days: 56,
  least: 14,
  table: 'round',
  old: (old) => sql`${isOf('round.person_id', old)} and round.state <> 'answered' and round.due_at < ${old.before}`,
});
