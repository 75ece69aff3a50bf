import { type Kysely, sql, type Transaction } from 'kysely';
import type { PersonId } from '../../chat/ids.ts';
import type { Person } from '../../chat/person.ts';
import { codeLivesMs, hashOf, isCode } from '../../people/one-time-codes.ts';
import { linkedWorkspaces } from '../../people/workspace-links.ts';
import type { Database, Row } from '../../storage/schema.ts';

/** The codes that people asked for to link an account. */

type Trx = Transaction<Database>;

export type AccountCode = Row<'account_code'>;

/** A person has one code at a time. */
export async function keepCode(
  trx: Trx,
  { id, workspace }: Pick<Person, 'id' | 'workspace'>,
  { code, now }: { code: string; now: Date },
): Promise<void> {
  const columns = {
    workspace_id: workspace,
    code_hash: hashOf(code),
    expires_at: new Date(now.getTime() + codeLivesMs),
    entered_by: null,
  };
  await trx
    .insertInto('account_code')
    .values({ person_id: id, ...columns })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(columns))
    .execute();
}

/** Takes a code that was asked for in a linked workspace: from then on it is worth nothing to other accounts. */
export async function claimCode(
  trx: Trx,
  typed: string,
  { person, now }: { person: Pick<Person, 'id' | 'workspace'>; now: Date },
): Promise<AccountCode | undefined> {
  const linked = (await linkedWorkspaces(trx, person.workspace)).map(({ workspace }) => workspace);
  const open = await trx
    .selectFrom('account_code')
    .selectAll()
    .where('workspace_id', '=', sql<AccountCode['workspace_id']>`any(${linked}::text[])`)
    .where('expires_at', '>', now)
    .where((where) => where.or([where('entered_by', 'is', null), where('entered_by', '=', person.id)]))
    .orderBy('person_id')
    .forUpdate()
    .execute();
  const found = open.find(({ code_hash }) => isCode(typed, code_hash));
  if (!found) return undefined;
  await trx
    .updateTable('account_code')
    .set({ entered_by: person.id })
    .where('person_id', '=', found.person_id)
    .execute();
  return found;
}

/** Whether this account asked for the code itself. */
export async function isOwnCode(trx: Trx, typed: string, person: PersonId): Promise<boolean> {
  const row = await trx
    .selectFrom('account_code')
    .select('code_hash')
    .where('person_id', '=', person)
    .executeTakeFirst();
  return row !== undefined && isCode(typed, row.code_hash);
}

/** Uses up the code of `asker` that this account has entered; of two presses the second finds it gone. */
export async function useCode(
  trx: Trx,
  { asker, by, now }: { asker: PersonId; by: PersonId; now: Date },
): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('account_code')
    .where('person_id', '=', asker)
    .where('entered_by', '=', by)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** What has had its time goes. */
export async function sweepCodes(db: Kysely<Database>, now: Date): Promise<void> {
  await db.deleteFrom('account_code').where('expires_at', '<', now).execute();
}
