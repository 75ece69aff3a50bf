import { type Kysely, sql } from 'kysely';

/** Highlights: what may travel, with whose leave, where its copies stand, and the replies that are carried between them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table update add column shown_in jsonb not null default '[]';

    create table highlight_channel (
      conversation_id text primary key,
      workspace_id text not null,
      topics text[] not null,
      per_week smallint not null check (per_week between 1 and 4),
      hours_from text,
      hours_until text,
      rhythm text not null check (rhythm in ('each', 'weekly')),
      automatic boolean not null,
      set_by text not null,
      set_at timestamptz not null,
      off_at timestamptz
    );
    create index highlight_channel_workspace on highlight_channel (workspace_id) where off_at is null;

    create table highlight (
      id uuid primary key,
      kind text not null check (kind in ('note', 'message')),
      source text not null,
      author_id text not null,
      workspace_id text not null,
      home_id text not null,
      home_delivery_id uuid references delivery (id),
      home_thread text,
      content jsonb,
      useful integer not null default 0,
      state text not null check (state in ('noted', 'asked', 'agreed', 'declined', 'expired', 'withdrawn')),
      named boolean not null default true,
      team text not null default '',
      asked_by text,
      asked_for text[] not null default '{}',
      expires_at timestamptz,
      agreed_at timestamptz,
      agreed_private boolean not null default false,
      own_delivery_id uuid references delivery (id),
      created_at timestamptz not null,
      edited_at timestamptz,
      unique (kind, source)
    );
    create index highlight_author on highlight (author_id, created_at);
    create index highlight_home on highlight (home_id, created_at);
    create index highlight_home_delivery on highlight (home_delivery_id) where home_delivery_id is not null;
    create index highlight_asked on highlight (expires_at) where state = 'asked';
    create index highlight_unused on highlight (created_at) where kind = 'message' and state = 'noted';

    create table highlight_copy (
      id uuid primary key,
      highlight_id uuid not null references highlight (id) on delete cascade,
      conversation_id text not null,
      outside boolean not null,
      state text not null check (state in ('planned', 'sent', 'stopped')),
      due_at timestamptz not null,
      sent_at timestamptz,
      delivery_id uuid references delivery (id),
      shown boolean not null default false,
      stopped_because text,
      unique (highlight_id, conversation_id)
    );
    create index highlight_copy_place on highlight_copy (conversation_id, state);
    create index highlight_copy_due on highlight_copy (due_at) where state = 'planned';
    create index highlight_copy_unseen on highlight_copy (id) where state = 'sent' and not shown;
    create index highlight_copy_delivery on highlight_copy (delivery_id) where delivery_id is not null;

    create table highlight_tap (
      highlight_id uuid not null references highlight (id) on delete cascade,
      person_id text not null,
      primary key (highlight_id, person_id)
    );

    create table highlight_reply (
      id uuid primary key,
      highlight_id uuid not null references highlight (id) on delete cascade,
      conversation_id text not null,
      person_id text not null,
      text text not null,
      message_id text,
      created_at timestamptz not null,
      unique (conversation_id, message_id)
    );
    create index highlight_reply_highlight on highlight_reply (highlight_id, created_at);

    create table highlight_reply_copy (
      reply_id uuid not null references highlight_reply (id) on delete cascade,
      conversation_id text not null,
      delivery_id uuid not null references delivery (id),
      primary key (reply_id, conversation_id)
    );
    create index highlight_reply_copy_place on highlight_reply_copy (conversation_id);

    insert into highlight (id, kind, source, author_id, workspace_id, home_id, home_delivery_id, content, useful,
        state, created_at, edited_at)
      select update.id, 'note', update.id::text, update.person_id, community.workspace_id, community.conversation_id,
        update.delivery_id, jsonb_build_object('question', coalesce(question, ''), 'fields', fields),
        (select count(*) from update_tap where update_id = update.id and tap = 'useful'),
        'noted', coalesce(posted_at, update.created_at), edited_at
      from update join community on community.id = update.community_id
      where update.state = 'posted' and update.delivery_id is not null;
  `.execute(db);
}
