import type { Kysely, Transaction } from 'kysely';
import type { PersonId } from '../../chat/ids.ts';
import type { Database } from '../../storage/schema.ts';

/** What the talk graph's own feature stands on. */
export interface TalkDeps {
  readonly transaction: <T>(work: (trx: Transaction<Database>) => Promise<T>) => Promise<T>;
  /** An address of a page for this person, for a short while; `undefined` where Outloud has no address. */
  readonly linkTo: (page: string, person: PersonId, now: Date) => string | undefined;
  /** Whether this person looks after a channel, whatever feature it is for. */
  readonly hosts: (db: Kysely<Database>, person: PersonId) => Promise<boolean>;
}
