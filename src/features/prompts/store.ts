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

/** A community, and what somebody has said to being asked there. */
export interface CommunityOf extends Community {
  readonly person_id: PersonId;
  readonly member_state: Member['state'];
  readonly next_ask_at: Date | null;
}

/** The running communities that a person belongs to, theirs to be asked in or only to read. */
export async function communitiesOf(db: Db, person: PersonId): Promise<readonly CommunityOf[]> {
  return (await communitiesOfEach(db, [person])).get(person) ?? [];
}

/** Those of each of these people. */
export async function communitiesOfEach(
  db: Db,
  people: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, readonly CommunityOf[]>> {
  const rows = await db
    .selectFrom('community_member')
    .innerJoin('community', 'community.id', 'community_member.community_id')
    .selectAll('community')
    .select(['person_id', 'community_member.state as member_state', 'community_member.next_ask_at'])
    .where('person_id', '=', sql<PersonId>`any(${people}::text[])`)
    .where('community_member.state', '!=', 'left')
    .where('stopped_at', 'is', null)
    .orderBy('community.name')
    .execute();
  return Map.groupBy(rows, ({ person_id }) => person_id);
}

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

/** What each of these communities asks in its own words, the oldest first. */
export async function ownPromptsOf(
  db: Db,
  communities: readonly CommunityId[],
): Promise<ReadonlyMap<CommunityId, readonly Row<'own_prompt'>[]>> {
  const rows = await db
    .selectFrom('own_prompt')
    .selectAll()
    .where('community_id', '=', sql<CommunityId>`any(${communities}::uuid[])`)
    .orderBy('created_at')
    .execute();
  return Map.groupBy(rows, ({ community_id }) => community_id);
}

/** Has a question in somebody's own words asked of everyone, once, before the library's. */
export async function addOwnPrompt(
  db: Db,
  community: CommunityId,
  { text, person, now }: { text: string; person: PersonId; now: Date },
): Promise<void> {
  if (text === '') return;
  const known = (await ownPromptsOf(db, [community])).get(community) ?? [];
  if (known.some((prompt) => prompt.text === text)) return;
  await db
    .insertInto('own_prompt')
    .values({ id: newId(), community_id: community, text, author_id: person, created_at: now })
    .execute();
}

export function findOwnPrompt(db: Db, id: string): Promise<Row<'own_prompt'> | undefined> {
  return db.selectFrom('own_prompt').selectAll().where('id', '=', id).executeTakeFirst();
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
