import { type RawBuilder, sql, type Transaction } from 'kysely';
import { newId, parseId } from '../base/ids.ts';
import { isFormer } from '../chat/former.ts';
import { type ConversationId, type MessageId, type MessageRef, type PersonId, workspaceIn } from '../chat/ids.ts';
import type { Message } from '../chat/message.ts';
import type { Database } from '../storage/schema.ts';
import type { DeliveryId, Lane } from '../storage/tables/delivery.ts';

/*
 * A delivery is one message that we want to stand somewhere. Its row says what we want (`message`, `wanted`), how far
 * the service is (`message_ref`, `sent_revision`), and what is next (`state`):
 *
 *   waiting   for its time, `not_before`: it was asked for then, or it does not suit the person now, or a try failed and
 *             the next one is due then (`attempts` is above 0, and the lane waits with it)
 *   pending   due; the workspace's sender takes it when everything before it in its lane has been posted and the limits
 *             of the service allow it
 *   sending   a sender is at it until `lease_until`; if it dies, the row becomes pending again, `may_have_arrived`, and
 *             before a second post the service is asked whether the first one arrived, where it can say; where it
 *             cannot, the second one says that it may be there twice
 *   settled   the service shows what we want
 *   dead      given up; `reason` says why, the delivery report says it in words, `outloud deliveries retry` revives it
 *
 *   waiting -> pending -> sending -> settled          a retry, or a bad moment:  sending, pending -> waiting
 *                                                     hopeless, or too late:     sending, pending, waiting -> dead
 *                                                     a newer wish:              settled -> pending
 *
 * A lane is a conversation. Within it what has the higher priority goes first, and what is equal in order of `seq`;
 * nothing overtakes the message whose thread it stands in. Changing a message or wanting it gone changes the wish and
 * makes a settled row pending again; a wish that changes while it waits simply replaces the older one, so an edit
 * overtakes and a withdrawal of what was never sent sends nothing. Rows are written in the transaction that causes them:
 * what is not committed is never sent.
 */

/** Lower goes first. `inject` is for what an exercise must post on the minute. */
export const priorities = { inject: 0, answer: 10, post: 20, prompt: 30, digest: 40 } as const;

export interface NewDelivery {
  readonly to: { readonly conversation: ConversationId } | { readonly person: PersonId };
  readonly message: Message;
  readonly priority: keyof typeof priorities;
  /** Not an answer to something that the person did; counts towards their weekly cap and keeps to their calendar. */
  readonly unprompted?: boolean;
  /** The slot that it is for, if it is for one: near it, quiet hours that are nobody's own choice do not hold it. */
  readonly slotAt?: Date;
  /** The channel that this is about, where it goes to a person: its facilitator is told if it cannot be delivered. */
  readonly onBehalfOf?: ConversationId;
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
  /** The same for many, in one statement; ids in the order given. */
  postAll(trx: Transaction<Database>, deliveries: readonly NewDelivery[], now: Date): Promise<DeliveryId[]>;
  /** Takes charge of a message of ours that came to stand in an answer: from now on it can be changed and taken away. */
  adopt(trx: Transaction<Database>, message: Message, standing: Standing): Promise<DeliveryId>;
  /** Changes what stands there, or what will. */
  update(trx: Transaction<Database>, id: DeliveryId, message: Message): Promise<void>;
  updateAll(trx: Transaction<Database>, messages: ReadonlyMap<DeliveryId, Message>): Promise<void>;
  /** Takes it away, or never sends it; `instead` is said where a service can only replace. */
  remove(trx: Transaction<Database>, id: DeliveryId, instead: string): Promise<void>;
  removeAll(trx: Transaction<Database>, ids: readonly DeliveryId[], instead: string): Promise<void>;
}

