import { type Kysely, sql } from 'kysely';

/** What is due is found by jumping from lane to lane, so that it takes the same time however much is queued. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    drop index delivery_pending;
    drop index delivery_retried;
    drop index delivery_expiring;
    drop index delivery_lately;
    -- In order of bytes a workspace's lanes stand together: those of slack:T1 from slack:T1: to slack:T1;
    create index delivery_pending on delivery (workspace_id, priority, lane collate "C", seq) where state = 'pending';
    create index delivery_retried on delivery (lane, priority, seq) where attempts > 0 and state in ('waiting', 'pending');
    create index delivery_expiring on delivery (expires_at)
      where expires_at is not null and state in ('waiting', 'pending');
    create index delivery_lately on delivery (workspace_id, settled_at) where settled_at is not null;
  `.execute(db);
}
