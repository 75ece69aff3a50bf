import { type Kysely, sql } from 'kysely';
import { asId, newId, parseId } from '../../base/ids.ts';
import type { ConversationId, PersonId, PlatformName, WorkspaceId } from '../../chat/ids.ts';
import { accountsOf } from '../../people/accounts.ts';
import { tapper } from '../../people/taps.ts';
import { holdsId, withOtherId } from '../../storage/ids-in-json.ts';
import type { Database, Row } from '../../storage/schema.ts';
import type { DeliveryId } from '../../storage/tables/delivery.ts';
import type { CommunityId, RoundId, UpdateDraft, UpdateField, UpdateId } from '../../storage/tables/prompts.ts';
import type { PastRound } from './choose.ts';
import type { Community } from './community.ts';
import type { Update } from './update.ts';

/** The queries of working out loud. Each takes the connection: inside a handler, its transaction. */

type Db = Kysely<Database>;

export type Member = Row<'community_member'>;
export type Round = Row<'round'>;

export function findCommunityOf(db: Db, conversation: ConversationId): Promise<Community | undefined> {
  return db.selectFrom('community').selectAll().where('conversation_id', '=', conversation).executeTakeFirst();
}

/** A channel has got another id; where it was set up anew under that one, so it stays. */
export async function movePlace(db: Db, from: ConversationId, to: ConversationId): Promise<void> {
  await db
    .updateTable('community')
    .set({ conversation_id: to })
    .where('conversation_id', '=', from)
    .where((where) =>
      where.not(where.exists(where.selectFrom('community as other').select('id').where('conversation_id', '=', to))),
    )
    .execute();
  await db.updateTable('update_tap').set({ tapped_in: to }).where('tapped_in', '=', from).execute();
  await db
    .updateTable('update')
    .set({ shown_in: withOtherId('shown_in', from, to) })
    .where(holdsId('shown_in', from))
    .execute();
}

export async function findCommunity(db: Db, id: string | undefined): Promise<Community | undefined> {
  const known = parseId<'community'>(id);
  return known && db.selectFrom('community').selectAll().where('id', '=', known).executeTakeFirst();
}

/** Those of them that there are. */
export async function findCommunities(
  db: Db,
  ids: readonly CommunityId[],
): Promise<ReadonlyMap<CommunityId | null, Community>> {
  const rows = await db
    .selectFrom('community')
    .selectAll()
    .where('id', '=', sql<CommunityId>`any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** The channels that a person has set up, stopped ones too. */
export function communitiesSetUpBy(db: Db, person: PersonId): Promise<Community[]> {
  return db.selectFrom('community').selectAll().where('created_by', '=', person).orderBy('name').execute();
}

/** All channels of a workspace that were set up, stopped ones too. */
export function communitiesIn(db: Db, workspace: WorkspaceId): Promise<Community[]> {
  return db.selectFrom('community').selectAll().where('workspace_id', '=', workspace).orderBy('name').execute();
}

/** Whether they look after a channel in which people are asked. */
export async function isHost(db: Db, person: PersonId): Promise<boolean> {
  return (await communitiesSetUpBy(db, person)).some(({ stopped_at }) => stopped_at === null);
}

/** The running communities that a person belongs to, theirs to be asked in or only to read. */
export function communitiesOf(db: Db, person: PersonId) {
  return db
    .selectFrom('community_member')
    .innerJoin('community', 'community.id', 'community_member.community_id')
    .leftJoin('preference', 'preference.person_id', 'community_member.person_id')
    .selectAll('community')
    .select(['community_member.state as member_state', 'community_member.next_ask_at'])
    .select('preference.audience as starting_audience')
    .where('community_member.person_id', '=', person)
    .where('community_member.state', '!=', 'left')
    .where('stopped_at', 'is', null)
    .orderBy('community.name')
    .execute();
}

export async function saveMember(db: Db, member: Member): Promise<void> {
  const { state, next_ask_at } = member;
  await db
    .insertInto('community_member')
    .values(member)
    .onConflict((conflict) => conflict.columns(['community_id', 'person_id']).doUpdateSet({ state, next_ask_at }))
    .execute();
}

export function findMember(db: Db, community: CommunityId, person: PersonId): Promise<Member | undefined> {
  return db
    .selectFrom('community_member')
    .selectAll()
    .where('community_id', '=', community)
    .where('person_id', '=', person)
    .executeTakeFirst();
}

export function membersOf(db: Db, community: CommunityId): Promise<Member[]> {
  return db.selectFrom('community_member').selectAll().where('community_id', '=', community).execute();
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

/** Questions of a member, here, that still wait to be sent. */
export async function unsentQuestions(db: Db, member: Member): Promise<DeliveryId[]> {
  const rows = await db
    .selectFrom('round')
    .innerJoin('delivery', 'delivery.id', 'round.delivery_id')
    .select('delivery.id')
    .where('community_id', '=', member.community_id)
    .where('round.person_id', '=', member.person_id)
    .where('round.state', '=', 'open')
    .where('delivery.state', 'in', ['waiting', 'pending'])
    .where('sent_at', 'is', null)
    .execute();
  return rows.map((row) => row.id);
}

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

export function ownPromptsOf(db: Db, community: CommunityId): Promise<Row<'own_prompt'>[]> {
  return db.selectFrom('own_prompt').selectAll().where('community_id', '=', community).orderBy('created_at').execute();
}

/** Has a question in somebody's own words asked of everyone, once, before the library's. */
export async function addOwnPrompt(
  db: Db,
  community: CommunityId,
  { text, person, now }: { text: string; person: PersonId; now: Date },
): Promise<void> {
  if (text === '') return;
  const known = await ownPromptsOf(db, community);
  if (known.some((prompt) => prompt.text === text)) return;
  await db
    .insertInto('own_prompt')
    .values({ id: newId(), community_id: community, text, author_id: person, created_at: now })
    .execute();
}

export function findOwnPrompt(db: Db, id: string): Promise<Row<'own_prompt'> | undefined> {
  return db.selectFrom('own_prompt').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Newest first; enough of them to choose the next question by. */
export async function pastRounds(db: Db, person: PersonId): Promise<PastRound[]> {
  const rows = await db
    .selectFrom('round')
    .select(['prompt_id', 'state'])
    .where('person_id', 'in', await accountsOf(db, person))
    .orderBy('created_at', 'desc')
    .limit(80)
    .execute();
  return rows.map((row) => ({ promptId: row.prompt_id, state: row.state }));
}

/** A round that is about to be answered, swapped or skipped: locked. */
export async function lockRound(db: Db, id: string | undefined): Promise<Round | undefined> {
  const known = parseId<'round'>(id);
  return known && db.selectFrom('round').selectAll().where('id', '=', known).forUpdate().executeTakeFirst();
}

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
