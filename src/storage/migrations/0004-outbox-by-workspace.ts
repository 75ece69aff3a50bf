import { type Kysely, sql } from 'kysely';

/**
 * The outbox is worked off workspace by workspace, and what waits for its time stands apart from what is due, so that
 * neither is in the other's way.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table delivery
      add column workspace_id text,
      add column on_behalf_of text,
      add column may_have_arrived boolean not null default false,
      drop constraint delivery_state_check;
    update delivery set workspace_id = split_part(lane, ':', 1) || ':' || split_part(lane, ':', 2);
    update delivery set state = 'waiting' where state = 'pending' and (not_before > now() or attempts > 0);
    alter table delivery
      alter column workspace_id set not null,
      add constraint delivery_state_check check (state in ('waiting', 'pending', 'sending', 'settled', 'dead'));

    drop index delivery_due;
    drop index delivery_leased;
    drop index delivery_lane;
    -- In order of bytes a workspace's lanes stand together: those of slack:T1 from slack:T1: to slack:T1;
    create index delivery_pending on delivery (workspace_id, priority, lane collate "C", seq) where state = 'pending';
    create index delivery_waiting on delivery (not_before) where state = 'waiting';
    create index delivery_retried on delivery (lane, priority, seq) where attempts > 0 and state in ('waiting', 'pending');
    create index delivery_sending on delivery (lane) where state = 'sending';
    create index delivery_expiring on delivery (expires_at)
      where expires_at is not null and state in ('waiting', 'pending');
    create index delivery_lately on delivery (workspace_id, settled_at) where settled_at is not null;
    create index delivery_dead on delivery (workspace_id, settled_at) where state = 'dead';

    -- A queue's table: what was settled should leave its indexes soon, however large the rest is.
    alter table delivery set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);

    create table throttle (
      workspace_id text not null,
      scope text not null,
      share real not null,
      learnt_at timestamptz not null,
      blocked_until timestamptz not null,
      primary key (workspace_id, scope)
    );
  `.execute(db);
}
