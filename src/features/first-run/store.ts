import { type Kysely, sql, type Transaction } from 'kysely';
import { type ConversationId, type WorkspaceId, workspaceIn } from '../../chat/ids.ts';
import type { Database, Row } from '../../storage/schema.ts';
import type { FirstRunAnswers } from '../../storage/tables/administration.ts';

/** How far the first run of a workspace is. */

type Trx = Transaction<Database>;

export type FirstRun = Row<'first_run'>;

/** Locked, so that two who act at once come one after the other; made where the platform told of no installation. */
export async function lockFirstRun(trx: Trx, workspace: WorkspaceId, now: Date): Promise<FirstRun> {
  await trx
    .insertInto('first_run')
    .values({ workspace_id: workspace, installed_at: now, installed_by: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return trx
    .selectFrom('first_run')
    .selectAll()
    .where('workspace_id', '=', workspace)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export async function saveAnswers(trx: Trx, { workspace_id }: FirstRun, answers: FirstRunAnswers): Promise<void> {
  await trx
    .updateTable('first_run')
    .set({ answers: JSON.stringify(answers) })
    .where('workspace_id', '=', workspace_id)
    .execute();
}

type Progress = Partial<Pick<FirstRun, 'told_id' | 'facilitator_id' | 'previewed_at' | 'begun_at' | 'draft_id'>>;

export async function saveProgress(trx: Trx, { workspace_id }: FirstRun, progress: Progress): Promise<void> {
  await trx.updateTable('first_run').set(progress).where('workspace_id', '=', workspace_id).execute();
}

/** Installed, and no administrator knows that it is silent: locked, so that one process tells them. */
export function untold(trx: Trx): Promise<FirstRun[]> {
  return trx
    .selectFrom('first_run')
    .selectAll()
    .where('begun_at', 'is', null)
    .where('told_id', 'is', null)
    .forUpdate()
    .skipLocked()
    .execute();
}

/** Where the app sees who is there, and so can ask people. */
export function channelsIn(db: Kysely<Database>, workspace: WorkspaceId) {
  return db
    .selectFrom('conversation')
    .select(['id', 'name'])
    .where('workspace_id', '=', workspace)
    .where('kind', '=', 'channel')
    .where('archived', '=', false)
    .where('name', 'is not', null)
    .where((where) =>
      where.exists(
        where
          .selectFrom('conversation_member')
          .select('person_id')
          .whereRef('conversation_member.conversation_id', '=', 'conversation.id'),
      ),
    )
    .orderBy('name')
    .limit(100)
    .execute();
}

/** The one in which people were to be invited in this channel, as long as its facilitator still has the draft. */
export function runWithDraft(trx: Trx, conversation: ConversationId): Promise<FirstRun | undefined> {
  return trx
    .selectFrom('first_run')
    .selectAll()
    .where('workspace_id', '=', workspaceIn(conversation))
    .where('draft_id', 'is not', null)
    .where(sql<boolean>`answers ->> 'channel' = ${conversation}`)
    .forUpdate()
    .executeTakeFirst();
}

/** The channel that was chosen has got another id. */
export async function moveChannel(trx: Trx, from: ConversationId, to: ConversationId): Promise<void> {
  await trx
    .updateTable('first_run')
    .set({ answers: sql<string>`answers || jsonb_build_object('channel', ${to}::text)` })
    .where('workspace_id', '=', workspaceIn(from))
    .where(sql<boolean>`answers ->> 'channel' = ${from}`)
    .execute();
}
