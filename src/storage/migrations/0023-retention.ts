import { type Kysely, sql } from 'kysely';

/** How long things are kept, where a workspace wants less than usual, and since when each rule was shown beforehand. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table retention_setting (
      workspace_id text not null,
      rule text not null,
      days integer not null check (days > 0),
      set_by text not null,
      set_at timestamptz not null,
      primary key (workspace_id, rule)
    );

    create table retention_preview (
      workspace_id text not null,
      rule text not null,
      since timestamptz not null,
      primary key (workspace_id, rule)
    );

    alter table update add column drafted_at timestamptz;
  `.execute(db);
}
