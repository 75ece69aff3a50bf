import { type Kysely, sql } from 'kysely';

/** Hours, public holidays and leave of a person; what of the outbox waits for its person's calendar, and counts for their week. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table calendar
      add column hours_from text,
      add column hours_until text,
      add column holidays text;

    create table leave (
      person_id text not null,
      first_day date not null,
      last_day date not null check (last_day >= first_day),
      primary key (person_id, first_day)
    );

    alter table delivery
      add column slot_at timestamptz,
      add column held_from timestamptz,
      add column sent_at timestamptz;
    update delivery set sent_at = coalesce(settled_at, created_at) where message_ref is not null;

    drop index delivery_unprompted;
    create index delivery_unprompted on delivery (person_id, sent_at) where unprompted;
  `.execute(db);
}
