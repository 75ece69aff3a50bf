import { type Kysely, sql } from 'kysely';
import type { ConversationId, PersonId, WorkspaceId } from '../../chat/ids.ts';
import { placesOf } from '../../people/places.ts';
import type { Database } from '../../storage/schema.ts';
import { presenceHalfLife } from '../../talk-graph/decay.ts';
import { mondayOf } from '../../talk-graph/store.ts';
import { mapOf, type PlaceOnMap, type TalkMap } from './between.ts';

type Db = Kysely<Database>;

/** Figures of fewer people could be somebody's own. */
const leastPeople = 5;
const lately = 12 * 7 * 86_400_000;
/** So faded, somebody does not write there any more: one message, 90 days ago. */
const presentCount = 1 / 8;

interface Reader {
  /** Whose own channels are on it, too; without, it is fit for anybody of the organisation. */
  readonly person?: PersonId;
  readonly workspaces: readonly WorkspaceId[];
  /** What a place is called that has no name. */
  readonly unnamed: string;
}

/** The map for one reader: places that are open to all or that they are in. */
export async function readMap(db: Db, reader: Reader, now: Date): Promise<TalkMap> {
  const readable = await readablePlaces(db, reader);
  const places = readable.filter(({ people }) => people >= leastPeople);
  const ids = places.map(({ id }) => id);
  const since = new Date(now.getTime() - lately);
  return mapOf({
    places: places.map(({ id, name }): PlaceOnMap => ({ id, name })),
    shared: await sharedBetween(db, ids, { now, since }),
    replies: await repliesBetween(db, ids, since),
    folded: readable.length - places.length,
  });
}

async function readablePlaces(db: Db, { person, workspaces, unnamed }: Reader) {
  const rows = await db
    .selectFrom('conversation')
    .select('id')
    .where('kind', '!=', 'direct')
    .where('workspace_id', '=', sql<WorkspaceId>`any(${workspaces}::text[])`)
    .execute();
  const own = person ? await placesWith(db, person) : new Set();
  const places = await placesOf(
    db,
    rows.map(({ id }) => id),
  );
  return [...places.values()]
    .filter(({ id, access, archived }) => !archived && (access === 'open' || own.has(id)))
    .map(({ id, name, people }) => ({ id, name: name ?? unnamed, people: people ?? 0 }));
}

async function placesWith(db: Db, person: PersonId): Promise<ReadonlySet<ConversationId>> {
  const own = await db
    .selectFrom('conversation_member')
    .select('conversation_id')
    .where('person_id', '=', person)
    .execute();
  return new Set(own.map((row) => row.conversation_id));
}

async function sharedBetween(db: Db, ids: readonly ConversationId[], { now, since }: { now: Date; since: Date }) {
  const { rows } = await sql<{ one: string; other: string; shared: number; fresh: number }>`
    with present as (
      select coalesce(link.a, person_id) as person, conversation_id, since
      from talk_presence left join account_link link on link.b = person_id
      where conversation_id = any(${ids}::text[])
        and count * power(2, -extract(epoch from ${now}::timestamptz - at)::double precision / ${presenceHalfLife}) >= ${presentCount}
    )
    select a.conversation_id as one, b.conversation_id as other, count(*)::int as shared,
      count(*) filter (where greatest(a.since, b.since) >= ${since})::int as fresh
    from present a join present b on a.person = b.person and a.conversation_id < b.conversation_id
    group by 1, 2`.execute(db);
  return rows;
}

async function repliesBetween(db: Db, ids: readonly ConversationId[], since: Date) {
  const rows = await db
    .selectFrom('talk_week')
    .select((select) => ['from_id as one', 'to_id as other', select.fn.sum<string>('replies').as('replies')] as const)
    .where('from_id', '=', sql<ConversationId>`any(${ids}::text[])`)
    .where('to_id', '=', sql<ConversationId>`any(${ids}::text[])`)
    .where('week', '>=', mondayOf(since))
    .groupBy(['from_id', 'to_id'])
    .execute();
  return rows.map(({ one, other, replies }) => ({ one, other, replies: Number(replies) }));
}
