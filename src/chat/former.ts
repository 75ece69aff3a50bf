import type { ConversationId, PersonId, WorkspaceId } from './ids.ts';

/*
 * Who stands where somebody stood that had everything erased: one for each workspace, "a former colleague". No platform
 * knows them, and nothing is ever sent to them.
 */

const ending = ':former-colleague';

export function formerOf(workspace: WorkspaceId): PersonId {
  return `${workspace}${ending}` as PersonId;
}

export function isFormer(id: PersonId | ConversationId): boolean {
  return id.endsWith(ending);
}
