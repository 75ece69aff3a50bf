import { type Kysely, sql } from 'kysely';

/** Content pilots: from the hunch to the result, what was said on the way, and who borrowed what from whom. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table pilot (
      id uuid primary key,
      code text not null unique,
      workspace_id text not null,
      owner_id text not null,
      team text not null,
      state text not null check (state in ('draft', 'running', 'collecting', 'finished', 'stopped', 'no_result', 'deleted')),
      idea jsonb not null,
      channel text not null,
      content_type text not null,
      plan jsonb not null,
      starts_on date,
      ends_on date,
      collect_on date,
      seen_by text not null check (seen_by in ('me', 'channel', 'everyone')),
      seen_in text,
      result jsonb,
      draft jsonb,
      verdict text,
      outcome text,
      stopped_because text,
      borrowed_from uuid references pilot (id) on delete set null,
      family_id uuid not null,
      borrowed_how text,
      still text check (still in ('yes', 'changed', 'dropped')),
      posted_in text,
      delivery_id uuid references delivery (id),
      own_delivery_id uuid references delivery (id),
      created_at timestamptz not null,
      touched_at timestamptz not null,
      started_at timestamptz,
      ended_at timestamptz,
      edited_at timestamptz,
      check ((seen_by = 'channel') = (seen_in is not null))
    );
    create index pilot_owner on pilot (owner_id, created_at);
    create index pilot_seen_in on pilot (seen_in) where seen_in is not null;
    create index pilot_ended on pilot (ended_at) where state in ('finished', 'stopped', 'no_result');
    create index pilot_borrowed on pilot (borrowed_from) where borrowed_from is not null;
    create index pilot_family on pilot (family_id);
    create index pilot_drafts on pilot (touched_at) where state = 'draft';

    create table pilot_search (
      pilot_id uuid primary key references pilot (id) on delete cascade,
      keys text[] not null
    );
    create index pilot_search_keys on pilot_search using gin (keys);

    create table pilot_note (
      id uuid primary key,
      pilot_id uuid not null references pilot (id) on delete cascade,
      kind text not null check (kind in ('as_planned', 'changed', 'note')),
      text text not null,
      created_at timestamptz not null
    );
    create index pilot_note_pilot on pilot_note (pilot_id, created_at);

    create table pilot_edit (
      id uuid primary key,
      pilot_id uuid not null references pilot (id) on delete cascade,
      field text not null check (field in ('metric', 'worthwhile', 'before', 'dates')),
      from_value text not null,
      to_value text not null,
      created_at timestamptz not null
    );
    create index pilot_edit_pilot on pilot_edit (pilot_id, created_at);

    create table pilot_nudge (
      pilot_id uuid not null references pilot (id) on delete cascade,
      kind text not null check (kind in ('baseline', 'midway', 'results', 'reminder', 'close', 'still', 'tried', 'invitation')),
      due_at timestamptz not null,
      state text not null check (state in ('waiting', 'sent', 'dropped')),
      about_id uuid references pilot (id) on delete cascade,
      delivery_id uuid references delivery (id),
      primary key (pilot_id, kind)
    );
    create index pilot_nudge_due on pilot_nudge (due_at) where state = 'waiting';

    create table pilot_tap (
      pilot_id uuid not null references pilot (id) on delete cascade,
      person_id text not null,
      primary key (pilot_id, person_id)
    );

    create table pilot_question (
      id uuid primary key,
      pilot_id uuid not null references pilot (id) on delete cascade,
      asker_id text not null,
      text text not null,
      answer text,
      delivery_id uuid references delivery (id),
      created_at timestamptz not null,
      answered_at timestamptz
    );

    create table pilot_conclusion (
      family_id uuid primary key references pilot (id) on delete cascade,
      author_id text not null,
      text text not null,
      written_at timestamptz not null
    );
  `.execute(db);
}
