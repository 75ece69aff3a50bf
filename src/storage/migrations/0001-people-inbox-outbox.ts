import { type Kysely, sql } from 'kysely';

/** What every feature stands on: who and where, what came in, what must go out. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table inbox (
      event_id text primary key,
      received_at timestamptz not null,
      reply jsonb
    );
    create index inbox_received_at on inbox (received_at);

    create table person (
      id text primary key,
      workspace_id text not null,
      name text not null,
      time_zone text,
      locale text,
      external boolean not null default false,
      refreshed_at timestamptz
    );

    create table conversation (
      id text primary key,
      workspace_id text not null,
      kind text not null check (kind in ('channel', 'group', 'direct')),
      name text,
      greeted_at timestamptz
    );

    create table direct_conversation (
      person_id text primary key,
      conversation_id text not null
    );

    create table calendar (
      person_id text primary key,
      time_zone text,
      work_days smallint[] not null,
      paused_until timestamptz
    );

    create table teams_reference (
      conversation_id text primary key,
      reference jsonb not null,
      updated_at timestamptz not null
    );

    create table delivery (
      id uuid primary key,
      seq bigint generated always as identity,
      lane text not null,
      person_id text,
      thread_of uuid references delivery (id),
      thread text,
      priority smallint not null,
      unprompted boolean not null,
      state text not null check (state in ('pending', 'sending', 'settled', 'dead')),
      message jsonb not null,
      wanted text not null default 'present' check (wanted in ('present', 'gone')),
      instead text,
      revision integer not null default 1,
      sent_revision integer not null default 0,
      message_ref jsonb,
      not_before timestamptz not null,
      expires_at timestamptz,
      attempts integer not null default 0,
      lease_until timestamptz,
      reason text,
      created_at timestamptz not null,
      settled_at timestamptz
    );
    create index delivery_due on delivery (priority, seq) where state = 'pending';
    create index delivery_leased on delivery (lease_until) where state = 'sending';
    create index delivery_lane on delivery (lane, seq) where state in ('pending', 'sending');
    create index delivery_unprompted on delivery (person_id, created_at) where unprompted;
  `.execute(db);
}
