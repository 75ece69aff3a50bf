import type { Kysely, Transaction } from 'kysely';
import type { PersonId, PlatformName } from '../../chat/ids.ts';
import type { Platform } from '../../chat/platform.ts';
import type { Outbox } from '../../delivery/outbox.ts';
import type { Organisation } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling, Happening, Previewed, PreviewView } from '../feature.ts';

/** What the first run stands on. */
export interface FirstRunDeps {
  readonly outbox: Outbox;
  readonly organisation: Organisation;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  /** Whether a person looks after a channel, for anything. */
  readonly hosts: (db: Kysely<Database>, person: PersonId) => Promise<boolean>;
  /** What every feature would send in the first week. */
  readonly previews: (view: PreviewView, handling: Handling) => Promise<readonly Previewed[]>;
  /** Tells the other features what came about. */
  readonly tell: (happening: Happening, handling: Pick<Handling, 'trx' | 'now'>) => Promise<void>;
  /** Where everybody can read what is held and who sees it; absent where Outloud has no address. */
  readonly trustPage?: string | undefined;
  readonly transaction: <T>(work: (trx: Transaction<Database>) => Promise<T>) => Promise<T>;
}
