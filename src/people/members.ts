import { type Kysely, sql, type Transaction } from 'kysely';
import type { MembershipEvent } from '../chat/event.ts';
import type { ConversationId, PersonId } from '../chat/ids.ts';
import type { Person } from '../chat/person.ts';
import type { Database } from '../storage/schema.ts';
import { loseSight } from './places.ts';
import { savePeople } from './store.ts';

/*
 * Who is in which channel or group: looked up where the app comes in, kept up by what the platforms tell, and looked up
 * again every day. Whoever is not listed is taken not to be there, so what cannot be seen shows nothing to anybody.
 */

/** Rows written at once: a statement takes 65,535 values. */
const chunkSize = 1_000;

/** Whoever was listed there before is not there any more. */
export async function replaceMembers(
  trx: Transaction<Database>,
  { conversation, people, now }: { conversation: ConversationId; people: readonly Person[]; now: Date },
): Promise<void> {
  const staff = people.filter((person) => !person.bot);
  await trx.deleteFrom('conversation_member').where('conversation_id', '=', conversation).execute();
  for (let from = 0; from < staff.length; from += chunkSize) {
    const chunk = staff.slice(from, from + chunkSize);
    await savePeople(trx, chunk, now);
    await addMembers(trx, conversation, chunk);
  }
  await trx.updateTable('conversation').set({ members_at: now }).where('id', '=', conversation).execute();
}

async function addMembers(
  db: Kysely<Database>,
  conversation: ConversationId,
  people: readonly Pick<Person, 'id'>[],
): Promise<void> {
  if (people.length === 0) return;
  await db
    .insertInto('conversation_member')
    .values(people.map((person) => ({ conversation_id: conversation, person_id: person.id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Follows what a platform tells of comings and goings; the answer is which conversations should be looked at: one that
 * the app or a stranger came into, and where somebody left, all others that they are listed in. (Teams tells of people
 * leaving a whole team in its first channel only.)
 */
export async function followMembers(
  trx: Transaction<Database>,
  event: MembershipEvent,
  now: Date,
): Promise<ConversationId[]> {
  const { id } = event.conversation;
  if (event.bot === 'left') {
    await trx.deleteFrom('conversation_member').where('conversation_id', '=', id).execute();
    await loseSight(trx, id, now);
    return [];
  }
  const joined = event.joined.filter((person) => !person.bot);
  await addMembers(trx, id, joined);
  const left = event.left.map((person) => person.id);
  const elsewhere = left.length > 0 ? await takeOut(trx, id, left) : [];
  const isNews = event.bot === 'joined' || (await hasStranger(trx, event.person.id, joined));
  return isNews ? [id, ...elsewhere] : elsewhere;
}

/** Somebody came of whom nothing is known; the one whose event it is will be asked about anyway. */
async function hasStranger(
  trx: Transaction<Database>,
  actor: PersonId,
  joined: readonly Pick<Person, 'id'>[],
): Promise<boolean> {
  const ids = joined.map((person) => person.id).filter((id) => id !== actor);
  if (ids.length === 0) return false;
  const known = await trx
    .selectFrom('person')
    .select('id')
    .where('id', '=', sql<PersonId>`any(${ids}::text[])`)
    .execute();
  return known.length < new Set(ids).size;
}

async function takeOut(
  trx: Transaction<Database>,
  conversation: ConversationId,
  people: readonly PersonId[],
): Promise<ConversationId[]> {
  await trx
    .deleteFrom('conversation_member')
    .where('conversation_id', '=', conversation)
    .where('person_id', 'in', people)
    .execute();
  const rows = await trx
    .selectFrom('conversation_member')
    .select('conversation_id')
    .distinct()
    .where('person_id', 'in', people)
    .execute();
  return rows.map((row) => row.conversation_id);
}

/** The channels and groups that a person is known to be in, by name. */
export function channelsOf(db: Kysely<Database>, person: PersonId) {
  return db
    .selectFrom('conversation')
    .innerJoin('conversation_member', 'conversation_member.conversation_id', 'conversation.id')
    .select(['conversation.id', 'conversation.name', 'conversation.kind', 'conversation.workspace_id'])
    .where('person_id', '=', person)
    .orderBy('conversation.name')
    .execute();
}
