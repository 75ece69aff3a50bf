import { type Kysely, sql } from 'kysely';

/** What the playground's own Slack and Teams remember, in local mode only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table playground_record (
      kind text not null,
      id text not null,
      body jsonb not null,
      primary key (kind, id)
    );
  `.execute(db);
}
