import { type Kysely, sql } from 'kysely';
import { newId, parseId } from '../../../base/ids.ts';
import type { ConversationId, PersonId, WorkspaceId } from '../../../chat/ids.ts';
import { holdsId, withOtherId } from '../../../storage/ids-in-json.ts';
import type { Database, Row } from '../../../storage/schema.ts';
import type { CommunityId } from '../../../storage/tables/prompts.ts';
import type { Community } from '../community.ts';
import type { Member } from './members.ts';

/** Where people are asked, and what in whose words. Each query takes the connection: inside a handler, its transaction. */

type Db = Kysely<Database>;

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
  /** Whom they chose to show what they write, to start with. */
  readonly starting_audience: Row<'preference'>['audience'] | null;
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
    .leftJoin('preference', 'preference.person_id', 'community_member.person_id')
    .selectAll('community')
    .select(['community_member.person_id', 'community_member.state as member_state', 'community_member.next_ask_at'])
    .select('preference.audience as starting_audience')
    .where('community_member.person_id', '=', sql<PersonId>`any(${people}::text[])`)
    .where('community_member.state', '!=', 'left')
    .where('stopped_at', 'is', null)
    .orderBy('community.name')
    .execute();
  return Map.groupBy(rows, ({ person_id }) => person_id);
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
