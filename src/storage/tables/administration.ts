import type { Generated } from 'kysely';
import type { ConversationId, PersonId, WorkspaceId } from '../../chat/ids.ts';

/** Roles that were given; `people/roles.ts` says which may do what. */
export interface RoleHolderTable {
  workspace_id: WorkspaceId;
  person_id: PersonId;
  role: 'administrator' | 'facilitator' | 'lead' | 'greeter' | 'controller';
  /** Absent where Outloud did it by itself. */
  given_by: PersonId | null;
  given_at: Date;
}

/** Each has its sentence in `cards/words/en/administration.ts`. */
export type AuditedChange =
  | 'installed'
  | 'uninstalled'
  | 'role-given'
  | 'role-taken'
  | 'first-administrator'
  | 'installer'
  | 'channel-set-up'
  | 'channel-changed'
  | 'channel-stopped'
  | 'highlights-on'
  | 'highlights-changed'
  | 'highlights-off'
  | 'link-code'
  | 'link-asked'
  | 'link-guesses'
  | 'link-made'
  | 'link-refused'
  | 'link-cut'
  | 'account-linked'
  | 'account-unlinked'
  | 'retention-changed'
  | 'person-exported'
  | 'person-erased';

/** `people/audit.ts` keeps it: who changed what, never what people wrote. */
export interface AuditTable {
  id: Generated<number>;
  at: Date;
  workspace_id: WorkspaceId;
  person_id: PersonId | null;
  what: AuditedChange;
  about_person: PersonId | null;
  about_place: ConversationId | null;
  detail: string | null;
}

export interface AdministrationTables {
  role_holder: RoleHolderTable;
  audit: AuditTable;
}
