import { type Kysely, sql } from 'kysely';

/**
 * A person's first meeting with Outloud: where people are invited to join, who has joined and what they chose first.
 * Whoever takes part by now has met it already: nobody is greeted anew.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table calendar
      add column slot_weekday smallint check (slot_weekday between 1 and 7),
      add column slot_time text,
      add constraint calendar_slot check ((slot_weekday is null) = (slot_time is null));

    create table preference (
      person_id text primary key,
      audience text,
      language text
    );

    create table invitation (
      id uuid primary key,
      community_id uuid not null references community (id) on delete cascade,
      person_id text not null,
      -- The post that it stands under; none where it is a card of its own.
      message_id text,
      delivery_id uuid not null,
      guest_told_at timestamptz,
      created_at timestamptz not null
    );
    create unique index invitation_post on invitation (community_id, message_id);

    create table newcomer (
      person_id text primary key,
      community_id uuid not null references community (id) on delete cascade,
      invitation_id uuid references invitation (id) on delete set null,
      joined_at timestamptz not null,
      hello_at timestamptz,
      delivery_id uuid,
      said text[] not null default '{}',
      -- Words of a person.
      offer text,
      offer_said boolean not null default false,
      line_id uuid,
      answer_at timestamptz
    );
    create index newcomer_hello on newcomer (hello_at) where hello_at is not null;
    create index newcomer_answer on newcomer (answer_at) where answer_at is not null;
    create index newcomer_community on newcomer (community_id);
    create index newcomer_invitation on newcomer (invitation_id);

    create table newcomer_reply (
      id uuid primary key,
      newcomer_id text references newcomer (person_id) on delete set null,
      community_id uuid not null references community (id) on delete cascade,
      person_id text not null,
      -- Words of a person.
      text text not null,
      delivery_id uuid not null,
      created_at timestamptz not null,
      told_at timestamptz
    );
    create index newcomer_reply_newcomer on newcomer_reply (newcomer_id);
    create index newcomer_reply_person on newcomer_reply (person_id);
    create index newcomer_reply_community on newcomer_reply (community_id, created_at);

    alter table greeting
      drop constraint greeting_pkey,
      alter column update_id drop not null,
      add column newcomer_id text references newcomer (person_id) on delete cascade,
      add constraint greeting_about check (num_nonnulls(update_id, newcomer_id) = 1);
    create unique index greeting_note on greeting (update_id, person_id) where update_id is not null;
    create unique index greeting_newcomer on greeting (newcomer_id, person_id) where newcomer_id is not null;

    alter table first_run add column draft_id uuid;
  `.execute(db);
}
