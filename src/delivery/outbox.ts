import { type Kysely, sql, type Transaction } from 'kysely';
import { newId } from '../base/ids.ts';
import type { ConversationId, MessageId, MessageRef, PersonId } from '../chat/ids.ts';
import type { Message } from '../chat/message.ts';
import type { Database, DeliveryId } from '../storage/schema.ts';

/*
 * A delivery is one message that we want to stand somewhere. Its row says what we want (`message`, `wanted`), how far
 * the service is (`message_ref`, `sent_revision`), and what is next (`state`):
 *
 *   pending   the service does not show what we want; a worker takes it once `not_before` has come and everything
 *             earlier in its lane (its conversation) has been posted
 *   sending   a worker is at it until `lease_until`; if it dies, the row becomes pending again, and before a second
 *             post the platform is asked, where it can say, whether the first one arrived
 *   settled   the service shows what we want
 *   dead      given up; `reason` says why, in words for a person
 *
 * Changing a message or wanting it gone changes the wish and makes a settled row pending again; a wish that changes
 * while it waits simply replaces the older one, so an edit overtakes and a withdrawal of what was never sent sends
 * nothing. Rows are written in the transaction that causes them: what is not committed is never sent.
 */

/** Lower goes first. */
export const priorities = { answer: 10, post: 20, prompt: 30, digest: 40 } as const;

export interface NewDelivery {
  readonly to: { readonly conversation: ConversationId } | { readonly person: PersonId };
  readonly message: Message;
  readonly priority: keyof typeof priorities;
  /** Not an answer to something that the person did; counts towards their weekly cap. */
  readonly unprompted?: boolean;
  /** Stands in the thread under this delivery's message. */
  readonly threadOf?: DeliveryId;
  /** Stands in the thread under this message. */
  readonly thread?: MessageId;
  readonly notBefore?: Date;
  /** Too late after this: dropped, and said so. */
  readonly expiresAt?: Date;
}

interface Standing {
  readonly person: PersonId;
  readonly ref: MessageRef;
  readonly now: Date;
}

export interface Outbox {
  post(trx: Transaction<Database>, delivery: NewDelivery, now: Date): Promise<DeliveryId>;
  /** Takes charge of a message of ours that came to stand in an answer: from now on it can be changed and taken away. */
  adopt(trx: Transaction<Database>, message: Message, standing: Standing): Promise<DeliveryId>;
  /** Changes what stands there, or what will. */
  update(trx: Transaction<Database>, id: DeliveryId, message: Message): Promise<void>;
  /** Takes it away, or never sends it; `instead` is said where a service can only replace. */
  remove(trx: Transaction<Database>, id: DeliveryId, instead: string): Promise<void>;
}

export const outbox: Outbox = {
  async post(trx, delivery, now) {
    const id: DeliveryId = newId();
    await trx
      .insertInto('delivery')
      .values({
        id,
        lane: await laneOf(trx, delivery.to),
        person_id: 'person' in delivery.to ? delivery.to.person : null,
        thread_of: delivery.threadOf ?? null,
        thread: delivery.thread ?? null,
        priority: priorities[delivery.priority],
        unprompted: delivery.unprompted ?? false,
        state: 'pending',
        message: JSON.stringify(delivery.message),
        instead: null,
        message_ref: null,
        not_before: delivery.notBefore ?? now,
        expires_at: delivery.expiresAt ?? null,
        lease_until: null,
        reason: null,
        created_at: now,
        settled_at: null,
      })
      .execute();
    return id;
  },

  async adopt(trx, message, { person, ref, now }) {
    const id: DeliveryId = newId();
    await trx
      .insertInto('delivery')
      .values({
        id,
        lane: ref.conversation,
        person_id: person,
        priority: priorities.answer,
        unprompted: false,
        // An answer may change a card for one viewer only: the update makes it so for good.
        state: 'pending',
        message: JSON.stringify(message),
        message_ref: JSON.stringify(ref),
        not_before: now,
        created_at: now,
      })
      .execute();
    return id;
  },

  async update(trx, id, message) {
    await trx
      .updateTable('delivery')
      .set({ message: JSON.stringify(message), revision: sql`revision + 1`, state: wantedAgain })
      .where('id', '=', id)
      .where('wanted', '=', 'present')
      .execute();
  },

  async remove(trx, id, instead) {
    await trx
      .updateTable('delivery')
      .set({
        wanted: 'gone',
        instead,
        message: JSON.stringify({ text: instead }),
        revision: sql`revision + 1`,
        state: wantedAgain,
      })
      .where('id', '=', id)
      .where('wanted', '=', 'present')
      .execute();
  },
};

/** A worker that is at it sees the newer revision when it is done; what died before it was ever posted stays dead. */
const wantedAgain = sql<'pending'>`case when state = 'sending' then state when state = 'dead' and message_ref is null then state else 'pending' end`;

async function laneOf(trx: Kysely<Database>, to: NewDelivery['to']): Promise<ConversationId | PersonId> {
  if ('conversation' in to) return to.conversation;
  const direct = await trx
    .selectFrom('direct_conversation')
    .select('conversation_id')
    .where('person_id', '=', to.person)
    .executeTakeFirst();
  return direct?.conversation_id ?? to.person;
}

/** How many unprompted messages a person has had, or will have, since `since`. */
export async function countUnprompted(db: Kysely<Database>, person: PersonId, since: Date): Promise<number> {
  const { count } = await db
    .selectFrom('delivery')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('person_id', '=', person)
    .where('unprompted', '=', true)
    .where('state', '!=', 'dead')
    .where('created_at', '>=', since)
    .executeTakeFirstOrThrow();
  return Number(count);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A message that stands somewhere, or did until it changed; nothing for one that is wanted gone. */
export async function findStanding(
  trx: Transaction<Database>,
  id: string,
): Promise<{ message: Message; ref: MessageRef | null } | undefined> {
  if (!UUID.test(id)) return undefined;
  return trx
    .selectFrom('delivery')
    .select(['message', 'message_ref as ref'])
    .where('id', '=', id as DeliveryId)
    .where('wanted', '=', 'present')
    .executeTakeFirst();
}
