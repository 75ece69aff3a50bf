import type { Transaction } from 'kysely';
import type { Logger } from '../../base/logger.ts';
import type { PersonId } from '../../chat/ids.ts';
import type { Outbox } from '../../delivery/outbox.ts';
import type { Organisation } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling, Happening } from '../feature.ts';

/** What highlights stand on. */
export interface HighlightsDeps {
  readonly outbox: Outbox;
  readonly organisation: Organisation;
  readonly transaction: <T>(work: (trx: Transaction<Database>) => Promise<T>) => Promise<T>;
  /** Has the platform asked about a person, some time after the caller's transaction. */
  lookUp(trx: Transaction<Database>, person: PersonId): Promise<void>;
  /** Tells the other features, in the same transaction. */
  readonly tell: (happening: Happening, handling: Moment) => Promise<void>;
  readonly logger: Logger;
}

/** What every step needs, whether somebody did something or time came. */
export type Moment = Pick<Handling, 'trx' | 'now'>;
