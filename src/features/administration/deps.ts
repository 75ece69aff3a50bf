import type { Kysely } from 'kysely';
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
  readonly db: Kysely<Database>;
}
