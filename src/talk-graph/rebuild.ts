import { type Insertable, sql, type Transaction } from 'kysely';
import type { ConversationId, PersonId } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';
import { type TalkAct, weightOf } from './act.ts';
import { presenceHalfLife, tieHalfLife } from './decay.ts';
import { allHeld, type HeldActs } from './held.ts';
import { mondayOf, tieRow } from './store.ts';

type Trx = Transaction<Database>;
type PresenceRow = Database['talk_presence'];
type TieRow = Database['talk_tie'];
type WeekRow = Database['talk_week'];

/**
 * Counts everything anew from what the features hold, as `countTalk` would have as it happened; nothing is counted by
 * others meanwhile. What was withdrawn or deleted since counts no more.
 */
export async function rebuildTalk(trx: Trx, held: readonly HeldActs[]): Promise<{ counted: number }> {
  await sql`lock table talk_presence, talk_tie, talk_week in exclusive mode`.execute(trx);
  const acts = await allHeld(trx, held, new Date(0));
  const { presence, ties, weeks } = countAll(acts, await otherAccounts(trx));
  await replaceAll(trx, 'talk_presence', presence);
  await replaceAll(trx, 'talk_tie', ties);
  await replaceAll(trx, 'talk_week', weeks);
  return { counted: acts.length };
}

/** Of those who have two: the other one. */
async function otherAccounts(trx: Trx): Promise<ReadonlyMap<PersonId, PersonId>> {
  const links = await trx.selectFrom('account_link').select(['a', 'b']).execute();
  return new Map(links.flatMap(({ a, b }) => [[a, b] as const, [b, a] as const]));
}

interface Counts {
  readonly presence: readonly PresenceRow[];
  readonly ties: readonly TieRow[];
  readonly weeks: readonly WeekRow[];
}

type Places = ReadonlyMap<ConversationId, PresenceRow>;

/** `acts`: the oldest first. */
function countAll(acts: readonly TalkAct[], otherOf: ReadonlyMap<PersonId, PersonId>): Counts {
  const presence = new Map<PersonId, Map<ConversationId, PresenceRow>>();
  const placesOf = (person: PersonId | undefined): Places[] => {
    const places = person && presence.get(person);
    return places ? [places] : [];
  };
  const ties = new Map<string, TieRow>();
  const weeks = new Map<string, WeekRow>();

  for (const { person, place, kind, at, about } of acts) {
    const count = weightOf[kind];
    const places = presence.get(person) ?? new Map<ConversationId, PresenceRow>();
    const home = about ?? homeOf([...placesOf(person), ...placesOf(otherOf.get(person))], at);
    presence.set(person, places);
    const known = places.get(place);
    const row = { person_id: person, conversation_id: place, count, at, since: known?.since ?? at };
    places.set(place, known ? { ...row, count: count + faded(known, at, presenceHalfLife) } : row);
    if (about && about !== place) addTie(tieRow(place, about, { count, at }));
    if (kind === 'replied' && home && home !== place) {
      addReply(about ? { from_id: place, to_id: about } : { from_id: home, to_id: place }, mondayOf(at));
    }
  }
  return {
    presence: [...presence.values()].flatMap((places) => [...places.values()]),
    ties: [...ties.values()],
    weeks: [...weeks.values()],
  };

  function addTie(row: TieRow): void {
    const key = JSON.stringify([row.one_id, row.other_id]);
    const known = ties.get(key);
    ties.set(key, known ? { ...row, count: row.count + faded(known, row.at, tieHalfLife) } : row);
  }

  function addReply(between: Pick<WeekRow, 'from_id' | 'to_id'>, week: string): void {
    const key = JSON.stringify([between, week]);
    weeks.set(key, { ...between, week, replies: 1 + (weeks.get(key)?.replies ?? 0) });
  }
}

/** With whichever of their accounts: a place is of one platform, so that none is in the lists of both. */
function homeOf(places: readonly Places[], now: Date): ConversationId | undefined {
  const rows = places.flatMap((each) => [...each.values()]);
  const [home] = rows.toSorted(
    (one, other) =>
      faded(other, now, presenceHalfLife) - faded(one, now, presenceHalfLife) ||
      (one.conversation_id < other.conversation_id ? -1 : 1),
  );
  return home?.conversation_id;
}

function faded({ count, at }: Pick<PresenceRow, 'count' | 'at'>, now: Date, halfLife: number): number {
  return count * 2 ** ((at.getTime() - now.getTime()) / 1_000 / halfLife);
}

/** Rows written at once: a statement takes 65,535 values. */
const chunkSize = 5_000;

async function replaceAll<Name extends 'talk_presence' | 'talk_tie' | 'talk_week'>(
  trx: Trx,
  table: Name,
  rows: readonly Insertable<Database[Name]>[],
): Promise<void> {
  await trx.deleteFrom(table as 'talk_presence').execute();
  for (let from = 0; from < rows.length; from += chunkSize) {
    await trx
      .insertInto(table)
      .values(rows.slice(from, from + chunkSize))
      .execute();
  }
}
