import { type Kysely, sql } from 'kysely';
import type { PersonId } from '../../../chat/ids.ts';
import { accountsOf } from '../../../people/accounts.ts';
import type { Database, Row } from '../../../storage/schema.ts';
import type { DeliveryId } from '../../../storage/tables/delivery.ts';
import type { HighlightId } from '../../../storage/tables/highlights.ts';
import type { Highlight } from '../highlight.ts';

/** What people have said about highlights for themselves, and their messages of the week. */

type Db = Kysely<Database>;

export function findReader(db: Db, person: PersonId): Promise<Row<'highlight_reader'> | undefined> {
  return db.selectFrom('highlight_reader').selectAll().where('person_id', '=', person).executeTakeFirst();
}

export async function saveReader(db: Db, reader: Row<'highlight_reader'>): Promise<void> {
  const { person_id: _, ...columns } = reader;
  await db
    .insertInto('highlight_reader')
    .values(reader)
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(columns))
    .execute();
}

/**
 * Whose message of the week is due: locked, so that two processes never send it twice. Whoever wants it in two accounts
 * gets one, in the first of them.
 */
export async function dueReaders(db: Db, now: Date, limit: number): Promise<PersonId[]> {
  const rows = await db
    .selectFrom('highlight_reader')
    .select('person_id')
    .where('weekly', '=', true)
    .where('next_at', '<=', now)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('account_link')
            .innerJoin('highlight_reader as first', 'first.person_id', 'account_link.a')
            .select('account_link.a')
            .whereRef('account_link.b', '=', 'highlight_reader.person_id')
            .where('first.weekly', '=', true),
        ),
      ),
    )
    .orderBy('next_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.map((row) => row.person_id);
}

export async function setNextDigest(db: Db, person: PersonId, at: Date): Promise<void> {
  await db
    .updateTable('highlight_reader')
    .set({ next_at: at })
    .where('person_id', 'in', await accountsOf(db, person))
    .where('weekly', '=', true)
    .execute();
}

export async function nextDigestDue(db: Db): Promise<Date | undefined> {
  const row = await db
    .selectFrom('highlight_reader')
    .select((select) => select.fn.min('next_at').as('next'))
    .where('weekly', '=', true)
    .executeTakeFirst();
  return row?.next ?? undefined;
}

/** What this person can read in channels that they are in with any account, but their own: since a moment, or among some. */
export async function shownTo(
  db: Db,
  person: PersonId,
  { since, among }: { readonly since?: Date; readonly among?: readonly HighlightId[] },
): Promise<Highlight[]> {
  const accounts = await accountsOf(db, person);
  return db
    .selectFrom('highlight')
    .selectAll('highlight')
    .where('highlight.state', '=', 'agreed')
    .where('author_id', 'not in', accounts)
    .where((where) =>
      where.exists(
        where
          .selectFrom('highlight_copy')
          .innerJoin('delivery', 'delivery.id', 'highlight_copy.delivery_id')
          .innerJoin('conversation_member', 'conversation_member.conversation_id', 'highlight_copy.conversation_id')
          .select('highlight_copy.id')
          .whereRef('highlight_id', '=', 'highlight.id')
          .where('highlight_copy.state', '=', 'sent')
          .where('delivery.sent_at', 'is not', null)
          .where('conversation_member.person_id', 'in', accounts)
          .where(since ? sql<boolean>`highlight_copy.sent_at >= ${since}` : sql<boolean>`true`),
      ),
    )
    .where(among ? sql<boolean>`highlight.id = any(${among}::uuid[])` : sql<boolean>`true`)
    .orderBy('agreed_at')
    .execute();
}

export async function keepDigest(
  db: Db,
  digest: { delivery: DeliveryId; person: PersonId; highlights: readonly HighlightId[] },
): Promise<void> {
  const { delivery, person, highlights } = digest;
  await db
    .insertInto('highlight_digest_item')
    .values(highlights.map((id) => ({ delivery_id: delivery, highlight_id: id, person_id: person })))
    .execute();
}

export function digestsWith(
  db: Db,
  highlight: HighlightId,
): Promise<Pick<Row<'highlight_digest_item'>, 'delivery_id' | 'person_id'>[]> {
  return db
    .selectFrom('highlight_digest_item')
    .select(['delivery_id', 'person_id'])
    .where('highlight_id', '=', highlight)
    .execute();
}

export async function itemsOf(db: Db, delivery: DeliveryId): Promise<HighlightId[]> {
  const rows = await db
    .selectFrom('highlight_digest_item')
    .select('highlight_id')
    .where('delivery_id', '=', delivery)
    .execute();
  return rows.map((row) => row.highlight_id);
}
