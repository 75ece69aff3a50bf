import type { ConversationId, WorkspaceId } from './ids.ts';

export type ConversationKind = 'channel' | 'group' | 'direct';

/** Who can read along: everyone of its workspace or team, or only those who were let in. */
export type ConversationAccess = 'open' | 'private';

/** What a platform tells of a conversation; anything it does not tell is absent, never guessed. */
export interface ConversationFacts {
  /** As people there write it: `#digital-network`. */
  readonly name?: string;
  readonly access?: ConversationAccess;
  /** It was private once, whatever it is now. */
  readonly wasPrivate?: true;
  /** Nobody can write there any more. */
  readonly archived?: boolean;
  /** People of other organisations can read along, or have been invited to. */
  readonly otherOrganisations?: boolean;
  /** How many are in it as the service counts them, bots included. */
  readonly people?: number;
}

export interface Conversation {
  readonly id: ConversationId;
  readonly workspace: WorkspaceId;
  readonly kind: ConversationKind;
  /** Absent where the platform does not say. */
  readonly name?: string;
}
