import { type Kysely, sql } from 'kysely';
import type { PersonId } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';
import type { DeliveryId } from '../storage/tables/delivery.ts';
import { type Calendar, nextSuitable, nextWeekStart, weeklyCap, weekStart } from './calendar.ts';
import { suitsSlot } from './slots.ts';
import { loadCalendars, type Organisation } from './store.ts';

/*
 * The last word before an unprompted message leaves: whatever held when it was put in the outbox, its person's calendar
 * is asked again, as it is now. They may have moved, paused or gone on leave since; the outbox may have stood still.
 */

/** A delivery that nobody asked for, about to be taken in hand. */
export interface Unprompted {
  readonly id: DeliveryId;
  readonly person: PersonId;
  /** The slot that it is for, if any. */
  readonly slotAt: Date | null;
}

/** For each that counts for a person's week: when it was sent; `null` where it is being sent now. */
type Counted = Map<PersonId, (Date | null)[]>;

/** No person's week began longer ago. */
const longestWeekMs = 8 * 86_400_000;

/**
 * When each of these may be sent: now or earlier, or the moment at which to ask again; the year 9999 where a pause has no
 * end. Two queries, however many there are. To be asked before they are taken in hand, of one sender a person at a time:
 * what it has in hand for the same person counts for their week as well.
 */
export async function suitableAt(
  db: Kysely<Database>,
  deliveries: readonly Unprompted[],
  { now, organisation }: { now: Date; organisation: Organisation },
): Promise<Map<DeliveryId, Date>> {
  const people = [...new Set(deliveries.map(({ person }) => person))];
  if (people.length === 0) return new Map();
  const [calendarOf, counted] = await Promise.all([
    loadCalendars(db, people, organisation),
    loadCounted(db, people, now),
  ]);
  const moments = new Map<DeliveryId, Date>();
  for (const { id, person, slotAt } of deliveries) {
    const moment = whenItSuits(slotAt, { calendar: calendarOf(person), had: counted.get(person) ?? [], now });
    moments.set(id, moment);
    if (moment <= now) counted.set(person, [...(counted.get(person) ?? []), null]);
  }
  return moments;
}

async function loadCounted(db: Kysely<Database>, people: readonly PersonId[], now: Date): Promise<Counted> {
  const rows = await db
    .selectFrom('delivery')
    .select(['person_id', 'sent_at'])
    .where('unprompted', '=', true)
    .where('person_id', '=', sql<PersonId>`any(${people})`)
    .where((where) =>
      where.or([
        where('sent_at', '>=', new Date(now.getTime() - longestWeekMs)),
        where.and([where('sent_at', 'is', null), where('state', '=', 'sending')]),
      ]),
    )
    .execute();
  const counted: Counted = new Map(people.map((person) => [person, []]));
  for (const { person_id, sent_at } of rows) if (person_id) counted.get(person_id)?.push(sent_at);
  return counted;
}

interface Asking {
  readonly calendar: Calendar;
  readonly had: readonly (Date | null)[];
  readonly now: Date;
}

function whenItSuits(slotAt: Date | null, { calendar, had, now }: Asking): Date {
  if (had.length >= weeklyCap) {
    const monday = weekStart(calendar, now);
    const thisWeek = had.filter((sentAt) => sentAt === null || sentAt >= monday).length;
    if (thisWeek >= weeklyCap) return nextSuitable(calendar, nextWeekStart(calendar, now));
  }
  if (slotAt && suitsSlot(calendar, slotAt, now)) return now;
  return nextSuitable(calendar, now);
}

/** How many unprompted messages a person has had this week, or has coming. */
export async function countUnprompted(
  db: Kysely<Database>,
  person: PersonId,
  { calendar, now }: { calendar: Calendar; now: Date },
): Promise<number> {
  const { count } = await db
    .selectFrom('delivery')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('person_id', '=', person)
    .where('unprompted', '=', true)
    .where(sql<boolean>`case when sent_at is null then wanted = 'present' and state in ('waiting', 'pending', 'sending')
      else sent_at >= ${weekStart(calendar, now)} end`)
    .executeTakeFirstOrThrow();
  return Number(count);
}
