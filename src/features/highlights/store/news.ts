import { type Kysely, sql } from 'kysely';
import type { PersonId } from '../../../chat/ids.ts';
import type { Database } from '../../../storage/schema.ts';
import type { HighlightContent, HighlightId } from '../../../storage/tables/highlights.ts';

/** When authors are to be told of replies from elsewhere, and how many people wrote them. */

type Db = Kysely<Database>;

export async function bringForwardNews(db: Db, highlight: HighlightId, at: Date): Promise<void> {
  await db
    .updateTable('highlight')
    .set({ news_at: sql<Date>`least(news_at, ${at})` })
    .where('id', '=', highlight)
    .execute();
}

export async function authorsWithNews(db: Db, now: Date, limit: number): Promise<PersonId[]> {
  const rows = await db
    .selectFrom('highlight')
    .select('author_id')
    .distinct()
    .where('news_at', '<=', now)
    .limit(limit)
    .execute();
  return rows.map(({ author_id }) => author_id);
}

export async function putOffNews(db: Db, author: PersonId, { due, until }: { due: Date; until: Date }): Promise<void> {
  await lockNews(db, author);
  await db
    .updateTable('highlight')
    .set({ news_at: until })
    .where('author_id', '=', author)
    .where('news_at', '<=', due)
    .execute();
}

/** By id, as everybody locks highlights. */
async function lockNews(db: Db, author: PersonId): Promise<void> {
  await sql`
    select from highlight where author_id = ${author} and news_at is not null order by id for no key update`.execute(
    db,
  );
}

export interface News {
  readonly id: HighlightId;
  readonly content: HighlightContent | null;
  /** Who replied elsewhere since their author was last told. */
  readonly people: number;
}

/** What an author has not been told yet, also of highlights whose turn would come later; it counts as told from now on. */
export async function takeNews(db: Db, author: PersonId, now: Date): Promise<News[]> {
  await lockNews(db, author);
  const { rows } = await sql<News>`
    with due as (
      select id, content, home_id, author_id, told_at from highlight
      where author_id = ${author} and news_at is not null and state = 'agreed'
    ), taken as (
      update highlight set news_at = null, told_at = ${now} where author_id = ${author} and news_at is not null
    )
    select due.id, due.content, count(distinct reply.person_id)::int as people
    from due left join highlight_reply reply on reply.highlight_id = due.id
      and reply.conversation_id <> due.home_id and reply.person_id <> due.author_id
      and (due.told_at is null or reply.created_at > due.told_at)
    group by due.id, due.content order by due.id`.execute(db);
  return rows;
}

export async function nextNewsAt(db: Db): Promise<Date | undefined> {
  const row = await db
    .selectFrom('highlight')
    .select((select) => select.fn.min('news_at').as('next'))
    .executeTakeFirst();
  return row?.next ?? undefined;
}
