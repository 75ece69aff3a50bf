import { type Kysely, sql } from 'kysely';

/** Communities, who is asked when, and what they answered. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table community (
      id uuid primary key,
      conversation_id text not null unique,
      workspace_id text not null,
      name text not null,
      kind text not null check (kind in ('community', 'team')),
      asked text not null check (asked in ('members', 'joined')),
      weekdays smallint[] not null,
      time_of_day text not null,
      every_weeks smallint not null check (every_weeks in (1, 2, 4)),
      themes text[] not null,
      created_by text not null,
      created_at timestamptz not null,
      starts_at timestamptz not null,
      stopped_at timestamptz
    );

    create table community_member (
      community_id uuid not null references community (id) on delete cascade,
      person_id text not null,
      state text not null check (state in ('asked', 'reading', 'left')),
      joined_at timestamptz not null,
      next_ask_at timestamptz,
      primary key (community_id, person_id)
    );
    create index community_member_due on community_member (next_ask_at) where state = 'asked';
    create index community_member_person on community_member (person_id);

    create table own_prompt (
      id text primary key,
      community_id uuid not null references community (id) on delete cascade,
      text text not null,
      author_id text not null,
      created_at timestamptz not null
    );

    create table round (
      id uuid primary key,
      community_id uuid not null references community (id) on delete cascade,
      person_id text not null,
      due_at timestamptz not null,
      prompt_id text not null,
      state text not null check (state in ('open', 'answered', 'skipped')),
      swaps smallint not null default 0,
      delivery_id uuid references delivery (id),
      created_at timestamptz not null,
      unique (community_id, person_id, due_at)
    );
    create index round_person on round (person_id, created_at);

    create table "update" (
      id uuid primary key,
      person_id text not null,
      round_id uuid references round (id) on delete set null,
      prompt_id text,
      question text,
      fields jsonb not null,
      draft jsonb,
      community_id uuid references community (id) on delete set null,
      state text not null check (state in ('draft', 'posted', 'withdrawn')),
      delivery_id uuid references delivery (id),
      own_delivery_id uuid references delivery (id),
      created_at timestamptz not null,
      posted_at timestamptz,
      edited_at timestamptz
    );
    create index update_person on "update" (person_id, created_at);

    create table update_tap (
      update_id uuid not null references "update" (id) on delete cascade,
      person_id text not null,
      tap text not null check (tap in ('useful', 'same')),
      primary key (update_id, person_id, tap)
    );

    create table update_reply (
      id uuid primary key,
      update_id uuid not null references "update" (id) on delete cascade,
      person_id text not null,
      text text not null,
      delivery_id uuid not null references delivery (id),
      created_at timestamptz not null
    );
  `.execute(db);
}
