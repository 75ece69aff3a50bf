import { type Kysely, sql, type Transaction } from 'kysely';
import type { ConversationId, PersonId } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';
import { type TalkAct, weightOf } from './act.ts';
import { presenceHalfLife, tieHalfLife } from './decay.ts';

/*
 * The talk graph as the database keeps it: how much somebody writes in a place, how much two places turn to each other,
 * and replies between places by week. Each act changes one row of each: a count is faded to the later of its own time and
 * the act's, and added to.
 *
 * Somebody's presence is kept by account, and read as one person's where two accounts are linked: linking and unlinking
 * change nothing that is counted, so the graph is true at once, either way, and each account can be copied and erased
 * alone. Ties and weeks are sums between places; there an act counts once, whichever account did it. A reply counts as
 * from where its writer was at home as it was known then: a rebuild says so by what is known now.
 */

type Trx = Transaction<Database>;

export async function countTalk(trx: Trx, act: TalkAct): Promise<void> {
  const { person, place, kind, at, about, undone } = act;
  const weight = undone ? -weightOf[kind] : weightOf[kind];
  const home = about ?? (await homeOf(trx, person));
  await addPresence(trx, { person_id: person, conversation_id: place, count: weight, at, since: at });
  if (about && about !== place) await addTie(trx, tieRow(place, about, { count: weight, at }));
  if (kind !== 'replied' || undone || !home || home === place) return;
  const between = about ? { from_id: place, to_id: about } : { from_id: home, to_id: place };
  await addReply(trx, { ...between, week: mondayOf(at), replies: 1 });
}

/** Where somebody writes most, with whichever of their accounts. */
async function homeOf(db: Kysely<Database>, person: PersonId): Promise<ConversationId | undefined> {
  const row = await db
    .selectFrom('talk_presence')
    .select('conversation_id')
    .where(
      sql<boolean>`person_id in (${person}, (select b from account_link where a = ${person}),
        (select a from account_link where b = ${person}))`,
    )
    // Faded to one moment, whichever that is.
    .orderBy(sql`ln(greatest(count, 1e-9)) + extract(epoch from at) * ln(2) / ${presenceHalfLife}`, 'desc')
    .orderBy(sql`conversation_id collate "C"`)
    .limit(1)
    .executeTakeFirst();
  return row?.conversation_id;
}

type PresenceRow = Database['talk_presence'];
type TieRow = Database['talk_tie'];
type WeekRow = Database['talk_week'];

/** Whatever its moment, and whichever is the later. */
function fadedSum(table: string, halfLife: number) {
  const [count, at] = [sql.ref(`${table}.count`), sql.ref(`${table}.at`)];
  const seconds = sql`extract(epoch from excluded.at - ${at})::double precision`;
  return sql<number>`greatest(0, ${count} * power(2, -greatest(${seconds}, 0) / ${sql.lit(halfLife)})
    + excluded.count * power(2, least(${seconds}, 0) / ${sql.lit(halfLife)}))`;
}

async function addPresence(trx: Trx, row: PresenceRow): Promise<void> {
  await trx
    .insertInto('talk_presence')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['person_id', 'conversation_id']).doUpdateSet({
        count: fadedSum('talk_presence', presenceHalfLife),
        at: sql<Date>`greatest(talk_presence.at, excluded.at)`,
        since: sql<Date>`least(talk_presence.since, excluded.since)`,
      }),
    )
    .execute();
}

async function addTie(trx: Trx, row: TieRow): Promise<void> {
  await trx
    .insertInto('talk_tie')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['one_id', 'other_id']).doUpdateSet({
        count: fadedSum('talk_tie', tieHalfLife),
        at: sql<Date>`greatest(talk_tie.at, excluded.at)`,
      }),
    )
    .execute();
}

async function addReply(trx: Trx, row: WeekRow): Promise<void> {
  await trx
    .insertInto('talk_week')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['from_id', 'to_id', 'week'])
        .doUpdateSet({ replies: sql<number>`talk_week.replies + excluded.replies` }),
    )
    .execute();
}

