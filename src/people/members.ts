import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { asId } from '../base/ids.ts';
import type { Logger } from '../base/logger.ts';
import type { MembershipEvent } from '../chat/event.ts';
import { type ConversationId, type PersonId, type PlatformName, platformOf } from '../chat/ids.ts';
import type { Person } from '../chat/person.ts';
import { type Platform, PlatformError } from '../chat/platform.ts';
import type { Database } from '../storage/schema.ts';
import { savePeople } from './store.ts';

/*
 * Who is in which channel or group: looked up where the app comes in, kept up by what the platforms tell, and looked up
 * again every day. Whoever is not listed is taken not to be there, so what cannot be seen shows nothing to anybody.
 */

/** The queue in which the people of a channel are looked up. */
export const membersQueue = 'people.members';

const lookUpData = z.object({ conversation: z.string() });

/** Rows written at once: a statement takes 65,535 values. */
const chunkSize = 1_000;

interface LookUpOptions {
  readonly db: Kysely<Database>;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export function createMembersLookUp({ db, platforms, clock, logger }: LookUpOptions): (data: object) => Promise<void> {
  return async (data) => {
    const conversation: ConversationId = asId(lookUpData.parse(data).conversation);
    const people = await membersAt(conversation);
    const name = people.length > 0 ? await nameOf(conversation) : undefined;
    await db.transaction().execute(async (trx) => {
      await replaceMembers(trx, { conversation, people, now: clock.now() });
      if (name) await trx.updateTable('conversation').set({ name }).where('id', '=', conversation).execute();
    });
  };

  function nameOf(conversation: ConversationId): Promise<string | undefined> | undefined {
    return platforms.get(platformOf(conversation))?.abilities.conversationName?.(conversation);
  }

  async function membersAt(conversation: ConversationId): Promise<Person[]> {
    try {
      return (await platforms.get(platformOf(conversation))?.members(conversation)) ?? [];
    } catch (error) {
      if (!(error instanceof PlatformError) || error.retryable) throw error;
      logger.info({ conversation, reason: error.code }, 'the people of a channel cannot be seen');
      return [];
    }
  }
}

async function replaceMembers(
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
 * Follows what a platform tells of comings and goings; the answer is which conversations should be looked up: the one
 * that the app came into, and where somebody left, all others that they are listed in. (Teams tells of people leaving a
 * whole team in its first channel only.)
 */
export async function followMembers(trx: Transaction<Database>, event: MembershipEvent): Promise<ConversationId[]> {
  const { id } = event.conversation;
  if (event.bot === 'left') {
    await trx.deleteFrom('conversation_member').where('conversation_id', '=', id).execute();
    return [];
  }
  const joined = event.joined.filter((person) => !person.bot);
  await addMembers(trx, id, joined);
  const left = event.left.map((person) => person.id);
  const elsewhere = left.length > 0 ? await takeOut(trx, id, left) : [];
  return event.bot === 'joined' ? [id, ...elsewhere] : elsewhere;
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

const lookUpAgainAfterMs = 24 * 3_600_000;

/** Conversations whose people have not been looked up for a day, the longest ago first. */
export async function conversationsToLookUp(db: Kysely<Database>, now: Date, limit: number): Promise<ConversationId[]> {
  const before = new Date(now.getTime() - lookUpAgainAfterMs);
  const rows = await db
    .selectFrom('conversation')
    .select('id')
    .where('kind', '!=', 'direct')
    .where((where) =>
      where.or([
        where('members_at', '<', before),
        // Where the app said hello before it could keep who is there.
        where.and([where('members_at', 'is', null), where('greeted_at', 'is not', null)]),
      ]),
    )
    .where((where) =>
      where.or([
        where('greeted_at', 'is not', null),
        // Where nobody was seen, and the app was not added since, a look every day would be in vain.
        where.exists(
          where
            .selectFrom('conversation_member')
            .select('person_id')
            .whereRef('conversation_member.conversation_id', '=', 'conversation.id'),
        ),
      ]),
    )
    .orderBy('members_at', (order) => order.asc().nullsFirst())
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
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
