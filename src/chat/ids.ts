import type { Id } from '../base/ids.ts';

/*
 * Opaque: made and parsed in one file per adapter (`bots/<platform>/ids.ts`). Each id carries its platform and
 * workspace, so that an id alone says where it belongs and no two platforms' ids can meet.
 */

export type PlatformName = 'slack' | 'teams';

/** The organisation unit that the app was installed into: a Slack workspace, a Microsoft 365 tenant. */
export type WorkspaceId = Id<'workspace'>;

/** Anywhere one can post: a channel, a group chat, a direct chat. */
export type ConversationId = Id<'conversation'>;

export type PersonId = Id<'person'>;

/** A posted message's own id inside its conversation: Slack's `ts`, Teams' activity id. */
export type MessageId = Id<'message'>;

/** The same when a platform delivers the same event again. */
export type EventId = Id<'event'>;

/** Where a message landed. `thread` is the first message of the thread it stands in, if any. */
export interface MessageRef {
  readonly conversation: ConversationId;
  readonly id: MessageId;
  readonly thread?: MessageId;
}

/** Every id starts with its platform's name and a colon. */
export function platformOf(id: WorkspaceId | ConversationId | PersonId): PlatformName {
  return id.startsWith('slack:') ? 'slack' : 'teams';
}

/** What stands before an id's second colon is its workspace, on every platform. */
export function workspaceIn(id: WorkspaceId | ConversationId | PersonId): WorkspaceId {
  return id.split(':', 2).join(':') as WorkspaceId;
}
