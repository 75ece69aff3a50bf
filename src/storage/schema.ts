import type { Selectable } from 'kysely';
import type { Reply } from '../chat/reply.ts';
import type { AdministrationTables } from './tables/administration.ts';
import type { ConnectingTables } from './tables/connecting.ts';
import type { DeliveryTables } from './tables/delivery.ts';
import type { HighlightsTables } from './tables/highlights.ts';
import type { InstallationsTables } from './tables/installations.ts';
import type { Json } from './tables/json.ts';
import type { LeavingTables } from './tables/leaving.ts';
import type { PeopleTables } from './tables/people.ts';
import type { PilotsTables } from './tables/pilots.ts';
import type { PromptsTables } from './tables/prompts.ts';
import type { SchedulingTables } from './tables/scheduling.ts';
import type { TalkTables } from './tables/talk.ts';

/*
 * Every table, in snake_case as in SQL, by what it is for. Times are `timestamptz`, read as `Date`.
 * A column that holds what a person wrote says so; `features/<name>/store.ts` alone queries its feature's tables.
 */

/** Events that were taken in, so that a redelivery has no second effect. */
export interface InboxTable {
  event_id: string;
  received_at: Date;
}

/** What an event was answered with (holds words of people), for its redelivery; gone within the hour. */
export interface InboxReplyTable {
  event_id: string;
  reply: Json<Reply>;
  kept_at: Date;
}

/** Keys of Outloud's own; never shown, logged or exported. */
export interface SecretTable {
  name: string;
  value: Uint8Array;
}

export interface Database
  extends AdministrationTables,
    ConnectingTables,
    DeliveryTables,
    HighlightsTables,
    InstallationsTables,
    LeavingTables,
    PeopleTables,
    PilotsTables,
    PromptsTables,
    SchedulingTables,
    TalkTables {
  inbox: InboxTable;
  inbox_reply: InboxReplyTable;
  secret: SecretTable;
}

export type Row<Name extends keyof Database> = Selectable<Database[Name]>;
