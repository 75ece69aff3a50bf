import type { Id } from '../../base/ids.ts';
import type { PersonId, WorkspaceId } from '../../chat/ids.ts';

/** `a` sorts before `b`. The names are what each side calls itself, `by` who agreed there. */
export interface WorkspaceLinkTable {
  a: WorkspaceId;
  b: WorkspaceId;
  a_name: string;
  b_name: string;
  a_by: PersonId;
  b_by: PersonId;
  linked_at: Date;
}

export type LinkRequestId = Id<'link-request'>;

/** A code that was given out, until it is used or has had its time. */
export interface LinkRequestTable {
  id: LinkRequestId;
  workspace_id: WorkspaceId;
  name: string;
  asked_by: PersonId;
  code_hash: Buffer;
  expires_at: Date;
  /** Set when it is entered: from then on no other workspace can use it. */
  entered_in: WorkspaceId | null;
  entered_name: string | null;
  entered_by: PersonId | null;
}

/** A code that was none: so that nobody tries many. */
export interface LinkGuessTable {
  workspace_id: WorkspaceId;
  guessed_at: Date;
}

export interface ConnectingTables {
  workspace_link: WorkspaceLinkTable;
  link_request: LinkRequestTable;
  link_guess: LinkGuessTable;
}
