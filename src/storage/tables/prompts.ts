import type { ColumnType, Generated } from 'kysely';
import type { Id } from '../../base/ids.ts';
import type { ConversationId, MessageId, PersonId, WorkspaceId } from '../../chat/ids.ts';
import type { DeliveryId } from './delivery.ts';
import type { Json } from './json.ts';

export type CommunityId = Id<'community'>;
export type RoundId = Id<'round'>;
export type UpdateId = Id<'update'>;
export type InvitationId = Id<'invitation'>;

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
  /** The other channels that it is shown in, as people at home may read of them. */
  shown_in: ColumnType<{ id: ConversationId; label: string }[], string | undefined, string>;
  created_at: Date;
  posted_at: Date | null;
  edited_at: Date | null;
  /** When the draft was last saved; absent in drafts of earlier versions. */
  drafted_at: Generated<Date | null>;
}

/** A tap on `Useful` or `Same here`; shown as counts only. */
export interface UpdateTapTable {
  update_id: UpdateId;
  person_id: PersonId;
  tap: 'useful' | 'same';
  /** Absent in taps of earlier versions. */
  tapped_at: Date | null;
  /** Where the note was read. */
  tapped_in: ConversationId | null;
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

/** Where people are invited to join: a line of ours under somebody's post, or a card of ours. */
export interface InvitationTable {
  id: InvitationId;
  community_id: CommunityId;
  /** Who invites. */
  person_id: PersonId;
  /** The post that it stands under; absent where it is a card of its own. */
  message_id: MessageId | null;
  /** The message with the button. */
  delivery_id: DeliveryId;
  /** When who invites was told that a guest had pressed it. */
  guest_told_at: Generated<Date | null>;
  created_at: Date;
}

/** Somebody whose first act with Outloud was to join. */
export interface NewcomerTable {
  person_id: PersonId;
  community_id: CommunityId;
  invitation_id: InvitationId | null;
  joined_at: Date;
  /** When they are said hello to; empty once they were. */
  hello_at: Date | null;
  /** Their card with the first choices. */
  delivery_id: Generated<DeliveryId | null>;
  /** The choices that they have made. */
  said: Generated<string[]>;
  /** What people can ask them about; words of a person. */
  offer: Generated<string | null>;
  /** They have said whether there is something. */
  offer_said: Generated<boolean>;
  /** The line in the channel that says so, where they agreed to one. */
  line_id: Generated<DeliveryId | null>;
  /** When they are told that somebody answered; empty where nobody did since. */
  answer_at: Generated<Date | null>;
}

/** What a greeter wrote to somebody who has joined; it stands in the thread. */
export interface NewcomerReplyTable {
  id: string;
  newcomer_id: PersonId | null;
  community_id: CommunityId;
  person_id: PersonId;
  /** Words of a person. */
  text: string;
  delivery_id: DeliveryId;
  created_at: Date;
  /** When the newcomer was told of it. */
  told_at: Date | null;
}

/** What a person chose about writing and reading; a missing row: nothing. */
export interface PreferenceTable {
  person_id: PersonId;
  /** Who sees what they write, to start with; they choose anew each time. */
  audience: 'me' | 'team' | 'community' | null;
  /** BCP 47. */
  language: string | null;
}

/** A greeter was told of somebody's first note, or of somebody who joined: one of them. */
export interface GreetingTable {
  update_id: UpdateId | null;
  newcomer_id: PersonId | null;
  person_id: PersonId;
  asked_at: Date;
  delivery_id: DeliveryId;
}

export interface PromptsTables {
  greeting: GreetingTable;
  invitation: InvitationTable;
  newcomer: NewcomerTable;
  newcomer_reply: NewcomerReplyTable;
  preference: PreferenceTable;
  community: CommunityTable;
  community_member: CommunityMemberTable;
  own_prompt: OwnPromptTable;
  round: RoundTable;
  update: UpdateTable;
  update_tap: UpdateTapTable;
  update_reply: UpdateReplyTable;
}
