import { asId } from '../../base/ids.ts';
import type { ConversationId, EventId, MessageId, PersonId, WorkspaceId } from '../../chat/ids.ts';
import { PlatformError } from '../../chat/platform.ts';

/*
 * teams:TENANT, teams:TENANT:c:19:abc@thread.tacv2, teams:TENANT:p:<Entra object id, or 29:… where there is none>.
 * What follows the kind is Teams' own id as it is, `:` and `@` included; a conversation's never has `;messageid=`.
 * A message's id is its activity id as it is.
 */

export function workspaceIdOf(tenant: string): WorkspaceId {
  return asId<'workspace'>(`teams:${encodeURIComponent(tenant)}`);
}

export function conversationIdOf(workspace: WorkspaceId, conversation: string): ConversationId {
  return asId<'conversation'>(`${workspace}:c:${conversation}`);
}

export function personIdOf(workspace: WorkspaceId, user: string): PersonId {
  return asId<'person'>(`${workspace}:p:${user}`);
}

export function messageIdOf(activity: string): MessageId {
  return asId<'message'>(activity);
}

export function eventIdOf(workspace: WorkspaceId, ...parts: readonly string[]): EventId {
  return asId<'event'>([workspace, 'e', ...parts].join(':'));
}

/** What Teams calls it. */
export function teamsIdOf(id: ConversationId | PersonId): string {
  const [, own] = /^teams:[^:]+:[cp]:(.+)$/s.exec(id) ?? [];
  return own ?? refuse(id);
}

export function workspaceOf(id: ConversationId | PersonId | WorkspaceId): WorkspaceId {
  const [, workspace] = /^(teams:[^:]+)(?::[cp]:.+)?$/s.exec(id) ?? [];
  return workspace ? asId<'workspace'>(workspace) : refuse(id);
}

export function tenantOf(workspace: WorkspaceId): string {
  const [platform, tenant, ...rest] = workspace.split(':');
  if (platform !== 'teams' || !tenant || rest.length > 0) return refuse(workspace);
  return decodeURIComponent(tenant);
}

/** A channel's conversation id names the thread too: `19:abc@thread.tacv2;messageid=1700000000000`. */
export function splitThread(conversation: string): { readonly conversation: string; readonly root?: string } {
  const [, base = conversation, root] = /^([^;]*);messageid=(.+)$/.exec(conversation) ?? [];
  return root === undefined ? { conversation: base } : { conversation: base, root };
}

export function joinThread(conversation: string, root: string): string {
  return `${conversation};messageid=${root}`;
}

function refuse(id: string): never {
  throw new PlatformError('rejected', `${JSON.stringify(id)} is no id of Teams`);
}
