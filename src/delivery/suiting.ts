import type { Kysely } from 'kysely';
import type { Clock } from '../base/clock.ts';
import type { PersonId, WorkspaceId } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';
import type { DeliveryId } from '../storage/tables/delivery.ts';
import { hold } from './holding.ts';
import { priorities } from './outbox.ts';
import type { Candidate } from './queue.ts';

/** When each of these unprompted messages suits its person: now or earlier, or the moment at which to ask again. */
export type SuitableAt = (
  unprompted: readonly { readonly id: DeliveryId; readonly person: PersonId; readonly slotAt: Date | null }[],
  now: Date,
) => Promise<ReadonlyMap<DeliveryId, Date>>;

/** Whether nobody in a workspace is to be messaged unasked yet; once that is over, it stays over. */
export type IsSilent = (workspace: WorkspaceId) => Promise<boolean>;

/** Asks about what nobody asked for, as it is about to leave: whether it may at all, and people's calendars. */
export interface Suiting {
  /** Those that may leave; what does not suit its person now is held until its moment, or until the silence ends. */
  keep(found: readonly Candidate[]): Promise<Candidate[]>;
  /** It is being taken in hand: its calendar's yes is used up. */
  use(id: DeliveryId): void;
}

interface SuitingOptions {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly suitableAt: SuitableAt;
  readonly isSilent: IsSilent;
  readonly workspace: WorkspaceId;
}

/** Held for as long as the silence lasts (`holding.ts` releases it). */
const silenceEnds = new Date('9999-12-31T00:00:00Z');

/** How long a calendar's yes holds: the same are looked at again and again until their turn comes. */
const yesHoldsMs = 5_000;

export function createSuiting({ db, clock, suitableAt, isSilent, workspace }: SuitingOptions): Suiting {
  /** When their person's calendar said yes. */
  const suitedAt = new Map<DeliveryId, number>();
  let hasBegun = false;

  async function keep(candidates: readonly Candidate[]): Promise<Candidate[]> {
    forgetOld();
    const found = await keepSilence(candidates);
    const unprompted = toAskAbout(found);
    if (unprompted.length === 0) return found;
    const now = clock.now();
    const moments = await suitableAt(unprompted, now);
    const later = new Map([...moments].filter(([, moment]) => moment > now));
    for (const { id } of unprompted) if (!later.has(id)) suitedAt.set(id, performance.now());
    await hold(db, later);
    return found.filter(({ id }) => !later.has(id));
  }

  async function keepSilence(candidates: readonly Candidate[]): Promise<Candidate[]> {
    const unasked = candidates.filter(isUnasked);
    if (hasBegun || unasked.length === 0) return [...candidates];
    hasBegun = !(await isSilent(workspace));
    if (hasBegun) return [...candidates];
    await hold(db, new Map(unasked.map(({ id }) => [id, silenceEnds])));
    return candidates.filter((each) => !isUnasked(each));
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

/** Whatever is new and no answer to what somebody did, to a person or to a channel. */
function isUnasked({ call, priority, unaskedPerson }: Candidate): boolean {
  return call === 'post' && (unaskedPerson !== null || priority >= priorities.post);
}
