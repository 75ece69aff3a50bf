import { type Kysely, sql, type Transaction } from 'kysely';
import type { PersonId } from '../../chat/ids.ts';
import { accountsOf, isSamePerson } from '../../people/accounts.ts';
import type { Database, Row } from '../../storage/schema.ts';

/** What a person chose about writing and reading: the same for each of their accounts. */

export type Preference = Omit<Row<'preference'>, 'person_id'>;
export type Audience = NonNullable<Preference['audience']>;

export const audienceChoices: readonly Audience[] = ['me', 'team', 'community'];

export async function preferenceOf(db: Kysely<Database>, person: PersonId): Promise<Preference> {
  return (await preferencesOf(db, [person]))(person);
}

/** Of many people in one query. */
export async function preferencesOf(
  db: Kysely<Database>,
  people: readonly PersonId[],
): Promise<(person: PersonId) => Preference> {
  const rows = await db
    .selectFrom('preference')
    .select(['person_id', 'audience', 'language'])
    .where('person_id', '=', sql<PersonId>`any(${people}::text[])`)
    .execute();
  const known = new Map(rows.map(({ person_id, ...preference }) => [person_id, preference]));
  return (person) => known.get(person) ?? { audience: null, language: null };
}

export async function savePreference(
  trx: Transaction<Database>,
  person: PersonId,
  change: Partial<Preference>,
): Promise<void> {
  const accounts = await accountsOf(trx, person);
  await trx
    .insertInto('preference')
    .values(accounts.map((person_id) => ({ person_id, audience: null, language: null, ...change })))
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(change))
    .execute();
}

/** Two accounts have become one person's: what only one of them had chosen holds for both. */
export async function sharePreference(
  trx: Transaction<Database>,
  [one, other]: readonly [PersonId, PersonId],
): Promise<void> {
  if (!(await isSamePerson(trx, one, other))) return;
  const [first, second] = [await preferenceOf(trx, one), await preferenceOf(trx, other)];
  await savePreference(trx, one, {
    audience: first.audience ?? second.audience,
    language: first.language ?? second.language,
  });
}
