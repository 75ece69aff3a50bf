import { type Kysely, sql } from 'kysely';
import type { ConversationId } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';
import type { DeliveryId } from '../storage/tables/delivery.ts';

/** A delivery that was given up: whom it was for and why, never what it said. */
export interface DeadLetter {
  readonly id: DeliveryId;
  /** The channel that it was for, or about. */
  readonly conversation: ConversationId | null;
  /** The name of the person that it was for; empty where that is not known, absent for a channel. */
  readonly person: string | null;
  /** The channel's name, where it was for one and that is known. */
  readonly place: string | null;
  /** A `DeadReason`, or a sentence of an earlier version. */
  readonly reason: string;
  readonly at: Date;
}

export interface DeadLettersWanted {
  readonly since?: Date;
  /** Those for these channels, or for people on their behalf. */
  readonly channels?: readonly ConversationId[];
  readonly reason?: string;
  readonly ids?: readonly DeliveryId[];
}

/** The newest first. */
export async function deadLetters(
  db: Kysely<Database>,
  wanted: DeadLettersWanted,
  { limit }: { readonly limit: number },
): Promise<DeadLetter[]> {
  return db
    .selectFrom('delivery')
    .leftJoin('person', 'person.id', 'delivery.person_id')
    .leftJoin('conversation', 'conversation.id', 'delivery.lane')
    .select([
      'delivery.id',
      sql<ConversationId | null>`case when person_id is null then lane else on_behalf_of end`.as('conversation'),
      sql<string | null>`case when person_id is not null then coalesce(person.name, '') end`.as('person'),
      sql<string | null>`case when person_id is null then conversation.name end`.as('place'),
      sql<string>`coalesce(reason, '')`.as('reason'),
      sql<Date>`coalesce(settled_at, delivery.created_at)`.as('at'),
    ])
    .where(isWanted(wanted))
    .orderBy('settled_at', (order) => order.desc().nullsLast())
    .limit(limit)
    .execute();
}

/** Tries them again from the start; how many. What was too late is sent late. */
export async function revive(db: Kysely<Database>, wanted: DeadLettersWanted): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('delivery')
    .set({ state: 'pending', attempts: 0, reason: null, expires_at: null, settled_at: null })
    .where(isWanted(wanted))
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

function isWanted({ since, channels, reason, ids }: DeadLettersWanted) {
  const conditions = [
    sql`delivery.state = 'dead'`,
    ...(since ? [sql`delivery.settled_at >= ${since}`] : []),
    ...(channels ? [sql`(delivery.on_behalf_of = any(${channels}) or delivery.lane = any(${channels}))`] : []),
    ...(reason === undefined ? [] : [sql`delivery.reason = ${reason}`]),
    ...(ids ? [sql`delivery.id = any(${ids})`] : []),
  ];
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
}
