import { type Kysely, sql } from 'kysely';

/** Replies are put beside the inbox, once and for a short time, instead of being written over its rows. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table inbox_reply (
      event_id text primary key,
      -- Holds words of people.
      reply jsonb not null,
      kept_at timestamptz not null
    );
    create index inbox_reply_kept on inbox_reply (kept_at);
    insert into inbox_reply (event_id, reply, kept_at)
      select event_id, reply, received_at from inbox where reply is not null;
    alter table inbox drop column reply;
  `.execute(db);
}
