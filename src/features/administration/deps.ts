import type { Transaction } from 'kysely';
import type { PlatformName } from '../../chat/ids.ts';
import type { Platform } from '../../chat/platform.ts';
import type { Outbox } from '../../delivery/outbox.ts';
import type { Organisation } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling, Happening } from '../feature.ts';

/** What roles and the log of changes stand on. */
export interface AdministrationDeps {
  readonly outbox: Outbox;
  readonly organisation: Organisation;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  /** Tells the other features what came about. */
  readonly tell: (happening: Happening, handling: Pick<Handling, 'trx' | 'now'>) => Promise<void>;
  readonly transaction: <T>(work: (trx: Transaction<Database>) => Promise<T>) => Promise<T>;
}
