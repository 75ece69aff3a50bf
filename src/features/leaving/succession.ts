import type { Transaction } from 'kysely';
import type { Vacancy } from '../../cards/leaving/cards.ts';
import { type PersonId, platformOf, workspaceIn } from '../../chat/ids.ts';
import { accountsOf } from '../../people/accounts.ts';
import { noteChange } from '../../people/audit.ts';
import { neededRoles, roleHolders, rolesOfNobodyElse } from '../../people/roles.ts';
import type { Database } from '../../storage/schema.ts';
import type { Db } from './deps.ts';
import type { Erasure } from './store.ts';

/*
 * Somebody leaves who alone looks after Outloud. Nobody can be refused their erasure for that: it is said before, in the
 * receipt and in the log of changes who does it then, and how the next one is named.
 */

/** What nobody would do any more once all accounts of this person are gone. */
export async function vacanciesAfter(db: Db, person: PersonId): Promise<Vacancy[]> {
  const vacancies: Vacancy[] = [];
  for (const account of await accountsOf(db, person)) {
    const roles = await rolesOfNobodyElse(db, account);
    vacancies.push(...roles.map((role) => ({ platform: platformOf(account), role })));
  }
  return vacancies;
}

/** In the log of changes, without a name; `vacanciesBy` finds it there. */
export async function noteVacancies(trx: Transaction<Database>, account: PersonId, now: Date): Promise<void> {
  for (const role of await rolesOfNobodyElse(trx, account)) {
    await noteChange(trx, { workspace: workspaceIn(account), what: 'role-vacant', detail: role }, now);
  }
}

type Left = Pick<Erasure, 'workspace_id' | 'asked_at'>;

/** What this erasure leaves undone, and nobody else has taken up since. */
export async function vacanciesBy(db: Db, { workspace_id: workspace, asked_at: at }: Left): Promise<Vacancy[]> {
  const noted = await db
    .selectFrom('audit')
    .select('detail')
    .where('workspace_id', '=', workspace)
    .where('what', '=', 'role-vacant')
    .where('at', '=', at)
    .execute();
  const holders = await roleHolders(db, workspace);
  return neededRoles
    .filter((role) => noted.some(({ detail }) => detail === role) && !holders.some((each) => each.role === role))
    .map((role) => ({ platform: platformOf(workspace), role }));
}
