import type { PersonId, WorkspaceId } from './ids.ts';

/** What a platform tells of a person; anything it does not tell is absent, never guessed. */
export interface Person {
  readonly id: PersonId;
  readonly workspace: WorkspaceId;
  readonly name: string;
  /** IANA name, e.g. `Europe/London`. */
  readonly timeZone?: string;
  /** BCP 47, e.g. `en-GB`. */
  readonly locale?: string;
  /** A guest, or somebody from another organisation: never asked, never messaged unprompted. */
  readonly external?: boolean;
  readonly bot?: boolean;
  /** Runs the workspace, as an administrator or owner of it. */
  readonly administrator?: boolean;
}
