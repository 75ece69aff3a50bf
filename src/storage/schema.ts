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
export type PilotId = Id<'pilot'>;
export type HighlightId = Id<'highlight'>;

/** What must stay in order: a conversation, or a person while their direct chat is not yet known. */
export type Lane = ConversationId | PersonId;

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

/** When a person may be messaged unasked; a missing row means the organisation's defaults. */
export interface CalendarTable {
  person_id: PersonId;
  /** Set by the person; wins over the platform's. */
  time_zone: string | null;
  /** ISO weekdays, 1 is Monday. */
  work_days: number[];
  /** `HH:MM`, both or none. */
  hours_from: string | null;
  hours_until: string | null;
  /** Where the person works, for public holidays: `GB-SCT`, `IE`, or `none` for somebody who works on them. */
  holidays: string | null;
  /** `infinity` is kept as the year 9999. */
  paused_until: Date | null;
}

/** Days away, the first and the last included; gone once they are over. */
export interface LeaveTable {
  person_id: PersonId;
  /** `2027-08-03`, in whatever zone the person is then. */
  first_day: string;
  last_day: string;
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
  workspace_id: WorkspaceId;
  lane: Lane;
  /** Set where the message is for one person, whichever chat that turns out to be. */
  person_id: PersonId | null;
  thread_of: DeliveryId | null;
  thread: MessageId | null;
  /** The channel whose facilitator learns of it when this cannot be delivered, where that is another conversation. */
  on_behalf_of: ConversationId | null;
  priority: number;
  unprompted: boolean;
  state: DeliveryState;
  /** What we want to stand there (holds words of people). */
  message: Json<Message>;
  wanted: ColumnType<'present' | 'gone', 'present' | 'gone' | undefined, 'present' | 'gone'>;
  /** Said where a message cannot be taken away but only replaced. */
  instead: string | null;
  revision: Generated<number>;
  sent_revision: Generated<number>;
  message_ref: Json<MessageRef> | null;
  not_before: Date;
  /** The slot that an unprompted message is for: near it, quiet hours that are nobody's choice do not count. */
  slot_at: Generated<Date | null>;
  /** What `not_before` was, while the message waits for its person's calendar. */
  held_from: Generated<Date | null>;
  /** When it first stood there. */
  sent_at: Generated<Date | null>;
  expires_at: Date | null;
  attempts: Generated<number>;
  /** A try never told how it ended. */
  may_have_arrived: Generated<boolean>;
  lease_until: Date | null;
  /** Why it is dead: a `DeadReason`; in rows of earlier versions a sentence. */
  reason: string | null;
  created_at: Date;
  /** When the service last showed what we want, or when it was given up. */
  settled_at: Date | null;
}

export type DeliveryState = 'waiting' | 'pending' | 'sending' | 'settled' | 'dead';

/** How much slower than published a service wants to be called; `delivery/throttle.ts` tells what it means. */
export interface ThrottleTable {
  workspace_id: WorkspaceId;
  scope: string;
  share: number;
  learnt_at: Date;
  blocked_until: Date;
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
  /** The other channels that it is shown in, as people at home may read of them. */
  shown_in: ColumnType<{ id: ConversationId; label: string }[], string | undefined, string>;
  created_at: Date;
  posted_at: Date | null;
  edited_at: Date | null;
}

