import type { Generated } from 'kysely';
import type { ConversationKind } from '../../chat/conversation.ts';
import type { ConversationId, PersonId, WorkspaceId } from '../../chat/ids.ts';
import type { Json } from './json.ts';

export interface PersonTable {
  id: PersonId;
  workspace_id: WorkspaceId;
  name: string;
  time_zone: string | null;
  locale: string | null;
  external: boolean;
  /** The platform says that they run the workspace. */
  administrator: Generated<boolean>;
  /** When the platform was last asked about this person. */
  refreshed_at: Date | null;
}

export interface ConversationTable {
  id: ConversationId;
  workspace_id: WorkspaceId;
  kind: ConversationKind;
  name: string | null;
  /** When the bot said hello there; empty again once it was taken out. */
  greeted_at: Generated<Date | null>;
  /** When its people were last looked up, with or without success. */
  members_at: Generated<Date | null>;
  /** `people/places.ts` keeps these and tells what they mean. */
  access: Generated<'open' | 'private' | 'unknown'>;
  was_private: Generated<boolean>;
  archived: Generated<boolean>;
  other_organisations: Generated<boolean>;
  /** How many the platform counted when its people were last looked up. */
  counted: Generated<number | null>;
  /** When the platform was last asked what it is, with or without success. */
  described_at: Generated<Date | null>;
}

/** `people/members.ts` keeps it; who is not listed is taken not to be there. */
export interface ConversationMemberTable {
  conversation_id: ConversationId;
  person_id: PersonId;
}

/** The direct chat of a person with the bot, once it was opened. */
export interface DirectConversationTable {
  person_id: PersonId;
  conversation_id: ConversationId;
}

/** Teams cannot be posted to without the whole reference that it once sent. */
export interface TeamsReferenceTable {
  conversation_id: ConversationId;
  reference: Json<object>;
  updated_at: Date;
}

export interface PeopleTables {
  person: PersonTable;
  conversation: ConversationTable;
  conversation_member: ConversationMemberTable;
  direct_conversation: DirectConversationTable;
  teams_reference: TeamsReferenceTable;
}
