import type { Kysely } from 'kysely';
import type { WorkspaceId } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';

/**
 * The workspaces of the organisation that a workspace belongs to, itself among them. In this version whoever runs
 * Outloud connects at most one Slack workspace and one Teams tenant, both their own: together they are one organisation.
 * Once others can install it, this is the one place that decides who counts as "everyone here".
 */
export async function workspacesOf(db: Kysely<Database>, workspace: WorkspaceId): Promise<WorkspaceId[]> {
  const rows = await db.selectFrom('conversation').select('workspace_id').distinct().execute();
  return [...new Set([workspace, ...rows.map((row) => row.workspace_id)])];
}
