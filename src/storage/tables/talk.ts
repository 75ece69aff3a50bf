import type { ConversationId, PersonId } from '../../chat/ids.ts';

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

export interface TalkTables {
  talk_presence: TalkPresenceTable;
  talk_tie: TalkTieTable;
  talk_week: TalkWeekTable;
}
