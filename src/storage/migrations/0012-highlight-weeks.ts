import { type Kysely, sql } from 'kysely';

/** What is proposed to those who look after a channel, and one message a week for those who prefer it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table highlight add column host_id text;
    update highlight set host_id = community.created_by
      from community where community.conversation_id = highlight.home_id and highlight.kind = 'note';
    create index highlight_of_host on highlight (host_id, created_at) where state = 'noted' and host_id is not null;

    create table highlight_proposal (
      id uuid primary key,
      highlight_id uuid not null references highlight (id) on delete cascade,
      host_id text not null,
      channels text[] not null,
      reason text not null,
      state text not null check (state in ('open', 'asked', 'dropped', 'past')),
      delivery_id uuid references delivery (id),
      created_at timestamptz not null
    );
    create index highlight_proposal_host on highlight_proposal (host_id, created_at);
    create index highlight_proposal_highlight on highlight_proposal (highlight_id, created_at);
    create index highlight_proposal_delivery on highlight_proposal (delivery_id);

    create table highlight_host (
      person_id text primary key,
      proposed_at timestamptz not null
    );

    create table highlight_reader (
      person_id text primary key,
      may_ask boolean not null,
      weekly boolean not null,
      next_at timestamptz
    );
    create index highlight_reader_due on highlight_reader (next_at) where weekly;

    create table highlight_digest_item (
      delivery_id uuid not null references delivery (id) on delete cascade,
      highlight_id uuid not null references highlight (id) on delete cascade,
      person_id text not null,
      primary key (delivery_id, highlight_id)
    );
    create index highlight_digest_item_highlight on highlight_digest_item (highlight_id);
  `.execute(db);
}
