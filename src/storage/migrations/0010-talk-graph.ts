import { type Kysely, sql } from 'kysely';

/** Who talks where and between which places: counts that fade, never what was said. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table talk_presence (
      person_id text not null,
      conversation_id text not null,
      count double precision not null,
      at timestamptz not null,
      since timestamptz not null,
      primary key (person_id, conversation_id)
    );
    create index talk_presence_place on talk_presence (conversation_id);

    create table talk_tie (
      one_id text collate "C" not null,
      other_id text collate "C" not null check (one_id < other_id),
      count double precision not null,
      at timestamptz not null,
      primary key (one_id, other_id)
    );

    create table talk_week (
      from_id text not null,
      to_id text not null,
      week date not null,
      replies integer not null,
      primary key (from_id, to_id, week)
    );

    alter table update_tap add column tapped_at timestamptz;
    alter table pilot_tap add column tapped_at timestamptz;
  `.execute(db);
}
