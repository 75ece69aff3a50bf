import type { Generated } from 'kysely';
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

/** Two accounts of one person on two platforms; `a` sorts before `b`. */
export interface AccountLinkTable {
  a: PersonId;
  b: PersonId;
  linked_at: Date;
  /** Which of them may be messaged unasked just now, and until when: the other waits (`scheduling/sending.ts`). */
  turn_of: Generated<PersonId | null>;
  turn_until: Generated<Date | null>;
}

/** A code that a person asked for to link another account of theirs; one at a time. */
export interface AccountCodeTable {
  person_id: PersonId;
  workspace_id: WorkspaceId;
  code_hash: Buffer;
  expires_at: Date;
  /** The account in which it was entered: from then on no other can use it. */
  entered_by: Generated<PersonId | null>;
}

/** A code that was none: so that nobody tries many. */
export interface CodeGuessTable {
  guesser_id: WorkspaceId | PersonId;
  guessed_at: Date;
}

export interface ConnectingTables {
  workspace_link: WorkspaceLinkTable;
  link_request: LinkRequestTable;
  account_link: AccountLinkTable;
  account_code: AccountCodeTable;
  code_guess: CodeGuessTable;
}
