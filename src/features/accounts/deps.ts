import type { Transaction } from 'kysely';
import type { Outbox } from '../../delivery/outbox.ts';
import type { Organisation } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling, Happening } from '../feature.ts';

/** What linking a person's accounts stands on. */
export interface AccountsDeps {
  readonly outbox: Outbox;
  readonly organisation: Organisation;
  /** Tells the other features what came about. */
  readonly tell: (happening: Happening, handling: Pick<Handling, 'trx' | 'now'>) => Promise<void>;
  readonly transaction: <T>(work: (trx: Transaction<Database>) => Promise<T>) => Promise<T>;
}
