import { type Kysely, sql } from 'kysely';
import { asId } from '../../../base/ids.ts';
import type { PersonId, PlatformName } from '../../../chat/ids.ts';
import type { Database, Row } from '../../../storage/schema.ts';
import type { CommunityId } from '../../../storage/tables/prompts.ts';

/** Who is asked where, and when next. Each query takes the connection: inside a handler, its transaction. */

type Db = Kysely<Database>;

export type Member = Row<'community_member'>;

/** Rows written at once: a statement takes 65,535 values. */
const chunkSize = 5_000;

export function saveMember(db: Db, member: Member): Promise<void> {
  return saveMembers(db, [member]);
}

export async function saveMembers(db: Db, members: readonly Member[]): Promise<void> {
  for (let from = 0; from < members.length; from += chunkSize) {
    await db
      .insertInto('community_member')
      .values(members.slice(from, from + chunkSize))
      .onConflict((conflict) =>
        conflict
          .columns(['community_id', 'person_id'])
          .doUpdateSet((set) => ({ state: set.ref('excluded.state'), next_ask_at: set.ref('excluded.next_ask_at') })),
      )
      .execute();
  }
}

export async function findMember(db: Db, community: CommunityId, person: PersonId): Promise<Member | undefined> {
  return (await findMembers(db, community, [person])).get(person);
}

/** Those of them who belong to it, or did. */
export async function findMembers(
  db: Db,
  community: CommunityId,
  people: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, Member>> {
  const rows = await db
    .selectFrom('community_member')
    .selectAll()
    .where('community_id', '=', community)
    .where('person_id', '=', sql<PersonId>`any(${people}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.person_id, row]));
}

export function membersOf(db: Db, community: CommunityId): Promise<Member[]> {
  return db.selectFrom('community_member').selectAll().where('community_id', '=', community).execute();
}

/** When each of these members is asked next. */
export async function setNextAsks(
  db: Db,
  asks: readonly { readonly member: Member; readonly next: Date | null }[],
): Promise<void> {
  if (asks.length === 0) return;
  const members = asks.map(({ member }) => member);
  await sql`
    update community_member set next_ask_at = new.next
    from unnest(${members.map(({ community_id }) => community_id)}::uuid[],
      ${members.map(({ person_id }) => person_id)}::text[],
      ${asks.map(({ next }) => next)}::timestamptz[]) as new (community_id, person_id, next)
    where community_member.community_id = new.community_id and community_member.person_id = new.person_id`.execute(db);
}

export async function setNextAsk(db: Db, member: Member, next: Date | null): Promise<void> {
  await db
    .updateTable('community_member')
    .set({ next_ask_at: next })
    .where('community_id', '=', member.community_id)
    .where('person_id', '=', member.person_id)
    .execute();
}

/** Members whose moment has come, locked, so that two processes never ask the same person twice. */
export function takeDueMembers(db: Db, now: Date, limit: number): Promise<Member[]> {
  return db
    .selectFrom('community_member')
    .selectAll()
    .where('state', '=', 'asked')
    .where('next_ask_at', '<=', now)
    .orderBy('next_ask_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

/** When anybody is asked next. */
export async function nextDueAt(db: Db): Promise<Date | undefined> {
  const row = await db
    .selectFrom('community_member')
    .select((select) => select.fn.min('next_ask_at').as('next'))
    .where('state', '=', 'asked')
    .executeTakeFirst();
  return row?.next ?? undefined;
}

const hourMs = 3_600_000;

/** What a day's questions need of an hour's look-ups, and what a platform's rate allows in one. */
const mostLookedUp = 1_000;

/** Who is asked within a day and has not been looked up in that time, on platforms that can tell. */
export async function askedSoon(db: Db, platforms: readonly PlatformName[], now: Date): Promise<PersonId[]> {
  const rows = await db
    .selectFrom('community_member')
    .innerJoin('person', 'person.id', 'community_member.person_id')
    .select('person.id')
    .where('state', '=', 'asked')
    .where('next_ask_at', '>', now)
    .where('next_ask_at', '<', new Date(now.getTime() + 24 * hourMs))
    .where((where) =>
      where.or([where('refreshed_at', 'is', null), where('refreshed_at', '<', new Date(now.getTime() - 20 * hourMs))]),
    )
    .where((where) =>
      where.or(platforms.map((platform) => where('person.id', 'like', asId<'person'>(`${platform}:%`)))),
    )
    .groupBy('person.id')
    .orderBy((order) => order.fn.min('next_ask_at'))
    .limit(mostLookedUp)
    .execute();
  return rows.map((row) => row.id);
}
