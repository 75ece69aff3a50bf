import { type Kysely, sql } from 'kysely';

/** People who have everything of theirs erased: how far that is, and which messages are still on their way out. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table erasure (
      id uuid primary key,
      workspace_id text not null,
      person_id text,
      direct_id text,
      keep_results boolean not null,
      step smallint not null default 0,
      state text not null check (state in ('erasing', 'taking-away', 'telling', 'done')),
      removed jsonb not null default '{}',
      left_over jsonb not null default '[]',
      receipt_id uuid references delivery (id) on delete set null,
      asked_at timestamptz not null,
      erased_at timestamptz,
      done_at timestamptz
    );
    create unique index erasure_person on erasure (person_id) where person_id is not null;
    create index erasure_under_way on erasure (asked_at) where state <> 'done';

    create table forgotten (
      mark bytea primary key,
      since timestamptz not null
    );

    alter table delivery add column erasure_id uuid;
    create index delivery_erasure on delivery (erasure_id) where erasure_id is not null;
  `.execute(db);
}
