import type { Transaction } from 'kysely';
import type { Logger } from '../../base/logger.ts';
import type { PersonId } from '../../chat/ids.ts';
import type { Outbox } from '../../delivery/outbox.ts';
import type { Organisation } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling, Happening } from '../feature.ts';

/** What content pilots stand on. */
export interface PilotsDeps {
  readonly outbox: Outbox;
  readonly organisation: Organisation;
  readonly transaction: <T>(work: (trx: Transaction<Database>) => Promise<T>) => Promise<T>;
  /** An address of a page for this person, for a short while; `undefined` where Outloud has no address. */
  readonly linkTo: (page: string, person: PersonId, now: Date) => string | undefined;
  /** Tells the other features, in the same transaction. */
  readonly tell: (happening: Happening, handling: Pick<Handling, 'trx' | 'now'>) => Promise<void>;
  readonly logger: Logger;
}
