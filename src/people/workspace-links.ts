import type { Kysely } from 'kysely';
import type { WorkspaceId } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';
import { workspacesOf } from './organisation.ts';

/** Whether highlights may go from one workspace to the other. */
export async function areLinked(db: Kysely<Database>, a: WorkspaceId, b: WorkspaceId): Promise<boolean> {
  return a === b || (await linkedWorkspaces(db, a)).includes(b);
}

export async function linkedWorkspaces(db: Kysely<Database>, a: WorkspaceId): Promise<WorkspaceId[]> {
  return (await workspacesOf(db, a)).filter((each) => each !== a);
}
