import { type Kysely, sql } from 'kysely';

/** Who was told of somebody's first note, and who passed it on. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table greeting (
      update_id uuid not null references update (id) on delete cascade,
      person_id text not null,
      asked_at timestamptz not null,
      delivery_id uuid not null,
      primary key (update_id, person_id)
    );
    create index greeting_person on greeting (person_id, asked_at);
  `.execute(db);
}
