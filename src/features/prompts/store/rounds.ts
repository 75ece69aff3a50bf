import { type Kysely, sql } from 'kysely';
import { newId, parseId } from '../../../base/ids.ts';
import type { PersonId } from '../../../chat/ids.ts';
import type { Database, Row } from '../../../storage/schema.ts';
import type { DeliveryId } from '../../../storage/tables/delivery.ts';
import type { RoundId } from '../../../storage/tables/prompts.ts';
import type { PastRound } from '../choose.ts';
import type { Member } from './members.ts';

/** What somebody was asked at a moment. Each query takes the connection: inside a handler, its transaction. */

type Db = Kysely<Database>;

export type Round = Row<'round'>;

/** Questions of these members, each in its community, that still wait to be sent. */
export async function unsentQuestions(db: Db, members: readonly Member[]): Promise<DeliveryId[]> {
  if (members.length === 0) return [];
  const { rows } = await sql<{ id: DeliveryId }>`
    select delivery.id
    from unnest(${members.map(({ community_id }) => community_id)}::uuid[],
      ${members.map(({ person_id }) => person_id)}::text[]) as member (community_id, person_id)
    join round on round.community_id = member.community_id and round.person_id = member.person_id
    join delivery on delivery.id = round.delivery_id
    where round.state = 'open' and delivery.state in ('waiting', 'pending') and delivery.sent_at is null`.execute(db);
  return rows.map((row) => row.id);
}

interface NewRound {
  readonly member: Member;
  /** The question's id. */
  readonly prompt: string;
  readonly dueAt: Date;
}

/** Rounds of asking; none where one was begun for that moment before. */
export async function insertRounds(db: Db, rounds: readonly NewRound[], now: Date): Promise<Round[]> {
  if (rounds.length === 0) return [];
  return db
    .insertInto('round')
    .values(
      rounds.map(({ member, prompt, dueAt }) => ({
        id: newId<'round'>(),
        community_id: member.community_id,
        person_id: member.person_id,
        due_at: dueAt,
        prompt_id: prompt,
        state: 'open' as const,
        delivery_id: null,
        created_at: now,
      })),
    )
    .onConflict((conflict) => conflict.columns(['community_id', 'person_id', 'due_at']).doNothing())
    .returningAll()
    .execute();
}

export async function setRoundDeliveries(
  db: Db,
  rounds: readonly { readonly round: RoundId; readonly delivery: DeliveryId }[],
): Promise<void> {
  if (rounds.length === 0) return;
  await sql`
    update round set delivery_id = new.delivery_id
    from unnest(${rounds.map(({ round }) => round)}::uuid[],
      ${rounds.map(({ delivery }) => delivery)}::uuid[]) as new (id, delivery_id)
    where round.id = new.id`.execute(db);
}

/** The slot at which a member was asked last, here. */
export async function lastAskedAt(db: Db, member: Member): Promise<Date | undefined> {
  const row = await db
    .selectFrom('round')
    .select((select) => select.fn.max('due_at').as('last'))
    .where('community_id', '=', member.community_id)
    .where('person_id', '=', member.person_id)
    .executeTakeFirst();
  return row?.last ?? undefined;
}

/** With whichever account they were asked, newest first; enough of them to choose the next question by. */
export async function pastRounds(
  db: Db,
  people: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, readonly PastRound[]>> {
  const { rows } = await sql<PastRound & { person: PersonId }>`
    select asked.person, past.prompt_id as "promptId", past.state
    from unnest(${people}::text[]) as asked (person)
      left join account_link link on asked.person in (link.a, link.b)
      cross join lateral (
        select prompt_id, state, created_at from round
        where person_id = any(array[asked.person, link.a, link.b]) order by created_at desc limit 80) past
    order by past.created_at desc`.execute(db);
  return Map.groupBy(rows, ({ person }) => person);
}

/** A round that is about to be answered, swapped or skipped: locked. */
export async function lockRound(db: Db, id: string | undefined): Promise<Round | undefined> {
  const known = parseId<'round'>(id);
  return known && db.selectFrom('round').selectAll().where('id', '=', known).forUpdate().executeTakeFirst();
}
