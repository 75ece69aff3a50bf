import type { Kysely, Transaction } from 'kysely';
import type { PersonId, WorkspaceId } from '../chat/ids.ts';
import type { Database } from './schema.ts';

/*
 * The catalogue of what Outloud holds of people. Each part says in its own `holdings.ts` what it holds: in which tables
 * and columns, for how long, and how a person gets a copy of it and has it erased. `all-holdings.ts` puts them together;
 * a test reads the database and fails for a table or column that nobody names.
 *
 * Who reads it: `/outloud mydata`, export, erasure and the daily job of retention (`features/leaving`), the page that
 * tells administrators what is held where, and what erases a workspace once the app was taken out.
 *
 * To add a table: name it in the holding that it belongs to, or in a new one whose words stand in
 * `cards/words/en/held.ts`. Only columns that could hold an id or a text need to be named.
 */

/** What people would call it; its words are `held.KIND` in `cards/words/en/held.ts`. */
export type HeldKind =
  | 'profile'
  | 'installs'
  | 'places'
  | 'calendar'
  | 'messages'
  | 'arrivals'
  | 'talk'
  | 'roles'
  | 'changes'
  | 'links'
  | 'accounts'
  | 'firstRun'
  | 'joining'
  | 'rhythm'
  | 'setups'
  | 'notes'
  | 'noteReplies'
  | 'noteTaps'
  | 'highlights'
  | 'highlightReplies'
  | 'highlightReading'
  | 'highlightHosting'
  | 'pilots'
  | 'pilotRemarks'
  | 'erasures'
  | 'upkeep';

/**
 * What a column may hold: the id of a `person`, their `name`, `words` that they wrote or that were made of them, a
 * `choice` of theirs, a `place` that they may be in; `ours` is Outloud's own and says nothing of anybody.
 */
export type ColumnHolds = 'person' | 'name' | 'words' | 'choice' | 'place' | 'ours';

type ColumnOf<Name extends keyof Database> = Extract<keyof Database[Name], string>;

export interface HeldTable<Name extends keyof Database> {
  /** Every column of text, JSON, lists or bytes. */
  readonly columns: Readonly<Partial<Record<ColumnOf<Name>, ColumnHolds>>>;
  /**
   * How a row belongs to a workspace: one of these columns holds its id, or an id that begins with it and a colon; or
   * the column `by` refers to the `id` of a row of another table that does; or it belongs to none.
   */
  readonly workspace: readonly ColumnOf<Name>[] | { readonly by: ColumnOf<Name>; readonly of: keyof Database } | 'none';
}

export type HeldTables = { readonly [Name in keyof Database]?: HeldTable<Name> };

/** Its words are `retention.NAME` in `cards/words/en/retention.ts`. */
export type RetentionName = 'notes' | 'noteDrafts' | 'asking' | 'highlights' | 'pilotDrafts' | 'deliveries' | 'audit';

/** What goes by itself once it is old enough. */
export interface Retention {
  readonly name: RetentionName;
  /** How long it is kept; administrators may shorten it, down to `least`. */
  readonly days: number;
  readonly least: number;
  /** Whether it was so before rules could be previewed: it needs no preview first. */
  readonly longstanding?: true;
  /** How many would go. */
  due(db: Kysely<Database>, old: Old): Promise<number>;
  /** Has some of them go, at most `limit`; how many went. */
  forget(trx: Transaction<Database>, old: Old & { readonly limit: number }): Promise<number>;
}

/** Of one workspace, and last touched before this moment. */
export interface Old {
  readonly workspace: WorkspaceId;
  readonly before: Date;
}

/** What a thing in a person's copy says of itself; its words are `copy.KEY` in `cards/words/en/copy.ts`. */
export type CopyKey =
  | 'answer'
  | 'answers'
  | 'askMeAbout'
  | 'at'
  | 'audience'
  | 'change'
  | 'channel'
  | 'channels'
  | 'conclusion'
  | 'detail'
  | 'draft'
  | 'edited'
  | 'firstDay'
  | 'holidays'
  | 'hours'
  | 'howMuch'
  | 'idea'
  | 'language'
  | 'lastDay'
  | 'mayAsk'
  | 'name'
  | 'notes'
  | 'organisation'
  | 'pausedUntil'
  | 'plan'
  | 'posted'
  | 'question'
  | 'questionTime'
  | 'result'
  | 'role'
  | 'since'
  | 'state'
  | 'tap'
  | 'team'
  | 'text'
  | 'timeZone'
  | 'topics'
  | 'weekly'
  | 'workDays';

/** A text, a number, a date, a list of them, or things with labels of their own. */
export type CopiedValue = string | number | boolean | Date | null | undefined | readonly unknown[] | object;

/** One thing in a person's copy; what is empty may be left out. */
export type Copied = Readonly<Partial<Record<CopyKey, CopiedValue>>>;

export interface Erasing {
  readonly trx: Transaction<Database>;
  readonly now: Date;
  readonly person: PersonId;
  /** Stands where somebody must stand: "a former colleague" of the same workspace. */
  readonly former: PersonId;
  /** They chose to leave the results of tests that they shared, without their name. */
  readonly keepResults: boolean;
  /** What the former colleague is called, and what stands where a message can only be replaced. */
  readonly formerName: string;
  readonly instead: string;
}

export interface Erased {
  /** How many things went in this step. */
  readonly removed: number;
  /** There is more: it is called again in another transaction. */
  readonly more: boolean;
}

/**
 * How much of a thing somebody sees: `fact` that it is so, `failure` that it could not be delivered; `other`: there are
 * two people to it, everybody else sees a count. Its words are `trust.sight.SIGHT`.
 */
export type Sight = 'all' | 'name' | 'count' | 'sum' | 'fact' | 'failure' | 'other';

/** Who sees a thing besides the person whose it is; `/trust` shows it. Empty: nobody. */
export interface Seen {
  /** Whoever was chosen for it, or is where it stands. */
  readonly where?: Sight;
  /** Whoever has a right of `people/roles.ts`, by its name. */
  readonly by?: Readonly<Record<string, Sight>>;
}

/** One kind of thing that is held of people. */
export interface Holding {
  readonly kind: HeldKind;
  readonly seen: Seen;
  readonly tables: HeldTables;
  /** What goes by the clock; `held.KIND.kept` tells in words what holds for all of it. */
  readonly retention?: readonly Retention[];
  /** How many things of this kind are held of a person; absent where it is nobody's. */
  readonly count?: (db: Kysely<Database>, person: PersonId) => Promise<number>;
  /** What goes into their copy; absent where nothing does. */
  readonly copy?: (db: Kysely<Database>, person: PersonId) => Promise<readonly Copied[]>;
  /**
   * Erases some of it, in small steps: it may be stopped between any two and goes on where it was. Absent where nothing
   * is to be erased.
   */
  readonly erase?: (erasing: Erasing) => Promise<Erased>;
}
