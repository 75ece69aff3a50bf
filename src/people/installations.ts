import { type Kysely, sql, type Transaction } from 'kysely';
import type { ConversationId, PersonId, WorkspaceId } from '../chat/ids.ts';
import type { Erased, Erasing } from '../storage/holding.ts';
import type { Database } from '../storage/schema.ts';

/*
 * Where Outloud is installed. Slack installs it into a workspace, or an organisation, as a whole; Teams adds it to single
 * teams, chats and people, and a tenant has removed it when the last of these is gone. From that moment nothing is sent
 * there (`delivery/worker.ts`); everything that is held of the workspace is kept for `graceMs`, for an install that comes
 * again, and is then erased.
 */

export const graceMs = 30 * 86_400_000;

interface Install {
  readonly workspace: WorkspaceId;
  readonly name?: string | undefined;
  readonly by?: PersonId | undefined;
  /** Where it is added to one place and not to all of the workspace. */
  readonly place?: ConversationId | undefined;
}

/** `known`: it was installed there already. */
export type Arrival = 'new' | 'back' | 'known';

export async function recordInstall(trx: Transaction<Database>, install: Install, now: Date): Promise<Arrival> {
  const { workspace, name, by, place } = install;
  const before = await lockInstallation(trx, workspace);
  const removedAt = before?.removed_at;
  const { inserted } = await trx
    .insertInto('installation')
    .values({ workspace_id: workspace, name: name ?? null, installed_by: by ?? null, installed_at: now })
    .onConflict((conflict) =>
      conflict.column('workspace_id').doUpdateSet({
        removed_at: null,
        ...(name !== undefined && { name }),
        ...(by !== undefined && !place && { installed_by: by }),
        ...(removedAt && { installed_at: now }),
      }),
    )
    // Not so where another process, told of it at the same moment, put it in first.
    .returning(sql<boolean>`xmax = 0`.as('inserted'))
    .executeTakeFirstOrThrow();
  if (place) await keepPlace(trx, workspace, place);
  if (!removedAt) return inserted ? 'new' : 'known';
  await dropMissed(trx, workspace, { removedAt, now });
  return 'back';
}

function lockInstallation(trx: Transaction<Database>, workspace: WorkspaceId) {
  return trx
    .selectFrom('installation')
    .select('removed_at')
    .where('workspace_id', '=', workspace)
    .forUpdate()
    .executeTakeFirst();
}

async function keepPlace(trx: Transaction<Database>, workspace: WorkspaceId, place: ConversationId): Promise<void> {
  await trx
    .insertInto('installed_place')
    .values({ workspace_id: workspace, conversation_id: place })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** What nobody asked for and would have come while it was away, and what came up there since, does not come late. */
async function dropMissed(
  trx: Transaction<Database>,
  workspace: WorkspaceId,
  { removedAt, now }: { readonly removedAt: Date; readonly now: Date },
): Promise<void> {
  await sql`
    update delivery set state = 'settled', wanted = 'gone', message = '{"text": ""}', settled_at = ${now}
    where workspace_id = ${workspace} and state in ('waiting', 'pending')
      and (created_at > ${removedAt} or (unprompted and not_before <= ${now}))
      and message_ref is null and not may_have_arrived`.execute(trx);
}

/** True where the workspace has removed it by this, and had not before. */
export async function recordRemoval(
  trx: Transaction<Database>,
  { workspace, place }: Pick<Install, 'workspace' | 'place'>,
  now: Date,
): Promise<boolean> {
  // One that was put in by hand may never have been told of.
  if (!place) await keepUntold(trx, workspace, now);
  // Two last places that go at once wait for each other here.
  const row = await lockInstallation(trx, workspace);
  await trx
    .deleteFrom('installed_place')
    .where('workspace_id', '=', workspace)
    .$if(place !== undefined, (query) => query.where('conversation_id', '=', place as ConversationId))
    .execute();
  if (!row || row.removed_at || (place && (await hasPlaces(trx, workspace)))) return false;
  await trx.updateTable('installation').set({ removed_at: now }).where('workspace_id', '=', workspace).execute();
  return true;
}

async function keepUntold(trx: Transaction<Database>, workspace: WorkspaceId, now: Date): Promise<void> {
  await trx
    .insertInto('installation')
    .values({ workspace_id: workspace, name: null, installed_by: null, installed_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function hasPlaces(db: Kysely<Database>, workspace: WorkspaceId): Promise<boolean> {
  const place = await db
    .selectFrom('installed_place')
    .select('conversation_id')
    .where('workspace_id', '=', workspace)
    .limit(1)
    .executeTakeFirst();
  return place !== undefined;
}

/** Nothing can be asked or sent there; what is known of it stays as it is. */
export async function isRemoved(db: Kysely<Database>, workspace: WorkspaceId): Promise<boolean> {
  const row = await db
    .selectFrom('installation')
    .select('removed_at')
    .where('workspace_id', '=', workspace)
    .executeTakeFirst();
  return Boolean(row?.removed_at);
}

/** Workspaces whose grace has ended: everything of them is to be erased. */
export async function pastGrace(db: Kysely<Database>, now: Date): Promise<WorkspaceId[]> {
  const rows = await db
    .selectFrom('installation')
    .select('workspace_id')
    .where('removed_at', '<=', new Date(now.getTime() - graceMs))
    .orderBy('removed_at')
    .execute();
  return rows.map((row) => row.workspace_id);
}

/** Still so, and nobody can install it there again before this transaction ends. */
export async function isPastGrace(trx: Transaction<Database>, workspace: WorkspaceId, now: Date): Promise<boolean> {
  const removedAt = (await lockInstallation(trx, workspace))?.removed_at;
  return Boolean(removedAt && removedAt.getTime() <= now.getTime() - graceMs);
}

/** The last of a workspace, once everything else is gone. Keys of an install that has just begun stay. */
export async function forgetInstallation(trx: Transaction<Database>, workspace: WorkspaceId): Promise<void> {
  await trx
    .deleteFrom('slack_grant')
    .where('workspace_id', '=', workspace)
    .where('granted_at', '<', (select) =>
      select.selectFrom('installation').select('removed_at').where('workspace_id', '=', workspace),
    )
    .execute();
  await trx.deleteFrom('installation').where('workspace_id', '=', workspace).execute();
}

/** Whoever installed it is forgotten; that it is installed stays. */
export async function forgetInstaller({ trx, person }: Erasing): Promise<Erased> {
  const { numUpdatedRows } = await trx
    .updateTable('installation')
    .set({ installed_by: null })
    .where('installed_by', '=', person)
    .executeTakeFirstOrThrow();
  return { removed: Number(numUpdatedRows), more: false };
}
