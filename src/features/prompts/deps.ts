import type { Kysely, Transaction } from 'kysely';
import type { Logger } from '../../base/logger.ts';
import { type MessageRef, type PersonId, type PlatformName, platformOf } from '../../chat/ids.ts';
import type { Platform } from '../../chat/platform.ts';
import type { Outbox } from '../../delivery/outbox.ts';
import type { Organisation } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling, Happening } from '../feature.ts';
import type { Library, Prompt } from './library.ts';
import { freePrompt, promptInOwnWords } from './library.ts';
import { findOwnPrompt } from './store/communities.ts';

/** What working out loud stands on. */
export interface PromptsDeps {
  readonly outbox: Outbox;
  readonly library: Library;
  readonly organisation: Organisation;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  /** Puts work aside, in the caller's transaction. */
  putAside(trx: Transaction<Database>, queue: string, data: object): Promise<void>;
  /** Has the platform asked about a person, some time after the caller's transaction. */
  lookUp(trx: Transaction<Database>, person: PersonId): Promise<void>;
  readonly transaction: <T>(work: (trx: Transaction<Database>) => Promise<T>) => Promise<T>;
  /** Tells the other features, in the same transaction. */
  readonly tell: (happening: Happening, handling: Pick<Handling, 'trx' | 'now'>) => Promise<void>;
  readonly logger: Logger;
}

/** Where a browser opens the thread of a message, if the platform has such an address. */
export function threadAddress({ platforms }: Pick<PromptsDeps, 'platforms'>, ref?: MessageRef): string | undefined {
  return ref && platforms.get(platformOf(ref.conversation))?.abilities.threadAddress?.(ref);
}

/** A prompt of the library, of a community, or the one that is always there. */
export async function findPrompt(db: Kysely<Database>, library: Library, id: string): Promise<Prompt | undefined> {
  if (id === freePrompt.id) return freePrompt;
  const own = await findOwnPrompt(db, id);
  return library.prompts.find((prompt) => prompt.id === id) ?? (own && promptInOwnWords(own.id, own.text));
}
