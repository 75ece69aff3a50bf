import { type Kysely, sql } from 'kysely';

/** Where Outloud is installed, with the keys that let it in there; and where it was removed and everything will go. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table installation (
      workspace_id text primary key,
      name text,
      installed_by text,
      installed_at timestamptz not null,
      removed_at timestamptz
    );
    create index installation_removed on installation (removed_at) where removed_at is not null;

    create table installed_place (
      conversation_id text primary key,
      workspace_id text not null references installation on delete cascade
    );
    create index installed_place_workspace on installed_place (workspace_id);

    create table slack_grant (
      workspace_id text primary key,
      key_id text not null,
      sealed bytea not null,
      expires_at timestamptz,
      version uuid not null,
      granted_at timestamptz not null,
      bot_user text not null,
      scopes text[] not null
    );

    create table slack_install_state (
      state_hash bytea primary key,
      browser_hash bytea not null,
      expires_at timestamptz not null
    );
    create index slack_install_state_expires on slack_install_state (expires_at);

    -- In Teams the app lives in single teams, chats and people's apps; until now nobody kept a list of them.
    insert into installation (workspace_id, installed_at)
    select workspace_id, min(greeted_at) from conversation
    where workspace_id like 'teams:%' and greeted_at is not null group by workspace_id;
    insert into installed_place (conversation_id, workspace_id)
    select id, workspace_id from conversation where workspace_id like 'teams:%' and greeted_at is not null;
  `.execute(db);
}
