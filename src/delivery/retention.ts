import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Old, Retention } from '../storage/holding.ts';
import { unreferencedDelivery } from '../storage/references.ts';
import type { Database } from '../storage/schema.ts';

/** What was sent or given up long ago, and that nothing needs to change any more: notes and tests still refer to theirs. */
export const deliveryRetention: Retention = {
  name: 'deliveries',
  days: 90,
  least: 14,
  async due(db, old) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from delivery where ${await isOld(db, old)}`.execute(db);
    return rows[0]?.count ?? 0;
  },
  async forget(trx, { limit, ...old }) {
    const { numAffectedRows } = await sql`
      delete from delivery where id = any(array(
        select id from delivery where ${await isOld(trx, old)} limit ${limit}))`.execute(trx);
    return Number(numAffectedRows ?? 0n);
  },
};

async function isOld(db: Kysely<Database>, { workspace, before }: Old): Promise<RawBuilder<unknown>> {
  return sql`delivery.workspace_id = ${workspace} and delivery.state in ('settled', 'dead')
    and delivery.erasure_id is null
    and coalesce(delivery.settled_at, delivery.created_at) < ${before} and ${await unreferencedDelivery(db)}`;
}
