import type { Kysely } from 'kysely';
import type { WorkspaceId } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';

/**
 * The workspaces of the organisation that a workspace belongs to, itself among them: the one place that decides who counts
 * as "everyone here". Whoever runs Outloud connects a Slack workspace by hand and names the tenants: those are theirs.
 * A workspace that was added by OAuth may be anybody's, and is an organisation of its own.
 */
export async function workspacesOf(db: Kysely<Database>, workspace: WorkspaceId): Promise<WorkspaceId[]> {
  const granted = await db.selectFrom('slack_grant').select('workspace_id').execute();
  const apart = new Set(granted.map((row) => row.workspace_id));
  if (apart.has(workspace)) return [workspace];
  const known = await db.selectFrom('conversation').select('workspace_id').distinct().execute();
  const own = known.map((row) => row.workspace_id).filter((each) => !apart.has(each));
  return [...new Set([workspace, ...own])];
}
