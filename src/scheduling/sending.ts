import { type Kysely, sql } from 'kysely';
import type { PersonId } from '../chat/ids.ts';
import { otherAccounts } from '../people/accounts.ts';
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

/**
 * How long an account of a person with two has the turn: longer than a yes is believed (`delivery/suiting.ts`), so that
 * what it allowed is counted before the other account, which another sender looks after, is asked about.
 */
const turnMs = 10_000;

/** No person's week began longer ago. */
const longestWeekMs = 8 * 86_400_000;

/**
 * When each of these may be sent: now or earlier, or the moment at which to ask again; the year 9999 where a pause has no
 * end. A few queries, however many there are. To be asked before they are taken in hand, of one sender an account at a
 * time: what it has in hand for the same person counts for their week as well.
 */
export async function suitableAt(
  db: Kysely<Database>,
  deliveries: readonly Unprompted[],
  { now, organisation }: { now: Date; organisation: Organisation },
): Promise<Map<DeliveryId, Date>> {
  const people = [...new Set(deliveries.map(({ person }) => person))];
  if (people.length === 0) return new Map();
  const others = await otherAccounts(db, people);
  const turns = await takeTurns(
    db,
    people.filter((person) => others.has(person)),
    now,
  );
  const [calendarOf, counted] = await Promise.all([
    loadCalendars(db, people, organisation),
    loadCounted(db, people, { others, now }),
  ]);
  const moments = new Map<DeliveryId, Date>();
  for (const { id, person, slotAt } of deliveries) {
    const moment =
      turns.get(person) ?? whenItSuits(slotAt, { calendar: calendarOf(person), had: counted.get(person) ?? [], now });
    moments.set(id, moment);
    if (moment <= now) counted.set(person, [...(counted.get(person) ?? []), null]);
  }
  return moments;
}

/** Of people with two accounts: those who must wait until then, as their other account has the turn. */
async function takeTurns(
  db: Kysely<Database>,
  people: readonly PersonId[],
  now: Date,
): Promise<ReadonlyMap<PersonId, Date>> {
  if (people.length === 0) return new Map();
  const until = new Date(now.getTime() + turnMs);
  const { rows } = await sql<{ person: PersonId }>`
    update account_link set turn_of = person, turn_until = ${until}
    from unnest(${people}::text[]) as person
    where (a = person or b = person) and (turn_of is null or turn_of = person or turn_until <= ${now})
    returning person`.execute(db);
  const theirs = new Set(rows.map(({ person }) => person));
  return new Map(people.flatMap((person) => (theirs.has(person) ? [] : [[person, until] as const])));
}

async function loadCounted(
  db: Kysely<Database>,
  people: readonly PersonId[],
  { others, now }: { others: ReadonlyMap<PersonId, PersonId>; now: Date },
): Promise<Counted> {
  const accounts = [...new Set([...people, ...others.keys()])];
  const rows = await db
    .selectFrom('delivery')
    .select(['person_id', 'sent_at'])
    .where('unprompted', '=', true)
    .where('person_id', '=', sql<PersonId>`any(${accounts})`)
    .where((where) =>
      where.or([
        where('sent_at', '>=', new Date(now.getTime() - longestWeekMs)),
        where.and([where('sent_at', 'is', null), where('state', '=', 'sending')]),
      ]),
    )
    .execute();
  const counted: Counted = new Map(people.map((person) => [person, []]));
  for (const { person_id, sent_at } of rows) {
    if (!person_id) continue;
    counted.get(person_id)?.push(sent_at);
    const other = others.get(person_id);
    if (other) counted.get(other)?.push(sent_at);
  }
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

/** How many unprompted messages a person has had this week, or has coming, in all their accounts. */
export async function countUnprompted(
  db: Kysely<Database>,
  person: PersonId,
  { calendar, now }: { calendar: Calendar; now: Date },
): Promise<number> {
  return (await countUnpromptedOf(db, [{ person, calendar }], now)).get(person) ?? 0;
}

/** The same of many people in one query; none where somebody is not in there. */
export async function countUnpromptedOf(
  db: Kysely<Database>,
  people: readonly { readonly person: PersonId; readonly calendar: Calendar }[],
  now: Date,
): Promise<ReadonlyMap<PersonId, number>> {
  if (people.length === 0) return new Map();
  const weeks = people.map(({ calendar }) => weekStart(calendar, now));
  const { rows } = await sql<{ person: PersonId; count: number }>`
    select asked.person, count(*)::int as count
    from unnest(${people.map(({ person }) => person)}::text[], ${weeks}::timestamptz[]) as asked (person, since)
      left join account_link link on asked.person in (link.a, link.b)
      join delivery on delivery.person_id = any(array[asked.person, link.a, link.b]) and unprompted
    where case when sent_at is null then wanted = 'present' and state in ('waiting', 'pending', 'sending')
      else sent_at >= asked.since end
    group by asked.person`.execute(db);
  return new Map(rows.map(({ person, count }) => [person, count]));
}
