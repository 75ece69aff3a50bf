import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { asId } from '../base/ids.ts';
import { type PersonId, type PlatformName, platformOf } from '../chat/ids.ts';
import { type Platform, PlatformError } from '../chat/platform.ts';
import type { Database } from '../storage/schema.ts';
import type { TellChange } from './look.ts';
import { channelsOf } from './members.ts';
import { isExternal, savePeople } from './store.ts';

/** The queue in which platforms are asked about people that we met: full name, time zone, guest or not. */
export const refreshQueue = 'people.refresh';

const refreshData = z.object({ person: z.string() });

type PutAside = (trx: Transaction<Database>, person: PersonId) => Promise<void>;

/** Somebody may act many times before the answer is there. */
const askAgainAfterMs = 60_000;
const mostRemembered = 10_000;

/** Puts a look-up aside in the caller's transaction, where this process has not just done so for the same person. */
export function createLookUp(putAside: PutAside, clock: Clock): PutAside {
  const asked = new Map<PersonId, number>();
  return async (trx, id) => {
    const now = clock.now().getTime();
    if (Math.abs(now - (asked.get(id) ?? 0)) < askAgainAfterMs) return;
    await putAside(trx, id);
    if (asked.size >= mostRemembered) asked.clear();
    asked.set(id, now);
  };
}

export function createRefresh(options: {
  transaction: <T>(work: (trx: Transaction<Database>) => Promise<T>) => Promise<T>;
  platforms: ReadonlyMap<PlatformName, Platform>;
  clock: Clock;
  /** Called where the person turns out to be in another time zone, inside the transaction. */
  moved(person: PersonId, details: { trx: Transaction<Database>; now: Date }): Promise<void>;
  /** Called where the person turns out to be a guest, or none, for the places that they are in. */
  changed: TellChange;
}): (data: object) => Promise<void> {
  return async (data) => {
    const person: PersonId = asId(refreshData.parse(data).person);
    const abilities = options.platforms.get(platformOf(person))?.abilities;
    if (!abilities?.profile) return;
    try {
      const told = await abilities.profile(person);
      const now = options.clock.now();
      await options.transaction(async (trx) => {
        const wasExternal = await isExternal(trx, person);
        for (const mover of await savePeople(trx, [told], now)) await options.moved(mover, { trx, now });
        if (wasExternal === (told.external ?? false)) return;
        for (const place of await channelsOf(trx, person)) await options.changed(trx, place.id, now);
      });
    } catch (error) {
      // Somebody who is gone, or whom we may not see, keeps the name that they came with.
      if (!(error instanceof PlatformError) || error.retryable) throw error;
    }
  };
}
