import { type Kysely, sql } from 'kysely';

/** What is known of a conversation: who can read it, whether it is shared beyond the organisation, when that was asked. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table conversation
      add access text not null default 'unknown' check (access in ('open', 'private', 'unknown')),
      add was_private boolean not null default false,
      add archived boolean not null default false,
      add other_organisations boolean not null default false,
      add counted integer,
      add described_at timestamptz;
    update conversation set access = 'private', was_private = true where kind <> 'channel';
  `.execute(db);
}
