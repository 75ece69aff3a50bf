import type { Kysely } from 'kysely';
import type { ConversationId, MessageId, MessageRef, PersonId } from '../chat/ids.ts';
import { type Call, type Platform, PlatformError, type PostOptions } from '../chat/platform.ts';
import type { Database } from '../storage/schema.ts';
import type { Lane } from '../storage/tables/delivery.ts';
import { type Delivery, extendLease, rememberDirect } from './queue.ts';

export interface CarryOutOptions {
  readonly db: Kysely<Database>;
  readonly platform: Platform;
  /** Waits until the limits allow one more call than the first, and counts it. */
  readonly pace: (call: Call, lane: Lane) => Promise<void>;
}

/** The message cannot stand where it was meant to, as the one whose thread it belongs in never came. */
export class ThreadGone extends Error {}

/** It was withdrawn, but may stand there all the same, and the service cannot say where. */
export class PerhapsStillThere extends Error {}

/**
 * Brings the service one step closer to what a delivery wants: one call, or two where a direct chat must be opened or a
 * lost post looked for. Where the message then stands, if anywhere.
 */
export async function carryOut(delivery: Delivery, options: CarryOutOptions): Promise<MessageRef | null> {
  const { platform } = options;
  const standing = delivery.message_ref ?? (await findLostPost(delivery, options));
  if (delivery.wanted === 'gone') {
    if (standing === 'unknown') throw new PerhapsStillThere();
    if (standing) await platform.remove(standing, delivery.instead ?? '');
    return standing ?? null;
  }
  if (standing === undefined || standing === 'unknown') return post(delivery, options, standing === 'unknown');
  if (delivery.sent_revision < delivery.revision) {
    await platform.update(standing, delivery.message, { deliveryId: delivery.id });
  }
  return standing;
}

async function post(delivery: Delivery, options: CarryOutOptions, repeat: boolean): Promise<MessageRef> {
  const { db, platform } = options;
  const thread = await beforeCall(threadOf(db, delivery));
  const about: PostOptions = { deliveryId: delivery.id, ...(thread && { thread }), ...(repeat && { repeat }) };
  const known = await beforeCall(knownConversation(db, delivery));
  if (known) return platform.post(known, delivery.message, about);
  const person = delivery.lane as PersonId;
  const ref = await platform.abilities.postDirect?.(person, delivery.message, about);
  if (!ref) return platform.post(await openDirect(delivery, options), delivery.message, about);
  await rememberDirect(db, person, ref.conversation);
  return ref;
}

async function knownConversation(db: Kysely<Database>, delivery: Delivery): Promise<ConversationId | undefined> {
  const place = placeOf(delivery);
  if (place) return place;
  const row = await db
    .selectFrom('direct_conversation')
    .select('conversation_id')
    .where('person_id', '=', delivery.lane as PersonId)
    .executeTakeFirst();
  return row?.conversation_id;
}

/** What was known of it when it was taken in hand. */
export function placeOf({ lane, person_id, direct }: Delivery): ConversationId | undefined {
  return person_id === null || lane !== person_id ? (lane as ConversationId) : (direct ?? undefined);
}

async function openDirect(delivery: Delivery, { db, platform, pace }: CarryOutOptions): Promise<ConversationId> {
  const person = delivery.lane as PersonId;
  await pace('open', delivery.lane);
  await keepInHand(db, delivery);
  const { id } = await platform.openDirect(person);
  await rememberDirect(db, person, id);
  await keepInHand(db, delivery);
  return id;
}

/** A try that never told how it ended may have posted: ask, where the platform can say. `unknown` where it cannot. */
async function findLostPost(delivery: Delivery, options: CarryOutOptions): Promise<MessageRef | 'unknown' | undefined> {
  const { db, platform, pace } = options;
  if (!delivery.may_have_arrived) return undefined;
  if (!platform.abilities.findPost) return 'unknown';
  const conversation = (await knownConversation(db, delivery)) ?? (await openDirect(delivery, options));
  const thread = await threadOf(db, delivery);
  const traces = { deliveryId: delivery.id, since: delivery.created_at, ...(thread && { thread }) };
  try {
    return await platform.abilities.findPost(conversation, traces);
  } catch (error) {
    // Reading is a permission of its own; posting may be allowed without it.
    if (error instanceof PlatformError && error.code === 'forbidden') return 'unknown';
    throw error;
  } finally {
    await pace('post', delivery.lane);
    await keepInHand(db, delivery);
  }
}

/** What fails here is our own database: the service was not called. */
async function beforeCall<T>(question: Promise<T>): Promise<T> {
  try {
    return await question;
  } catch (error) {
    if (error instanceof PlatformError || error instanceof ThreadGone) throw error;
    throw new PlatformError('unavailable', 'the database did not answer', { neverSent: true, cause: error });
  }
}

async function keepInHand(db: Kysely<Database>, delivery: Delivery): Promise<void> {
  if (!(await extendLease(db, delivery))) throw new LeaseLost();
}

/** Somebody else is at it now: whatever we would do might be done twice. */
export class LeaseLost extends Error {}

async function threadOf(db: Kysely<Database>, { thread, thread_of }: Delivery): Promise<MessageId | undefined> {
  if (thread || !thread_of) return thread ?? undefined;
  const root = await db
    .selectFrom('delivery')
    .select(['message_ref', 'state'])
    .where('id', '=', thread_of)
    .executeTakeFirst();
  if (root?.message_ref) return root.message_ref.thread ?? root.message_ref.id;
  if (root === undefined || root.state === 'dead' || root.state === 'settled') throw new ThreadGone();
  throw new PlatformError('unavailable', 'the message whose thread this is has not been posted yet', {
    neverSent: true,
  });
}
