import { type Kysely, sql } from 'kysely';
import { newId, parseId } from '../../../base/ids.ts';
import type { PersonId } from '../../../chat/ids.ts';
import { accountsOf } from '../../../people/accounts.ts';
import { tapper } from '../../../people/taps.ts';
import type { Database, Row } from '../../../storage/schema.ts';
import type { DeliveryId } from '../../../storage/tables/delivery.ts';
import type { CommunityId, RoundId, UpdateDraft, UpdateField, UpdateId } from '../../../storage/tables/prompts.ts';
import type { Update } from '../update.ts';

/** What people wrote, and what colleagues did with it. Each query takes the connection: inside a handler, its transaction. */

type Db = Kysely<Database>;

/** An update that is about to be changed: locked, so that two presses come one after the other. */
export async function lockUpdate(db: Db, id: string | undefined): Promise<Update | undefined> {
  const known = parseId<'update'>(id);
  return known && (await lockUpdates(db, [known]))[0];
}

/** By id, as everybody locks them. */
export async function lockUpdates(db: Db, ids: readonly UpdateId[]): Promise<Update[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('update')
    .selectAll()
    .where('id', '=', sql<UpdateId>`any(${ids}::uuid[])`)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

interface NewDraft {
  readonly person: PersonId;
  readonly round: RoundId | null;
  readonly promptId: string;
  readonly question: string;
  readonly draft: UpdateDraft;
  readonly now: Date;
}

export function insertDraft(db: Db, { person, round, promptId, question, draft, now }: NewDraft): Promise<Update> {
  return db
    .insertInto('update')
    .values({
      id: newId<'update'>(),
      person_id: person,
      round_id: round,
      prompt_id: promptId,
      question,
      fields: '[]',
      draft: JSON.stringify(draft),
      community_id: null,
      state: 'draft',
      delivery_id: null,
      created_at: now,
      posted_at: null,
      edited_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function saveDraft(db: Db, update: UpdateId, draft: UpdateDraft, now: Date): Promise<void> {
  await db
    .updateTable('update')
    .set({ draft: JSON.stringify(draft), drafted_at: now })
    .where('id', '=', update)
    .execute();
}

interface Posted {
  readonly fields: UpdateField[];
  readonly community: CommunityId | null;
  readonly delivery: DeliveryId | null;
  readonly postedAt: Date | null;
  readonly editedAt: Date | null;
}

export async function savePosted(db: Db, update: UpdateId, posted: Posted): Promise<void> {
  await db
    .updateTable('update')
    .set({
      fields: JSON.stringify(posted.fields),
      draft: null,
      community_id: posted.community,
      delivery_id: posted.delivery,
      state: posted.community ? 'posted' : 'draft',
      posted_at: posted.postedAt,
      edited_at: posted.editedAt,
    })
    .where('id', '=', update)
    .execute();
}

/** The words go at once; that there was a note stays, so that an old button can say so. */
export async function forgetWords(db: Db, update: UpdateId): Promise<void> {
  await db
    .updateTable('update')
    .set({ state: 'withdrawn', fields: '[]', draft: null, question: null })
    .where('id', '=', update)
    .execute();
}

export async function ownUpdates(db: Db, person: PersonId, limit: number) {
  return db
    .selectFrom('update')
    .leftJoin('community', 'community.id', 'update.community_id')
    .selectAll('update')
    .select('community.name as place')
    .where('person_id', 'in', await accountsOf(db, person))
    .where('state', '!=', 'withdrawn')
    .orderBy('update.created_at', 'desc')
    .limit(limit)
    .execute();
}

interface TapCounts {
  readonly useful: number;
  readonly same: number;
}

/** How many people tapped each of these notes, and how. */
export async function countTapsOn(db: Db, updates: readonly UpdateId[]): Promise<(update: UpdateId) => TapCounts> {
  const rows = await db
    .selectFrom('update_tap')
    .leftJoin('account_link as link', 'link.b', 'person_id')
    .select(['update_id', 'tap', sql<number>`count(distinct ${tapper})::int`.as('count')])
    .where('update_id', '=', sql<UpdateId>`any(${updates}::uuid[])`)
    .groupBy(['update_id', 'tap'])
    .execute();
  const of = (update: UpdateId, tap: keyof TapCounts): number =>
    rows.find((row) => row.update_id === update && row.tap === tap)?.count ?? 0;
  return (update) => ({ useful: of(update, 'useful'), same: of(update, 'same') });
}

export async function insertReply(db: Db, reply: Row<'update_reply'>): Promise<void> {
  await db.insertInto('update_reply').values(reply).execute();
}

/** Where each of these notes is shown besides, as it says itself. */
export async function saveShownIn(db: Db, updates: readonly Update[]): Promise<void> {
  if (updates.length === 0) return;
  const places = updates.map(({ shown_in }) => JSON.stringify(shown_in));
  await sql`
    update update set shown_in = new.places::jsonb
    from unnest(${updates.map(({ id }) => id)}::uuid[], ${places}::text[]) as new (id, places)
    where update.id = new.id`.execute(db);
}
