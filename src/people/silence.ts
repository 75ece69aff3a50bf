import type { Kysely, Transaction } from 'kysely';
import type { PersonId, WorkspaceId } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';

/*
 * Installed and silent: in a workspace nobody is messaged unasked until a facilitator was chosen, has seen what people
 * would get, and has begun (`features/first-run`). The senders of the outbox ask here (`delivery/suiting.ts`), so that
 * no feature can forget to.
 */

/** Of a workspace of which nothing is known yet, too. */
export async function isSilent(db: Kysely<Database>, workspace: WorkspaceId): Promise<boolean> {
  const row = await db
    .selectFrom('first_run')
    .select('begun_at')
    .where('workspace_id', '=', workspace)
    .executeTakeFirst();
  return !row?.begun_at;
}

/** The app has come into a workspace; where that is known already, nothing changes. */
export async function noteInstalled(
  trx: Transaction<Database>,
  { workspace, by }: { readonly workspace: WorkspaceId; readonly by: PersonId | null },
  now: Date,
): Promise<void> {
  await trx
    .insertInto('first_run')
    .values({ workspace_id: workspace, installed_at: now, installed_by: by })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** There is nobody to be left in peace, as in the playground: unless something of a first run is known, it is over. */
export async function skipSilence(db: Kysely<Database>, workspace: WorkspaceId, now: Date): Promise<void> {
  await db
    .insertInto('first_run')
    .values({ workspace_id: workspace, installed_at: now, installed_by: null, begun_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
