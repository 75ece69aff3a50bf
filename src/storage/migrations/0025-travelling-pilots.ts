import { type Kysely, sql } from 'kysely';

/** Pilots travel as notes do; a tap remembers where it was made; authors hear of replies from elsewhere in batches. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table highlight drop constraint highlight_kind_check;
    alter table highlight add constraint highlight_kind_check check (kind in ('note', 'message', 'pilot'));
    alter table highlight add column news_at timestamptz, add column told_at timestamptz;
    create index highlight_news on highlight (news_at) where news_at is not null;
    alter table pilot add column shown_in jsonb not null default '[]';
    alter table pilot_tap add column tapped_in text;
    alter table update_tap add column tapped_in text;
    alter table highlight_tap add column tapped_in text, add column tapped_at timestamptz;
  `.execute(db);
}
