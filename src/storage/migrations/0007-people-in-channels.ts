import { type Kysely, sql } from 'kysely';

/** Who is in which channel, so that what is meant for a channel is shown to its people only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table conversation add members_at timestamptz;

    create table conversation_member (
      conversation_id text not null,
      person_id text not null,
      primary key (conversation_id, person_id)
    );
    create index conversation_member_person on conversation_member (person_id);
  `.execute(db);
}