/** A conversation has got another id: what was counted there counts there, together with what is counted under the new id. */
export async function moveTalk(trx: Trx, from: ConversationId, to: ConversationId): Promise<void> {
  await sql`
    with gone as (delete from talk_presence where conversation_id = ${from} returning *)
    insert into talk_presence (person_id, conversation_id, count, at, since)
      select person_id, ${to}, count, at, since from gone
    on conflict (person_id, conversation_id) do update set count = ${fadedSum('talk_presence', presenceHalfLife)},
      at = greatest(talk_presence.at, excluded.at), since = least(talk_presence.since, excluded.since)`.execute(trx);
  await sql`
    with gone as (delete from talk_tie where ${from} in (one_id, other_id) returning *),
      other as (select case when one_id = ${from} then other_id else one_id end as id, count, at from gone)
    insert into talk_tie (one_id, other_id, count, at)
      select least(id, ${to} collate "C"), greatest(id, ${to} collate "C"), count, at from other where id <> ${to}
    on conflict (one_id, other_id) do update set count = ${fadedSum('talk_tie', tieHalfLife)},
      at = greatest(talk_tie.at, excluded.at)`.execute(trx);
  await sql`
    with gone as (delete from talk_week where ${from} in (from_id, to_id) returning *),
      moved as (
        select case from_id when ${from} then ${to} else from_id end as from_id,
          case to_id when ${from} then ${to} else to_id end as to_id, week, replies from gone)
    insert into talk_week (from_id, to_id, week, replies) select * from moved where from_id <> to_id
    on conflict (from_id, to_id, week) do update set replies = talk_week.replies + excluded.replies`.execute(trx);
}

export function tieRow(a: ConversationId, b: ConversationId, { count, at }: Pick<TieRow, 'count' | 'at'>): TieRow {
  const [one_id, other_id] = a < b ? [a, b] : [b, a];
  return { one_id, other_id, count, at };
}

/** When people of the two places last turned to each other across them; by replies it is known to the week. */
export async function lastTalked(
  db: Kysely<Database>,
  one: ConversationId,
  other: ConversationId,
): Promise<Date | undefined> {
  const { one_id, other_id } = tieRow(one, other, { count: 0, at: new Date(0) });
  const { rows } = await sql<{ at: Date | null }>`
    select greatest(
      (select at from talk_tie where one_id = ${one_id} and other_id = ${other_id}),
      (select max(week)::timestamp at time zone 'utc' from talk_week
        where (from_id, to_id) in ((${one}, ${other}), (${other}, ${one})))
    ) as at`.execute(db);
  return rows[0]?.at ?? undefined;
}

const dayMs = 86_400_000;

/** The Monday of its week, UTC, as `YYYY-MM-DD`. */
export function mondayOf(moment: Date): string {
  const daysSince = (moment.getUTCDay() + 6) % 7;
  return new Date(moment.getTime() - daysSince * dayMs).toISOString().slice(0, 10);
}

/** What is counted of a person alone, in how many places; sums over many people stay. */
export async function forgetTalkOf(trx: Trx, person: PersonId): Promise<number> {
  const { numDeletedRows } = await trx.deleteFrom('talk_presence').where('person_id', '=', person).executeTakeFirst();
  return Number(numDeletedRows);
}

/** So little is left of what is older that it changes nothing. */
const keptHalfLives = 10;
const weeksKept = 104;

export async function forgetFaded(db: Kysely<Database>, now: Date): Promise<void> {
  const before = (seconds: number): Date => new Date(now.getTime() - seconds * 1_000);
  await db
    .deleteFrom('talk_presence')
    .where('at', '<', before(keptHalfLives * presenceHalfLife))
    .execute();
  await db
    .deleteFrom('talk_tie')
    .where('at', '<', before(keptHalfLives * tieHalfLife))
    .execute();
  await db
    .deleteFrom('talk_week')
    .where('week', '<', mondayOf(new Date(now.getTime() - weeksKept * 7 * dayMs)))
    .execute();
}
