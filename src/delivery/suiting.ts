import type { Kysely } from 'kysely';
import type { Clock } from '../base/clock.ts';
import type { PersonId } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';
import type { DeliveryId } from '../storage/tables/delivery.ts';
import { hold } from './holding.ts';
import type { Candidate } from './queue.ts';

/** When each of these unprompted messages suits its person: now or earlier, or the moment at which to ask again. */
export type SuitableAt = (
  unprompted: readonly { readonly id: DeliveryId; readonly person: PersonId; readonly slotAt: Date | null }[],
  now: Date,
) => Promise<ReadonlyMap<DeliveryId, Date>>;

/** Asks people's calendars about what nobody asked for, as it is about to leave. */
export interface Suiting {
  /** Those that may leave; what does not suit its person now is held until its moment. */
  keep(found: readonly Candidate[]): Promise<Candidate[]>;
  /** It is being taken in hand: its calendar's yes is used up. */
  use(id: DeliveryId): void;
}

interface SuitingOptions {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly suitableAt: SuitableAt;
}

/** How long a calendar's yes holds: the same are looked at again and again until their turn comes. */
const yesHoldsMs = 5_000;

export function createSuiting({ db, clock, suitableAt }: SuitingOptions): Suiting {
  /** When their person's calendar said yes. */
  const suitedAt = new Map<DeliveryId, number>();

  async function keep(found: readonly Candidate[]): Promise<Candidate[]> {
    forgetOld();
    const unprompted = toAskAbout(found);
    if (unprompted.length === 0) return [...found];
    const now = clock.now();
    const moments = await suitableAt(unprompted, now);
    const later = new Map([...moments].filter(([, moment]) => moment > now));
    for (const { id } of unprompted) if (!later.has(id)) suitedAt.set(id, performance.now());
    await hold(db, later);
    return found.filter(({ id }) => !later.has(id));
  }

  function forgetOld(): void {
    const lately = performance.now() - yesHoldsMs;
    for (const [id, at] of suitedAt) if (at < lately) suitedAt.delete(id);
  }

  /** All that is due to a person at once, so that together they keep to their week. */
  function toAskAbout(found: readonly Candidate[]) {
    const people = new Set(found.filter(({ id }) => !suitedAt.has(id)).map(({ unaskedPerson }) => unaskedPerson));
    return found.flatMap(({ id, unaskedPerson: person, slotAt }) =>
      person && people.has(person) ? [{ id, person, slotAt }] : [],
    );
  }

  return { keep, use: (id) => void suitedAt.delete(id) };
}
