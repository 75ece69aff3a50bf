import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { asId } from '../base/ids.ts';
import type { Logger } from '../base/logger.ts';
import type { ConversationFacts } from '../chat/conversation.ts';
import { type ConversationId, type PlatformName, platformOf, workspaceIn } from '../chat/ids.ts';
import type { Person } from '../chat/person.ts';
import { type Platform, PlatformError } from '../chat/platform.ts';
import type { Database } from '../storage/schema.ts';
import { isRemoved } from './installations.ts';
import { replaceMembers } from './members.ts';
import { changedPlaces, keepFacts, loseSight } from './places.ts';

/*
 * A look at a place: the platform is asked what it is, and who is in it unless that was asked within the day and the
 * platform still counts as many. What cannot be seen has nobody in it and counts as private.
 */

/** The queue in which places are looked at. */
export const lookQueue = 'people.look';

const lookData = z.object({ conversation: z.string() });
const listAgainAfterMs = 24 * 3_600_000;
/** Conversations that are looked at again in one go. */
const lookAtOnce = 100;

/** Called where a look changed what is known of a place, inside its transaction. */
export type TellChange = (trx: Transaction<Database>, conversation: ConversationId, now: Date) => Promise<void>;

interface LookOptions {
  readonly db: Kysely<Database>;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly changed: TellChange;
}

/** What a look found; nothing where the app cannot see the place. */
interface Seen {
  readonly facts: ConversationFacts;
  /** Absent where they need not be listed again. */
  readonly people?: readonly Person[];
}

export function createLook({ db, platforms, clock, logger, changed }: LookOptions): (data: object) => Promise<void> {
  return async (data) => {
    const conversation: ConversationId = asId(lookData.parse(data).conversation);
    if (await isRemoved(db, workspaceIn(conversation))) return;
    const platform = platforms.get(platformOf(conversation));
    const seen = platform && (await see(platform, conversation));
    const now = clock.now();
    await db.transaction().execute(async (trx) => {
      const different = await changedPlaces(trx, [conversation], () => keep(trx, { conversation, seen, now }));
      for (const each of different) await changed(trx, each, now);
    });
  };

  async function see(platform: Platform, conversation: ConversationId): Promise<Seen | undefined> {
    try {
      const facts = (await platform.abilities.describe?.(conversation)) ?? {};
      if (await isListed(conversation, facts)) return { facts };
      return { facts, people: await platform.members(conversation) };
    } catch (error) {
      if (!(error instanceof PlatformError) || error.retryable) throw error;
      logger.info({ conversation, reason: error.code }, 'a conversation cannot be seen');
      return undefined;
    }
  }

  async function isListed(conversation: ConversationId, { people }: ConversationFacts): Promise<boolean> {
    if (people === undefined) return false;
    const row = await db
      .selectFrom('conversation')
      .select(['members_at', 'counted'])
      .where('id', '=', conversation)
      .executeTakeFirst();
    if (!row?.members_at || row.counted !== people) return false;
    return clock.now().getTime() - row.members_at.getTime() < listAgainAfterMs;
  }
}

interface Keeping {
  readonly conversation: ConversationId;
  readonly seen: Seen | undefined;
  readonly now: Date;
}

async function keep(trx: Transaction<Database>, { conversation, seen, now }: Keeping): Promise<void> {
  if (!seen) {
    await loseSight(trx, conversation, now);
    return replaceMembers(trx, { conversation, people: [], now });
  }
  await keepFacts(trx, conversation, { facts: seen.facts, asked: now });
  if (!seen.people) return;
  await replaceMembers(trx, { conversation, people: seen.people, now });
  const counted = seen.facts.people ?? null;
  await trx.updateTable('conversation').set({ counted }).where('id', '=', conversation).execute();
}

/** Conversations that have not been looked at for a day, the longest ago first. */
export async function conversationsToLookAt(db: Kysely<Database>, now: Date): Promise<ConversationId[]> {
  const before = new Date(now.getTime() - listAgainAfterMs);
  const rows = await db
    .selectFrom('conversation')
    .select('id')
    .where('kind', '!=', 'direct')
    .where((where) =>
      where.or([
        where('members_at', '<', before),
        where('described_at', '<', before),
        // Known before there was anything to describe.
        where.and([where('members_at', 'is not', null), where('described_at', 'is', null)]),
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
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('installation')
            .select('workspace_id')
            .whereRef('installation.workspace_id', '=', 'conversation.workspace_id')
            .where('removed_at', 'is not', null),
        ),
      ),
    )
    .orderBy('members_at', (order) => order.asc().nullsFirst())
    .limit(lookAtOnce)
    .execute();
  return rows.map((row) => row.id);
}
