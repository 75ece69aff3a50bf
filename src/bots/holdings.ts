import { sql } from 'kysely';
import { findName } from '../people/store.ts';
import type { Erased, Erasing, Holding } from '../storage/holding.ts';

/** What came in lately, and what it was answered with. */
export const arrivalHoldings: readonly Holding[] = [
  {
    kind: 'arrivals',
    tables: { inbox: { columns: { event_id: 'ours', reply: 'words', person_id: 'person' }, workspace: 'none' } },
    erase: eraseAnswers,
  },
];

/** Answers to them, and answers to others that name them; what else was shown within the hour goes with the hour. */
async function eraseAnswers({ trx, person }: Erasing): Promise<Erased> {
  const name = await findName(trx, person);
  const { numUpdatedRows } = await trx
    .updateTable('inbox')
    .set({ reply: null, person_id: null })
    .where('reply', 'is not', null)
    .where(
      sql<boolean>`(person_id = ${person} or position(${person} in reply::text) > 0
        or (${name} <> '' and position(${JSON.stringify(name).slice(1, -1)} in reply::text) > 0))`,
    )
    .executeTakeFirst();
  return { removed: Number(numUpdatedRows), more: false };
}
