import type { ColumnType } from 'kysely';
import type { Id } from '../../base/ids.ts';
import type { ConversationId, PersonId, WorkspaceId } from '../../chat/ids.ts';
import type { DeliveryId } from './delivery.ts';
import type { Json } from './json.ts';

export type PilotId = Id<'pilot'>;

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
  /** The other channels that it is shown in, as people at home may read of them. */
  shown_in: ColumnType<{ id: ConversationId; label: string }[], string | undefined, string>;
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
  /** Where its card was read. */
  tapped_in: ConversationId | null;
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

export interface PilotsTables {
  pilot: PilotTable;
  pilot_search: PilotSearchTable;
  pilot_note: PilotNoteTable;
  pilot_edit: PilotEditTable;
  pilot_nudge: PilotNudgeTable;
  pilot_tap: PilotTapTable;
  pilot_question: PilotQuestionTable;
  pilot_conclusion: PilotConclusionTable;
}
