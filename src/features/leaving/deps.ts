import type { Kysely, Transaction } from 'kysely';
import type { Logger } from '../../base/logger.ts';
import type { PersonId, PlatformName } from '../../chat/ids.ts';
import type { Platform } from '../../chat/platform.ts';
import type { Outbox } from '../../delivery/outbox.ts';
import type { Holding } from '../../storage/holding.ts';
import type { Database } from '../../storage/schema.ts';

/** What a person's own data, its copy and its erasure stand on. */
export interface LeavingDeps {
  readonly outbox: Outbox;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  /** Everything that is held of people, in the order in which it is erased. */
  readonly holdings: () => readonly Holding[];
  /** Where everybody can read what is held and who sees it; absent where Outloud has no address. */
  readonly trustPage?: string | undefined;
  readonly transaction: <T>(work: (trx: Transaction<Database>) => Promise<T>) => Promise<T>;
  /** Puts work aside, in the caller's transaction; nothing is added while the same waits already. */
  putAside(trx: Transaction<Database>, queue: string, data: object, when: { key: string; after?: Date }): Promise<void>;
  /** An address of a page for this person, for a short while; `undefined` where Outloud has no address. */
  readonly linkTo: (page: string, person: PersonId, now: Date) => string | undefined;
  readonly logger: Logger;
}

export type Db = Kysely<Database>;
