import type { ConversationId, WorkspaceId } from './ids.ts';

export type ConversationKind = 'channel' | 'group' | 'direct';

export interface Conversation {
  readonly id: ConversationId;
  readonly workspace: WorkspaceId;
  readonly kind: ConversationKind;
  /** Absent where the platform does not say. */
  readonly name?: string;
}
