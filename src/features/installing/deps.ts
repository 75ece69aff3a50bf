import type { Transaction } from 'kysely';
import type { Logger } from '../../base/logger.ts';
import type { PlatformName } from '../../chat/ids.ts';
import type { Platform } from '../../chat/platform.ts';
import type { Database } from '../../storage/schema.ts';

/** What installing and uninstalling stand on. */
export interface InstallingDeps {
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  readonly transaction: <T>(work: (trx: Transaction<Database>) => Promise<T>) => Promise<T>;
  readonly logger: Logger;
}
