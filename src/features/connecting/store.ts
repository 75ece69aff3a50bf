import type { Kysely, Transaction } from 'kysely';
import { newId, parseId } from '../../base/ids.ts';
import type { WorkspaceId } from '../../chat/ids.ts';
import { codeLivesMs, hashOf } from '../../people/one-time-codes.ts';
import type { Side } from '../../people/workspace-links.ts';
import type { Database, Row } from '../../storage/schema.ts';
import type { LinkRequestId } from '../../storage/tables/connecting.ts';

type Trx = Transaction<Database>;

type LinkRequest = Row<'link_request'>;

/** How long the one who gave a code out can think about who entered it. */
const requestLivesMs = 24 * 3_600_000;

/** A workspace has one code at a time that nobody has entered yet. */
export async function keepCode(trx: Trx, side: Side, { code, now }: { code: string; now: Date }): Promise<void> {
  await trx
    .deleteFrom('link_request')
    .where('workspace_id', '=', side.workspace)
    .where('entered_in', 'is', null)
    .execute();
  await trx
    .insertInto('link_request')
    .values({
      id: newId(),
      workspace_id: side.workspace,
      name: side.name,
      asked_by: side.by,
      code_hash: hashOf(code),
      expires_at: new Date(now.getTime() + codeLivesMs),
      entered_in: null,
      entered_name: null,
      entered_by: null,
    })
    .execute();
}

/** Takes a code for this workspace: from then on it is worth nothing to others. */
export function claimCode(
  trx: Trx,
  code: string,
  { workspace, now }: { workspace: WorkspaceId; now: Date },
): Promise<LinkRequest | undefined> {
  return trx
    .updateTable('link_request')
    .set({ entered_in: workspace })
    .where('code_hash', '=', hashOf(code))
    .where('expires_at', '>', now)
    .where('entered_by', 'is', null)
    .where('workspace_id', '!=', workspace)
    .where((where) => where.or([where('entered_in', 'is', null), where('entered_in', '=', workspace)]))
    .returningAll()
    .executeTakeFirst();
}

export async function isOwnCode(trx: Trx, code: string, workspace: WorkspaceId): Promise<boolean> {
  const row = await trx
    .selectFrom('link_request')
    .select('id')
    .where('code_hash', '=', hashOf(code))
    .where('workspace_id', '=', workspace)
    .executeTakeFirst();
  return row !== undefined;
}

/** A request that has not had its day, locked: of two presses the second finds it gone. */
export async function lockRequest(trx: Trx, id: string | undefined, now: Date): Promise<LinkRequest | undefined> {
  const known = parseId<'link-request'>(id);
  if (!known) return undefined;
  return trx
    .selectFrom('link_request')
    .selectAll()
    .where('id', '=', known)
    .where('expires_at', '>', now)
    .forUpdate()
    .executeTakeFirst();
}

export async function enterRequest(trx: Trx, id: LinkRequestId, { name, by }: Side, now: Date): Promise<void> {
  await trx
    .updateTable('link_request')
    .set({ entered_name: name, entered_by: by, expires_at: new Date(now.getTime() + requestLivesMs) })
    .where('id', '=', id)
    .execute();
}

export async function forgetRequest(trx: Trx, id: LinkRequestId): Promise<void> {
  await trx.deleteFrom('link_request').where('id', '=', id).execute();
}

/** What has had its time goes. */
export async function sweepRequests(db: Kysely<Database>, now: Date): Promise<void> {
  await db.deleteFrom('link_request').where('expires_at', '<', now).execute();
}
