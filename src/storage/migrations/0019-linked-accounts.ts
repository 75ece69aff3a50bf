import { type Kysely, sql } from 'kysely';

/** One person's accounts on two platforms, linked by a code. Wrong codes are counted per workspace or per person. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table account_link (
      a text primary key,
      b text not null unique,
      linked_at timestamptz not null,
      turn_of text,
      turn_until timestamptz,
      check (a < b)
    );

    create table account_code (
      person_id text primary key,
      workspace_id text not null,
      code_hash bytea not null,
      expires_at timestamptz not null,
      entered_by text
    );
    create index account_code_workspace on account_code (workspace_id);

    alter table link_guess rename to code_guess;
    alter table code_guess rename workspace_id to guesser_id;
    alter index link_guess_workspace rename to code_guess_guesser;
  `.execute(db);
}
