import { type Kysely, sql, type Transaction } from 'kysely';
import { type PersonId, platformOf, type WorkspaceId, workspaceIn } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';
import { areLinked } from './workspace-links.ts';

/*
 * One person may have an account on Slack and one on Teams. They say so themselves, by a code that they carry from one
 * to the other (`features/accounts`): nothing is guessed from a name or an address. From then on both are one person to
 * everything that counts or lists by person. Whoever needs that asks here; a query that is about a person takes
 * `accountsOf` in place of the one id.
 */

/** The person's accounts: this one first, then the one that it is linked with, if any. */
export async function accountsOf(db: Kysely<Database>, person: PersonId): Promise<[PersonId, ...PersonId[]]> {
  const other = await otherAccountOf(db, person);
  return other ? [person, other] : [person];
}

export async function otherAccountOf(db: Kysely<Database>, person: PersonId): Promise<PersonId | undefined> {
  return (await otherAccounts(db, [person])).get(person);
}

/** Of many at once: whoever of them is linked, and their other account, each with the other. */
export async function otherAccounts(
  db: Kysely<Database>,
  people: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, PersonId>> {
  if (people.length === 0) return new Map();
  const ids = sql<PersonId>`any(${people}::text[])`;
  const rows = await db
    .selectFrom('account_link')
    .select(['a', 'b'])
    .where((where) => where.or([where('a', '=', ids), where('b', '=', ids)]))
    .execute();
  return new Map(rows.flatMap(({ a, b }) => [[a, b] as const, [b, a] as const]));
}

/** The same account, or two that their person has linked. */
export async function isSamePerson(db: Kysely<Database>, one: PersonId, other: PersonId): Promise<boolean> {
  return one === other || (await otherAccountOf(db, one)) === other;
}

export interface LinkedAccount {
  readonly account: PersonId;
  /** As that platform calls the person. */
  readonly name: string;
  readonly linkedAt: Date;
}

/** What this account is linked with, to be shown to its person. */
export async function linkedAccount(db: Kysely<Database>, person: PersonId): Promise<LinkedAccount | undefined> {
  const row = await linkWith(db, person).select(['a', 'b', 'linked_at']).executeTakeFirst();
  if (!row) return undefined;
  const account = row.a === person ? row.b : row.a;
  const named = await db.selectFrom('person').select('name').where('id', '=', account).executeTakeFirst();
  return { account, name: named?.name ?? '', linkedAt: row.linked_at };
}

function linkWith(db: Kysely<Database>, person: PersonId) {
  return db.selectFrom('account_link').where((where) => where.or([where('a', '=', person), where('b', '=', person)]));
}

/** Why two accounts cannot be linked. */
export type LinkObstacle = 'same-platform' | 'workspaces-not-linked' | 'already-linked';

/** Links two accounts whose person has proved that both are theirs. */
export async function linkAccounts(
  trx: Transaction<Database>,
  one: PersonId,
  other: PersonId,
  now: Date,
): Promise<LinkObstacle | undefined> {
  if (platformOf(one) === platformOf(other)) return 'same-platform';
  if (!(await areLinked(trx, workspaceIn(one), workspaceIn(other)))) return 'workspaces-not-linked';
  if ((await otherAccounts(trx, [one, other])).size > 0) return 'already-linked';
  const [a, b] = one < other ? [one, other] : [other, one];
  const { numInsertedOrUpdatedRows: rows } = await trx
    .insertInto('account_link')
    .values({ a, b, linked_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return rows === 1n ? undefined : 'already-linked';
}

/** The account that it was linked with, if any: from now on they are two people again. */
export async function unlinkAccount(trx: Transaction<Database>, person: PersonId): Promise<PersonId | undefined> {
  const row = await trx
    .deleteFrom('account_link')
    .where((where) => where.or([where('a', '=', person), where('b', '=', person)]))
    .returning(['a', 'b'])
    .executeTakeFirst();
  return row && (row.a === person ? row.b : row.a);
}

/** Two workspaces are no longer linked: neither are accounts across them. The pairs that there were. */
export async function unlinkBetween(
  trx: Transaction<Database>,
  one: WorkspaceId,
  other: WorkspaceId,
): Promise<[PersonId, PersonId][]> {
  const [first, second] = one < other ? [one, other] : [other, one];
  const rows = await trx
    .deleteFrom('account_link')
    .where(sql<boolean>`starts_with(a, ${`${first}:`}) and starts_with(b, ${`${second}:`})`)
    .returning(['a', 'b'])
    .execute();
  return rows.map(({ a, b }) => [a, b]);
}
