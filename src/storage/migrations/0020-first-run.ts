import { type Kysely, sql } from 'kysely';

/**
 * What happens between an installation and the first message that nobody asked for. Workspaces that are known by now
 * run already: nothing changes for them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table first_run (
      workspace_id text primary key,
      installed_at timestamptz not null,
      installed_by text,
      told_id text,
      facilitator_id text,
      answers jsonb not null default '{}',
      previewed_at timestamptz,
      begun_at timestamptz
    );
    create index first_run_waiting on first_run (workspace_id) where begun_at is null;

    insert into first_run (workspace_id, installed_at, begun_at)
    select workspace_id, now(), now()
    from (select workspace_id from person union select workspace_id from conversation union
      select workspace_id from community) known;
  `.execute(db);
}
