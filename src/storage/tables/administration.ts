import type { ColumnType, Generated } from 'kysely';
import type { ConversationId, PersonId, WorkspaceId } from '../../chat/ids.ts';
import type { DeliveryId } from './delivery.ts';

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
  | 'first-run-begun'
  | 'role-vacant'
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

/** What a facilitator answers before anybody is messaged; each absent until she has. */
export interface FirstRunAnswers {
  /** Who is brought together; words of a person. */
  readonly who?: string;
  /** Where they are asked. */
  readonly channel?: ConversationId;
  /** Greeters are told of first notes. */
  readonly greets?: boolean;
  /** Who they are; names as a person wrote them, until it has begun. */
  readonly greeters?: readonly string[];
  /** ISO weekday, 1 is Monday. */
  readonly weekday?: number;
  /** `HH:MM` */
  readonly time?: string;
  readonly everyWeeks?: number;
  /** Who goes first; names as a person wrote them. */
  readonly starters?: readonly string[];
}

/** What happens between an installation and the first unasked message; no row: nothing has happened yet. */
export interface FirstRunTable {
  workspace_id: WorkspaceId;
  installed_at: Date;
  /** Who added the app, where the platform says so. */
  installed_by: PersonId | null;
  /** The administrator who was told of it. */
  told_id: Generated<PersonId | null>;
  facilitator_id: Generated<PersonId | null>;
  answers: ColumnType<FirstRunAnswers, string | undefined, string>;
  /** When the facilitator was last shown the first week. */
  previewed_at: Generated<Date | null>;
  /** Until then nobody is messaged unasked. */
  begun_at: Generated<Date | null>;
  /** The text for a post of her own, as the facilitator has it. */
  draft_id: Generated<DeliveryId | null>;
}

export interface AdministrationTables {
  first_run: FirstRunTable;
  role_holder: RoleHolderTable;
  audit: AuditTable;
}
