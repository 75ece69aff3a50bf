import type { Transaction } from 'kysely';
import type { Logger } from '../../base/logger.ts';
import type { PlatformName } from '../../chat/ids.ts';
import type { Platform } from '../../chat/platform.ts';
import type { Holding } from '../../storage/holding.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling, Happening } from '../feature.ts';

/** What installing and uninstalling stand on. */
export interface InstallingDeps {
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  /** Everything that is held of people: it says which rows are whose. */
  readonly holdings: () => readonly Holding[];
  /** Tells every feature what has come about, in the same transaction. */
  tell(happening: Happening, moment: Pick<Handling, 'trx' | 'now'>): Promise<void>;
  readonly transaction: <T>(work: (trx: Transaction<Database>) => Promise<T>) => Promise<T>;
  readonly logger: Logger;
}
