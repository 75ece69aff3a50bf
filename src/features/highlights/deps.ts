import type { Transaction } from 'kysely';
import type { Logger } from '../../base/logger.ts';
import type { ConversationId, PersonId } from '../../chat/ids.ts';
import type { Outbox } from '../../delivery/outbox.ts';
import type { Organisation } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { Talk } from '../../talk-graph/talk.ts';
import type { Handling, Happening } from '../feature.ts';

/** What highlights stand on. */
export interface HighlightsDeps {
  readonly outbox: Outbox;
  readonly organisation: Organisation;
  /** The community edition is installed, which is told what people type in threads. */
  readonly hearsThreads: boolean;
  readonly transaction: <T>(work: (trx: Transaction<Database>) => Promise<T>) => Promise<T>;
  /** Has the platform asked about a person, some time after the caller's transaction. */
  lookUp(trx: Transaction<Database>, person: PersonId): Promise<void>;
  /** Has the platform asked what a conversation is and who is in it, some time after the caller's transaction. */
  lookAt(trx: Transaction<Database>, conversation: ConversationId): Promise<void>;
  /** Puts work aside for a moment, in the caller's transaction; nothing is added while the same waits already. */
  putAside(trx: Transaction<Database>, queue: string, data: object, when: { key: string; after: Date }): Promise<void>;
  /** Tells the other features, in the same transaction. */
  readonly tell: (happening: Happening, handling: Moment) => Promise<void>;
  /** Who talks with whom, and who would care for what, as of a few minutes ago. */
  readonly talk: (now: Date) => Promise<Pick<Talk, 'rank' | 'explain'>>;
  readonly logger: Logger;
}

/** What every step needs, whether somebody did something or time came. */
export type Moment = Pick<Handling, 'trx' | 'now'>;