/** A tap on `Useful` or `Same here`; shown as counts only. */
export interface UpdateTapTable {
  update_id: UpdateId;
  person_id: PersonId;
  tap: 'useful' | 'same';
  /** Absent in taps of earlier versions. */
  tapped_at: Date | null;
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

/** "I think doing this will change that because of this": words of a person. */
export interface PilotIdea {
  doing: string;
  change: string;
  because: string;
  /** Who gets it, and roughly how many. */
  reaches: string;
}

/** One side's figures: x of n for each item, or a value for each. */
export type PilotFigures =
  | { readonly kind: 'shares'; readonly shares: readonly { readonly count: number; readonly of: number }[] }
  | { readonly kind: 'values'; readonly values: readonly number[] };

/** How it will be told whether a pilot worked; set at the start. */
export interface PilotPlan {
  /** Names one of `features/pilots/channels.ts`. */
  metric: string;
  /** What is counted, in the person's words, where they measure something of their own. */
  ownMetric?: string;
  design: 'split' | 'before_after' | 'usual_range' | 'look_and_learn';
  before?: PilotFigures;
  /** Where the before figure comes from, and from when. */
  beforeSource?: string;
  unusualBefore?: boolean;
  /** The before figure is collected in the first two weeks. */
  baselineFirst?: boolean;
  /** The smallest change worth bothering with, as a proportion. */
  worthwhile?: number;
  /** ISO weekday of the question on the way; absent: none is asked. */
  midwayDay?: number;
  /** What should not get worse, and what would make the person stop early: their words. */
  guard?: string;
  stopRule?: string;
  /** Links, and what is worth knowing, from the pilot that it was borrowed from. */
  materials?: string;
  caveat?: string;
}

/** What came of it: figures, and words of a person. */
export interface PilotResult {
  title: string;
  after?: PilotFigures;
  /** There was nothing to compare with after all: it is told in words. */
  story?: boolean;
  quotes: string[];
  heardBy?: number;
  /** What happened to what should not get worse. */
  guard: string;
  learned: string;
  next: 'scale' | 'adapt' | 'stop' | 'open';
  /** Why, where that is not what the figures say. */
  nextWhy: string;
  effort?: 'hour' | 'half_day' | 'day' | 'more';
  materials: string;
  caveat: string;
  caveatReply: string;
}

/** A result that is being written, or written anew: nobody sees it yet. */
export interface PilotDraft {
  result: PilotResult;
  /** With the figures from before as they are now. */
  plan: PilotPlan;
  seenBy: PilotTable['seen_by'];
  seenIn: ConversationId | null;
  postIn: ConversationId | null;
}

export interface PilotTable {
  id: PilotId;
  /** What people type; no number, which would tell how many others there are. */
  code: string;
  workspace_id: WorkspaceId;
  owner_id: PersonId;
  /** As it should read on the card; words of a person, may be empty. */
  team: string;
  state: 'draft' | 'running' | 'collecting' | 'finished' | 'stopped' | 'no_result' | 'deleted';
  idea: Json<PilotIdea>;
  /** Where the content goes out, and of what kind it is: names of `features/pilots/channels.ts`. */
  channel: string;
  content_type: string;
  plan: Json<PilotPlan>;
  /** Days, `YYYY-MM-DD`. */
  starts_on: string | null;
  ends_on: string | null;
  collect_on: string | null;
  seen_by: 'me' | 'channel' | 'everyone';
  /** Whose people may see it; set with `seen_by` channel. */
  seen_in: ConversationId | null;
  result: Json<PilotResult | null> | null;
  draft: Json<PilotDraft | null> | null;
  verdict: string | null;
  outcome: string | null;
  stopped_because: string | null;
  borrowed_from: PilotId | null;
  /** The first of those that borrowed from each other; itself where it is that. */
  family_id: PilotId;
  /** What is different from the one it was borrowed from. */
  borrowed_how: string | null;
  /** Whether it is still in use after 90 days. */
  still: 'yes' | 'changed' | 'dropped' | null;
  posted_in: ConversationId | null;
  /** The card that others see in a channel. */
  delivery_id: DeliveryId | null;
  /** The owner's own card. */
  own_delivery_id: DeliveryId | null;
  created_at: Date;
  touched_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
  edited_at: Date | null;
}

/** What a pilot is found by: `features/pilots/search-keys.ts` makes them of its words. */
export interface PilotSearchTable {
  pilot_id: PilotId;
  keys: string[];
}

/** What was said on the way. */
export interface PilotNoteTable {
  id: string;
  pilot_id: PilotId;
  kind: 'as_planned' | 'changed' | 'note';
  /** Words of a person. */
  text: string;
  created_at: Date;
}

/** What was set at the start and changed later all the same, as people read it. */
export interface PilotEditTable {
  id: string;
  pilot_id: PilotId;
  field: 'metric' | 'worthwhile' | 'before' | 'dates';
  from_value: string;
  to_value: string;
  created_at: Date;
}

/** A message to a pilot's owner that nobody asked for, or what else happens to a pilot by the clock: each once. */
export interface PilotNudgeTable {
  pilot_id: PilotId;
  kind: 'baseline' | 'midway' | 'results' | 'reminder' | 'close' | 'still' | 'tried' | 'invitation';
  due_at: Date;
  state: 'waiting' | 'sent' | 'dropped';
  /** The pilot that borrowed from it. */
  about_id: PilotId | null;
  delivery_id: DeliveryId | null;
}

/** A tap on `Useful`; shown as a count only. */
export interface PilotTapTable {
  pilot_id: PilotId;
  person_id: PersonId;
  /** Absent in taps of earlier versions. */
  tapped_at: Date | null;
}

/** A question to a pilot's owner, carried by the bot. */
export interface PilotQuestionTable {
  id: string;
  pilot_id: PilotId;
  asker_id: PersonId;
  /** Words of a person. */
  text: string;
  answer: string | null;
  delivery_id: DeliveryId | null;
  created_at: Date;
  answered_at: Date | null;
}

/** What the owners of pilots that borrowed from each other now think. */
export interface PilotConclusionTable {
  family_id: PilotId;
  author_id: PersonId;
  /** Words of a person. */
  text: string;
  written_at: Date;
}

/** A channel that has asked for highlights, or did until `off_at`. */
export interface HighlightChannelTable {
  conversation_id: ConversationId;
  workspace_id: WorkspaceId;
  /** Words of a person; empty is anything. */
  topics: string[];
  per_week: number;
  /** `HH:MM`, both or none. */
  hours_from: string | null;
  hours_until: string | null;
  rhythm: 'each' | 'weekly';
  /** Highlights may leave and come without a facilitator's choice; their authors are asked all the same. */
  automatic: boolean;
  set_by: PersonId;
  set_at: Date;
  off_at: Date | null;
}

/** What is shown of a highlight, beside who wrote it: words of a person. */
export interface HighlightContent {
  /** Empty where it answers none. */
  question: string;
  fields: UpdateField[];
}

/** Something that is shown in one channel and may travel to others, and what its author has said to that. */
export interface HighlightTable {
  id: HighlightId;
  kind: 'note' | 'message';
  /** The note's id, or the conversation and id of a message that somebody wrote. */
  source: string;
  author_id: PersonId;
  workspace_id: WorkspaceId;
  /** Where it was first shown, and the thread in which replies come home. */
  home_id: ConversationId;
  home_delivery_id: DeliveryId | null;
  home_thread: MessageId | null;
  /** Absent once it was withdrawn. */
  content: Json<HighlightContent | null> | null;
  /** How many found it useful, over all copies. */
  useful: Generated<number>;
  state: 'noted' | 'asked' | 'agreed' | 'declined' | 'expired' | 'withdrawn';
  named: Generated<boolean>;
  /** As it should read on the card; words of a person, may be empty. */
  team: Generated<string>;
  asked_by: PersonId | null;
  /** The channels that its author was asked about. */
  asked_for: Generated<ConversationId[]>;
  expires_at: Date | null;
  agreed_at: Date | null;
  /** Its channel was a private one when its author agreed. */
  agreed_private: Generated<boolean>;
  /** What its author has of it: the question, then where it stands. */
  own_delivery_id: DeliveryId | null;
  /** Who looks after the channel that it comes from. */
  host_id: Generated<PersonId | null>;
  created_at: Date;
  edited_at: Date | null;
}

/** A note that its channel's host is shown as worth passing on; none is shown twice within four weeks. */
export interface HighlightProposalTable {
  id: string;
  highlight_id: HighlightId;
  host_id: PersonId;
  /** Where it would go. */
  channels: ConversationId[];
  /** Why, in one sentence. */
  reason: string;
  /** `past`: another week has begun. */
  state: 'open' | 'asked' | 'dropped' | 'past';
  delivery_id: DeliveryId | null;
  created_at: Date;
}

/** When a host was last shown a week's proposals. */
export interface HighlightHostTable {
  person_id: PersonId;
  proposed_at: Date;
}

/** What a person has said about highlights; a missing row means: may be asked, no message a week. */
export interface HighlightReaderTable {
  person_id: PersonId;
  may_ask: boolean;
  weekly: boolean;
  next_at: Date | null;
}

/** A highlight in somebody's message of the week. */
export interface HighlightDigestItemTable {
  delivery_id: DeliveryId;
  highlight_id: HighlightId;
  person_id: PersonId;
}

/** One highlight in one other channel. */
export interface HighlightCopyTable {
  id: string;
  highlight_id: HighlightId;
  conversation_id: ConversationId;
  /** Its author knows that guests or people of another organisation read there, and agreed to that too. */
  outside: boolean;
  /** `sent`: it stands there, or is on its way. */
  state: 'planned' | 'sent' | 'stopped';
  due_at: Date;
  sent_at: Date | null;
  delivery_id: DeliveryId | null;
  /** Its author's card says that it stands there. */
  shown: Generated<boolean>;
  /** An `Obstacle` of `features/highlights/highlight.ts`. */
  stopped_because: string | null;
}

/** A tap on `Useful` for what is no note; shown as a count only. */
export interface HighlightTapTable {
  highlight_id: HighlightId;
  person_id: PersonId;
}

/** What somebody answered to a highlight, wherever they read it. */
export interface HighlightReplyTable {
  id: string;
  highlight_id: HighlightId;
  /** Where it was written. */
  conversation_id: ConversationId;
  person_id: PersonId;
  /** Words of a person. */
  text: string;
  /** The message that the person wrote, where they wrote one. */
  message_id: MessageId | null;
  created_at: Date;
}

/** The same carried to another place. */
export interface HighlightReplyCopyTable {
  reply_id: string;
  conversation_id: ConversationId;
  delivery_id: DeliveryId;
}

/** Roles that were given; `people/roles.ts` says which may do what. */
export interface RoleHolderTable {
  workspace_id: WorkspaceId;
  person_id: PersonId;
  role: 'administrator' | 'facilitator' | 'lead' | 'greeter' | 'controller';
  /** Absent where Outloud did it by itself. */
  given_by: PersonId | null;
  given_at: Date;
}

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

/** Each has its sentence in `cards/words/en/administration.ts`. */
export type AuditedChange =
  | 'role-given'
  | 'role-taken'
  | 'first-administrator'
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
  | 'link-cut';

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

/** How much a person writes in a place, faded (`talk-graph/store.ts`); never shown per person. */
export interface TalkPresenceTable {
  person_id: PersonId;
  conversation_id: ConversationId;
  /** As it was at `at`. */
  count: number;
  at: Date;
  /** When it began. */
  since: Date;
}

/** How much the people of two places turn to each other across them, faded; `one_id` is the smaller id. */
export interface TalkTieTable {
  one_id: ConversationId;
  other_id: ConversationId;
  /** As it was at `at`. */
  count: number;
  at: Date;
}

/** How many replies people of one place gave to what stands in another, in a week that begins on this Monday. */
export interface TalkWeekTable {
  from_id: ConversationId;
  to_id: ConversationId;
  /** `YYYY-MM-DD` */
  week: string;
  replies: number;
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
  leave: LeaveTable;
  teams_reference: TeamsReferenceTable;
  delivery: DeliveryTable;
  throttle: ThrottleTable;
  community: CommunityTable;
  community_member: CommunityMemberTable;
  own_prompt: OwnPromptTable;
  round: RoundTable;
  update: UpdateTable;
  update_tap: UpdateTapTable;
  update_reply: UpdateReplyTable;
  pilot: PilotTable;
  pilot_search: PilotSearchTable;
  pilot_note: PilotNoteTable;
  pilot_edit: PilotEditTable;
  pilot_nudge: PilotNudgeTable;
  pilot_tap: PilotTapTable;
  pilot_question: PilotQuestionTable;
  pilot_conclusion: PilotConclusionTable;
  highlight_channel: HighlightChannelTable;
  highlight: HighlightTable;
  highlight_copy: HighlightCopyTable;
  highlight_tap: HighlightTapTable;
  highlight_reply: HighlightReplyTable;
  highlight_reply_copy: HighlightReplyCopyTable;
  highlight_proposal: HighlightProposalTable;
  highlight_host: HighlightHostTable;
  highlight_reader: HighlightReaderTable;
  highlight_digest_item: HighlightDigestItemTable;
  role_holder: RoleHolderTable;
  workspace_link: WorkspaceLinkTable;
  link_request: LinkRequestTable;
  link_guess: LinkGuessTable;
  audit: AuditTable;
  talk_presence: TalkPresenceTable;
  talk_tie: TalkTieTable;
  talk_week: TalkWeekTable;
  secret: SecretTable;
}

export type Row<Name extends keyof Database> = Selectable<Database[Name]>;
