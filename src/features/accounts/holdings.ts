import type { Kysely } from 'kysely';
import type { PersonId } from '../../chat/ids.ts';
import { linkedAccount } from '../../people/accounts.ts';
import type { Copied, Erased, Erasing, Holding } from '../../storage/holding.ts';
import type { Database } from '../../storage/schema.ts';

/** Which accounts are the same person's. */
export const accountsHoldings: readonly Holding[] = [
  {
    kind: 'accounts',
    seen: { by: { 'audit.see': 'fact' } },
    tables: {
      account_link: { columns: { a: 'person', b: 'person', turn_of: 'person' }, workspace: ['a', 'b'] },
      account_code: {
        columns: { person_id: 'person', workspace_id: 'ours', code_hash: 'ours', entered_by: 'person' },
        workspace: ['workspace_id', 'entered_by'],
      },
      code_guess: { columns: { guesser_id: 'person' }, workspace: ['guesser_id'] },
    },
    count: async (db, person) => (await copyAccounts(db, person)).length,
    copy: copyAccounts,
    erase: eraseAccounts,
  },
];

async function copyAccounts(db: Kysely<Database>, person: PersonId): Promise<Copied[]> {
  const linked = await linkedAccount(db, person);
  return linked ? [{ name: linked.name, since: linked.linkedAt }] : [];
}

async function eraseAccounts({ trx, person }: Erasing): Promise<Erased> {
  const links = await trx
    .deleteFrom('account_link')
    .where((where) => where.or([where('a', '=', person), where('b', '=', person)]))
    .executeTakeFirst();
  await trx
    .deleteFrom('account_code')
    .where((where) => where.or([where('person_id', '=', person), where('entered_by', '=', person)]))
    .execute();
  await trx.deleteFrom('code_guess').where('guesser_id', '=', person).execute();
  return { removed: Number(links.numDeletedRows), more: false };
}
