import { type Kysely, sql } from 'kysely';
import type { PersonId } from '../../../chat/ids.ts';
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

/** Of a person's accounts, those that want a message a week. */
export async function setNextDigests(
  db: Db,
  next: readonly { readonly person: PersonId; readonly at: Date }[],
): Promise<void> {
  const [people, moments] = [next.map(({ person }) => person), next.map(({ at }) => at)];
  await sql`
    update highlight_reader reader set next_at = due.at
    from unnest(${people}::text[], ${moments}::timestamptz[]) as due (person_id, at)
      left join account_link link on due.person_id in (link.a, link.b)
    where weekly and reader.person_id in (due.person_id, link.a, link.b)`.execute(db);
}

export async function nextDigestDue(db: Db): Promise<Date | undefined> {
  const row = await db
    .selectFrom('highlight_reader')
    .select((select) => select.fn.min('next_at').as('next'))
    .where('weekly', '=', true)
    .executeTakeFirst();
  return row?.next ?? undefined;
}

/** Of `reader`, with `link` of their accounts: copies in channels that they are in with any, of what others wrote. */
const readableCopies = sql`conversation_member member
    join highlight_copy copy on copy.conversation_id = member.conversation_id and copy.state = 'sent'
    join delivery on delivery.id = copy.delivery_id and delivery.sent_at is not null
    join highlight on highlight.id = copy.highlight_id and highlight.state = 'agreed'
      and highlight.author_id <> all(array[reader.person_id, coalesce(link.a, ''), coalesce(link.b, '')])
    where member.person_id = any(array[reader.person_id, link.a, link.b])`;

/** What was shown to each of these people since a moment, in the order in which it was agreed to. */
export async function shownTo(
  db: Db,
  people: readonly PersonId[],
  since: Date,
): Promise<ReadonlyMap<PersonId, HighlightId[]>> {
  const { rows } = await sql<{ person: PersonId; id: HighlightId }>`
    select reader.person_id as person, shown.id
    from unnest(${people}::text[]) as reader (person_id)
      left join account_link link on reader.person_id in (link.a, link.b)
      cross join lateral (
        select distinct highlight.id, agreed_at from ${readableCopies} and copy.sent_at >= ${since}) shown
    order by agreed_at, shown.id`.execute(db);
  const shown = Map.groupBy(rows, ({ person }) => person);
  return new Map([...shown].map(([person, theirs]) => [person, theirs.map(({ id }) => id)]));
}

/** What is readable now of what these messages of the week hold. */
export async function shownIn(
  db: Db,
  digests: readonly DeliveryId[],
): Promise<ReadonlyMap<DeliveryId, readonly Highlight[]>> {
  const { rows } = await sql<Highlight & { digest: DeliveryId }>`
    select shown.*, reader.delivery_id as digest
    from highlight_digest_item reader
      left join account_link link on reader.person_id in (link.a, link.b)
      cross join lateral (
        select distinct highlight.* from ${readableCopies} and highlight.id = reader.highlight_id) shown
    where reader.delivery_id = any(${digests}::uuid[])
    order by agreed_at, shown.id`.execute(db);
  return Map.groupBy(rows, ({ digest }) => digest);
}

/** Sorted, as whoever adds rows for several highlights waits for those who take one away. */
export async function keepDigests(
  db: Db,
  items: readonly { readonly delivery: DeliveryId; readonly person: PersonId; readonly highlight: HighlightId }[],
): Promise<void> {
  if (items.length === 0) return;
  const rows = items.map(({ delivery, person, highlight }) => ({
    delivery_id: delivery,
    highlight_id: highlight,
    person_id: person,
  }));
  await db
    .insertInto('highlight_digest_item')
    .values(rows.toSorted((one, other) => (one.highlight_id < other.highlight_id ? -1 : 1)))
    .execute();
}

/** The messages of the week that any of these highlights is in. */
export async function digestsWith(db: Db, highlights: readonly HighlightId[]): Promise<DeliveryId[]> {
  const rows = await db
    .selectFrom('highlight_digest_item')
    .select('delivery_id')
    .distinct()
    .where('highlight_id', '=', sql<HighlightId>`any(${highlights}::uuid[])`)
    .execute();
  return rows.map((row) => row.delivery_id);
}

/** Those of them who would rather not be asked about what they wrote. */
export async function notToBeAsked(db: Db, people: readonly PersonId[]): Promise<ReadonlySet<PersonId>> {
  const rows = await db
    .selectFrom('highlight_reader')
    .select('person_id')
    .where('person_id', '=', sql<PersonId>`any(${people}::text[])`)
    .where('may_ask', '=', false)
    .execute();
  return new Set(rows.map((row) => row.person_id));
}
