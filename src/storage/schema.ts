import type { ColumnType, Generated, JSONColumnType, Selectable } from 'kysely';
import type { Id } from '../base/ids.ts';
import type { ConversationKind } from '../chat/conversation.ts';
import type { ConversationId, MessageId, MessageRef, PersonId, WorkspaceId } from '../chat/ids.ts';
import type { Message } from '../chat/message.ts';
import type { Reply } from '../chat/reply.ts';

/*
 * Every table, in snake_case as in SQL. Times are `timestamptz`, read as `Date`.
 * A column that holds what a person wrote says so; `features/<name>/store.ts` alone queries its feature's tables.
 */

export type DeliveryId = Id<'delivery'>;
export type CommunityId = Id<'community'>;
export type RoundId = Id<'round'>;
export type UpdateId = Id<'update'>;

type Json<T extends object | null> = JSONColumnType<T, string, string>;

/** Events that were taken in, so that a redelivery has no second effect and gets the first one's answer. */
export interface InboxTable {
  event_id: string;
  received_at: Date;
  reply: Json<Reply | null> | null;
}

export interface PersonTable {
  id: PersonId;
  workspace_id: WorkspaceId;
  name: string;
  time_zone: string | null;
  locale: string | null;
  external: boolean;
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

/** When a person may be messaged unasked; a missing row means the organisation's defaults. */
export interface CalendarTable {
  person_id: PersonId;
  /** Set by the person; wins over the platform's. */
  time_zone: string | null;
  /** ISO weekdays, 1 is Monday. */
  work_days: number[];
  /** `infinity` is kept as the year 9999. */
  paused_until: Date | null;
}

/** Teams cannot be posted to without the whole reference that it once sent. */
export interface TeamsReferenceTable {
  conversation_id: ConversationId;
  reference: Json<object>;
  updated_at: Date;
}

/** One message that we want to stand somewhere, and how far that has come. `delivery/outbox.ts` tells its life. */
export interface DeliveryTable {
  id: DeliveryId;
  seq: Generated<number>;
  /** What must stay in order: the conversation, or the person while the direct chat is not yet known. */
  lane: ConversationId | PersonId;
  /** Set where the message is for one person, whichever chat that turns out to be. */
  person_id: PersonId | null;
  thread_of: DeliveryId | null;
  thread: MessageId | null;
  priority: number;
  unprompted: boolean;
  state: 'pending' | 'sending' | 'settled' | 'dead';
  /** What we want to stand there (holds words of people). */
  message: Json<Message>;
  wanted: ColumnType<'present' | 'gone', 'present' | 'gone' | undefined, 'present' | 'gone'>;
  /** Said where a message cannot be taken away but only replaced. */
  instead: string | null;
  revision: Generated<number>;
  sent_revision: Generated<number>;
  message_ref: Json<MessageRef> | null;
  not_before: Date;
  expires_at: Date | null;
  attempts: Generated<number>;
  lease_until: Date | null;
  reason: string | null;
  created_at: Date;
  settled_at: Date | null;
}

/** A channel whose people are asked prompts on a rhythm. */
export interface CommunityTable {
  id: CommunityId;
  conversation_id: ConversationId;
  workspace_id: WorkspaceId;
  name: string;
  kind: 'community' | 'team';
  asked: 'members' | 'joined';
  /** ISO weekdays, 1 is Monday. */
  weekdays: number[];
  /** Local time of day in each person's zone, `HH:MM`. */
  time_of_day: string;
  every_weeks: number;
  /** Themes of the library; empty is all. */
  themes: string[];
  created_by: PersonId;
  created_at: Date;
  /** When its rhythm began; weeks are counted from here. */
  starts_at: Date;
  stopped_at: Date | null;
}

export interface CommunityMemberTable {
  community_id: CommunityId;
  person_id: PersonId;
  state: 'asked' | 'reading' | 'left';
  joined_at: Date;
  next_ask_at: Date | null;
}

/** A prompt in somebody's own words; asked once of everyone, before the library's. */
export interface OwnPromptTable {
  id: string;
  community_id: CommunityId;
  /** Words of a person. */
  text: string;
  author_id: PersonId;
  created_at: Date;
}

/** One asking of one person. */
export interface RoundTable {
  id: RoundId;
  community_id: CommunityId;
  person_id: PersonId;
  due_at: Date;
  prompt_id: string;
  state: 'open' | 'answered' | 'skipped';
  /** How often another question was asked for. */
  swaps: Generated<number>;
  delivery_id: DeliveryId | null;
  created_at: Date;
}

export interface UpdateField {
  label: string;
  value: string;
}

/** What its author has written but not yet posted, or not yet saved over what is posted. */
export interface UpdateDraft {
  fields: UpdateField[];
  /** Where it would be shown; absent: to nobody else. */
  communityId?: CommunityId;
}

/** An answer: a draft, then a post that colleagues can draw on. */
export interface UpdateTable {
  id: UpdateId;
  person_id: PersonId;
  round_id: RoundId | null;
  prompt_id: string | null;
  question: string | null;
  /** Words of a person, as posted. */
  fields: Json<UpdateField[]>;
  /** Words of a person, not posted. */
  draft: Json<UpdateDraft | null> | null;
  /** Where it is shown; absent: only its author sees it. */
  community_id: CommunityId | null;
  state: 'draft' | 'posted' | 'withdrawn';
  /** The message that colleagues see. */
  delivery_id: DeliveryId | null;
  /** The author's own card, where it does not stand in the place of the question. */
  own_delivery_id: Generated<DeliveryId | null>;
  created_at: Date;
  posted_at: Date | null;
  edited_at: Date | null;
}

/** A tap on `Useful` or `Same here`; shown as counts only. */
export interface UpdateTapTable {
  update_id: UpdateId;
  person_id: PersonId;
  tap: 'useful' | 'same';
}

export interface UpdateReplyTable {
  id: string;
  update_id: UpdateId;
  person_id: PersonId;
  /** Words of a person. */
  text: string;
  delivery_id: DeliveryId;
  created_at: Date;
}

/** Keys of Outloud's own; never shown, logged or exported. */
export interface SecretTable {
  name: string;
  value: Uint8Array;
}

export interface Database {
  inbox: InboxTable;
  person: PersonTable;
  conversation: ConversationTable;
  conversation_member: ConversationMemberTable;
  direct_conversation: DirectConversationTable;
  calendar: CalendarTable;
  teams_reference: TeamsReferenceTable;
  delivery: DeliveryTable;
  community: CommunityTable;
  community_member: CommunityMemberTable;
  own_prompt: OwnPromptTable;
  round: RoundTable;
  update: UpdateTable;
  update_tap: UpdateTapTable;
  update_reply: UpdateReplyTable;
  secret: SecretTable;
}

export type Row<Name extends keyof Database> = Selectable<Database[Name]>;