export const outbox: Outbox = {
  async post(trx, delivery, now) {
    const row = rowFor(delivery, now);
    await trx.insertInto('delivery').values(row).execute();
    return row.id;
  },

  async postAll(trx, deliveries, now) {
    const rows = deliveries.map((delivery) => rowFor(delivery, now));
    for (let start = 0; start < rows.length; start += rowsPerInsert) {
      await trx
        .insertInto('delivery')
        .values(rows.slice(start, start + rowsPerInsert))
        .execute();
    }
    return rows.map(({ id }) => id);
  },

  async adopt(trx, message, { person, ref, now }) {
    const id: DeliveryId = newId();
    await trx
      .insertInto('delivery')
      .values({
        id,
        workspace_id: workspaceIn(ref.conversation),
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

  update: (trx, id, message) => outbox.updateAll(trx, new Map([[id, message]])),

  async updateAll(trx, messages) {
    if (messages.size === 0) return;
    const texts = [...messages.values()].map((message) => JSON.stringify(message));
    await sql`
      update delivery set message = new.message::jsonb, revision = revision + 1, state = ${stateOfNewWish}
      from unnest(${[...messages.keys()]}::uuid[], ${texts}::text[]) as new (id, message)
      where delivery.id = new.id and wanted = 'present'`.execute(trx);
  },

  remove: (trx, id, instead) => outbox.removeAll(trx, [id], instead),

  async removeAll(trx, ids, instead) {
    if (ids.length === 0) return;
    await trx
      .updateTable('delivery')
      .set({
        wanted: 'gone',
        instead,
        message: JSON.stringify({ text: instead }),
        revision: sql`revision + 1`,
        priority: sql`least(priority, ${sql.lit(priorities.answer)})`,
        state: stateOfFarewell,
      })
      .where('id', '=', sql<DeliveryId>`any(${ids}::uuid[])`)
      .where('wanted', '=', 'present')
      .execute();
  },
};

/** A statement holds 65,535 values. */
const rowsPerInsert = 2_000;

function rowFor(delivery: NewDelivery, now: Date) {
  const { to, threadOf, notBefore = now } = delivery;
  const priority = priorities[delivery.priority];
  return {
    id: newId<'delivery'>(),
    workspace_id: workspaceIn('person' in to ? to.person : to.conversation),
    lane: 'person' in to ? laneOf(to.person) : to.conversation,
    person_id: 'person' in to ? to.person : null,
    on_behalf_of: delivery.onBehalfOf ?? null,
    thread_of: threadOf ?? null,
    thread: delivery.thread ?? null,
    priority: threadOf ? behind(threadOf, priority) : priority,
    unprompted: delivery.unprompted ?? false,
    slot_at: delivery.slotAt ?? null,
    state: notBefore > now ? ('waiting' as const) : ('pending' as const),
    message: JSON.stringify(delivery.message),
    not_before: notBefore,
    expires_at: delivery.expiresAt ?? null,
    created_at: now,
    // Nothing is sent to whom there is no more.
    ...('person' in to && isFormer(to.person) && nowhere(now)),
  };
}

function nowhere(now: Date) {
  return { state: 'settled', wanted: 'gone', message: JSON.stringify({ text: '' }), settled_at: now } as const;
}

/** The direct chat once it is known. */
function laneOf(person: PersonId): RawBuilder<Lane> {
  return sql<Lane>`coalesce((select conversation_id from direct_conversation where person_id = ${person}), ${person})`;
}

/** Never before the message whose thread it stands in. */
function behind(root: DeliveryId, own: number): RawBuilder<number> {
  return sql<number>`greatest(${own}::smallint, (select priority from delivery where id = ${root}))`;
}

/** A sender that is at it sees the newer revision when it is done; what died before it was ever posted stays dead. */
const stateOfNewWish = sql<'pending'>`case
  when state in ('waiting', 'pending', 'sending') then state
  when state = 'dead' and message_ref is null then state
  else 'pending' end`;

/** What was surely never posted is gone already. */
const stateOfFarewell = sql<'pending'>`case
  when state = 'sending' then state
  when message_ref is null and not may_have_arrived then case when state = 'dead' then state else 'settled' end
  else 'pending' end`;

interface StandingMessage {
  readonly message: Message;
  readonly ref: MessageRef | null;
}

/** A message that stands somewhere, or did until it changed; nothing for one that is wanted gone. */
export async function findStanding(trx: Transaction<Database>, id: string): Promise<StandingMessage | undefined> {
  const known = parseId<'delivery'>(id);
  return known && (await findAllStanding(trx, [known])).get(known);
}

/** The same for many, in one statement. */
export async function findAllStanding(
  trx: Transaction<Database>,
  ids: readonly DeliveryId[],
): Promise<ReadonlyMap<DeliveryId, StandingMessage>> {
  if (ids.length === 0) return new Map();
  const rows = await trx
    .selectFrom('delivery')
    .select(['id', 'message', 'message_ref as ref'])
    .where('id', '=', sql<DeliveryId>`any(${ids}::uuid[])`)
    .where('wanted', '=', 'present')
    .execute();
  return new Map(rows.map(({ id, ...standing }) => [id, standing]));
}
