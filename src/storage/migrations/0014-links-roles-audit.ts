import { type Kysely, sql } from 'kysely';

/** Workspaces that exchange, who may decide what, and who changed what. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table person add administrator boolean not null default false;

    create table role_holder (
      workspace_id text not null,
      person_id text not null,
      role text not null,
      given_by text,
      given_at timestamptz not null,
      primary key (workspace_id, person_id, role)
    );

    create table workspace_link (
      a text not null,
      b text not null,
      a_name text not null,
      b_name text not null,
      a_by text not null,
      b_by text not null,
      linked_at timestamptz not null,
      primary key (a, b),
      check (a < b)
    );
    create index workspace_link_b on workspace_link (b);

    create table link_request (
      id uuid primary key,
      workspace_id text not null,
      name text not null,
      asked_by text not null,
      code_hash bytea not null unique,
      expires_at timestamptz not null,
      entered_in text,
      entered_name text,
      entered_by text
    );

    create table link_guess (
      workspace_id text not null,
      guessed_at timestamptz not null
    );
    create index link_guess_workspace on link_guess (workspace_id, guessed_at);

    create table audit (
      id bigint generated always as identity primary key,
      at timestamptz not null,
      workspace_id text not null,
      person_id text,
      what text not null,
      about_person text,
      about_place text,
      detail text
    );
    create index audit_workspace on audit (workspace_id, id desc);
    create index audit_at on audit (at);
  `.execute(db);
}
