import { type Kysely, sql } from 'kysely';

/** Keys that Outloud makes for itself where no setting holds one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table secret (
      name text primary key,
      value bytea not null
    );
  `.execute(db);
}
