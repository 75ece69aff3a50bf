import { type Kysely, sql } from 'kysely';
import type { ConversationId, PersonId } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';
import { accountsOf } from './accounts.ts';

/** A tap on something that somebody wrote, which shows as a count: one a person, whichever account they made it with. */

export interface Tap {
  readonly person: PersonId;
  /** Where the words were read; in a list they are read nowhere. */
  readonly readIn: ConversationId | null;
  readonly at: Date;
}

export interface ToggledTap {
  readonly change: 'added' | 'removed';
  /** The account that made it. */
  readonly person: PersonId;
  readonly at: Date;
  /** Unknown of earlier versions. */
  readonly readIn: ConversationId | null;
}

type TapTable = 'update_tap' | 'pilot_tap' | 'highlight_tap';

interface Tapped {
  readonly table: TapTable;
  /** What is tapped, and how where there are several ways: columns and their values. */
  readonly on: Readonly<Record<string, string>>;
}

/** Adds the tap, or takes back the one that is there: of somebody who linked their accounts later there may be two. */
export async function toggleTap(
  db: Kysely<Database>,
  { table, on }: Tapped,
  { person, readIn, at }: Tap,
): Promise<ToggledTap[]> {
  const accounts = await accountsOf(db, person);
  const { rows: removed } = await sql<Omit<ToggledTap, 'change'>>`
    delete from ${sql.table(table)} where ${matching(on)} and person_id = any(${accounts}::text[])
    returning person_id as person, coalesce(tapped_at, ${at}) as at, tapped_in as "readIn"`.execute(db);
  if (removed.length > 0) return removed.map((tap) => ({ ...tap, change: 'removed' }));
  const columns = sql.join(Object.keys(on).map((column) => sql.ref(column)));
  await sql`
    insert into ${sql.table(table)} (${columns}, person_id, tapped_at, tapped_in)
    values (${sql.join(Object.values(on))}, ${person}, ${at}, ${readIn})`.execute(db);
  return [{ change: 'added', person, at, readIn }];
}

/** How many people tapped it. */
export async function countTaps(db: Kysely<Database>, { table, on }: Tapped): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct ${tapper})::int as count
    from ${sql.table(table)} left join account_link link on link.b = person_id where ${matching(on)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** The person whose account made a tap, where `link` is what that account is linked by, if it is. */
export const tapper = sql<PersonId>`coalesce(link.a, person_id)`;

function matching(on: Tapped['on']) {
  return sql.join(
    Object.entries(on).map(([column, value]) => sql`${sql.ref(column)} = ${value}`),
    sql` and `,
  );
}
