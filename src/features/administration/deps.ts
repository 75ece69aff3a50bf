import type { Transaction } from 'kysely';
import type { PlatformName } from '../../chat/ids.ts';
import type { Platform } from '../../chat/platform.ts';
import type { Outbox } from '../../delivery/outbox.ts';
import type { Organisation } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';

/** What roles and the log of changes stand on. */
export interface AdministrationDeps {
  readonly outbox: Outbox;
  readonly organisation: Organisation;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  readonly transaction: <T>(work: (trx: Transaction<Database>) => Promise<T>) => Promise<T>;
}
