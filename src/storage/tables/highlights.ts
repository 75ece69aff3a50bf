import type { Generated } from 'kysely';
import type { Id } from '../../base/ids.ts';
import type { CardElement } from '../../chat/card.ts';
import type { ConversationId, MessageId, PersonId, WorkspaceId } from '../../chat/ids.ts';
import type { DeliveryId } from './delivery.ts';
import type { Json } from './json.ts';
import type { UpdateField } from './prompts.ts';

export type HighlightId = Id<'highlight'>;

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
  /** A chart and a table of figures, where there are any; what they say stands in the fields too. */
  figures?: CardElement[];
}

/** Something that is shown in one channel and may travel to others, and what its author has said to that. */
export interface HighlightTable {
  id: HighlightId;
  kind: 'note' | 'message' | 'pilot';
  /** The note's or pilot's id, or the conversation and id of a message that somebody wrote. */
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
  /** When its author is to be told of replies that came since `told_at`; absent: there are none. */
  news_at: Generated<Date | null>;
  told_at: Generated<Date | null>;
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
  /** Absent in taps of earlier versions. */
  tapped_in: ConversationId | null;
  tapped_at: Date | null;
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

export interface HighlightsTables {
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
}
