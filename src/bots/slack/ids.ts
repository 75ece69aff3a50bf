import { createHash } from 'node:crypto';
import { asId } from '../../base/ids.ts';
import type { ConversationId, EventId, MessageId, PersonId, WorkspaceId } from '../../chat/ids.ts';
import { PlatformError } from '../../chat/platform.ts';

/*
 * slack:T0123 (or slack:E0123, where the app is installed for a whole Enterprise Grid), slack:T0123:C0456,
 * slack:T0123:U0789. A message's id is its `ts` as it is.
 */

/** Slack's own have a dozen characters; the database looks them up, and can do so with short ones only. */
const PART = /^[\w.-]{1,64}$/;

const longestEventId = 300;

export function workspaceIdOf(team: string): WorkspaceId {
  return asId<'workspace'>(`slack:${checked(team)}`);
}

export function conversationIdOf(workspace: WorkspaceId, channel: string): ConversationId {
  return asId<'conversation'>(`${workspace}:${checked(channel)}`);
}

export function personIdOf(workspace: WorkspaceId, user: string): PersonId {
  return asId<'person'>(`${workspace}:${checked(user)}`);
}

export function messageIdOf(ts: string): MessageId {
  return asId<'message'>(checked(ts));
}

/** `kind` keeps ids of different deliveries apart; an event has Slack's own id and needs none. */
export function eventIdOf(...parts: readonly string[]): EventId {
  const id = ['slack', ...parts].join(':');
  const short = () => `slack:${createHash('sha256').update(id).digest('base64url')}`;
  return asId<'event'>(id.length <= longestEventId ? id : short());
}

/** What Slack calls it: `C0456`, `U0789`. */
export function slackIdOf(id: ConversationId | PersonId): string {
  return split(id).own;
}

export function workspaceOf(id: ConversationId | PersonId): WorkspaceId {
  return workspaceIdOf(split(id).team);
}

/** `T0123`, or `E0123`. */
export function teamOf(workspace: WorkspaceId): string {
  const team = workspace.slice('slack:'.length);
  return workspace.startsWith('slack:') ? checked(team) : refuse(workspace);
}

function split(id: string): { team: string; own: string } {
  const [platform, team, own, ...rest] = id.split(':');
  if (platform !== 'slack' || !team || !own || rest.length > 0) return refuse(id);
  return { team, own };
}

/** Whether it could be an id that Slack gives. */
export function isSlackId(part: string): boolean {
  return PART.test(part);
}

function checked(part: string): string {
  return isSlackId(part) ? part : refuse(part);
}

function refuse(id: string): never {
  throw new PlatformError('rejected', `${JSON.stringify(id)} is no id of Slack`);
}
