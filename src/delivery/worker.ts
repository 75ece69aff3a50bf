import { type Kysely, sql } from 'kysely';
import type { Clock } from '../base/clock.ts';
import { messageOf } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { type ConversationId, type MessageRef, type PersonId, type PlatformName, platformOf } from '../chat/ids.ts';
import { type Platform, PlatformError } from '../chat/platform.ts';
import type { Database, Row } from '../storage/schema.ts';
import { threeHours, waitAfter } from './retry-policy.ts';

type Delivery = Row<'delivery'>;

export interface WorkerOptions {
  readonly db: Kysely<Database>;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long the worker rests when there is nothing to do, in milliseconds. */
  readonly restMs?: number;
}

export interface Worker {
  start(): void;
  /** Something was put in the outbox: look now. */
  wake(): void;
  /** Takes and finishes what is due at this moment; how many deliveries that was. */
  drain(): Promise<number>;
  /** Finishes what is under way and takes nothing more. */
  stop(): Promise<void>;
}

/** Deliveries that one process has under way at once. */
const batchSize = 20;

/** Longer than any call with its time limit takes; after it, another worker takes the row. */
const leaseSeconds = 60;

export function createWorker({ db, platforms, clock, logger, restMs = 500 }: WorkerOptions): Worker {
  let running = false;
  let loop: Promise<void> = Promise.resolve();
  let endRest: () => void = () => {};
  let woken = false;

  async function drain(): Promise<number> {
    let done = 0;
    for (;;) {
      const taken = await take(db, clock.now());
      if (taken.length === 0) return done;
      await Promise.all(taken.map(carryOut));
      done += taken.length;
    }
  }

  async function carryOut(delivery: Delivery): Promise<void> {
    try {
      const conversation = await conversationOf(delivery);
      const platform = platformFor(conversation);
      await settle(delivery, await bringAbout(platform, conversation, delivery));
    } catch (error) {
      await fail(delivery, error);
    }
  }

  function platformFor(id: ConversationId | PersonId): Platform {
    const platform = platforms.get(platformOf(id));
    if (platform) return platform;
    throw new PlatformError('unavailable', `${platformOf(id)} is not connected`);
  }

  /** Opens the direct chat first where it is not yet known. */
  async function conversationOf({ lane, person_id }: Delivery): Promise<ConversationId> {
    if (person_id === null || lane !== person_id) return lane as ConversationId;
    const known = await db
      .selectFrom('direct_conversation')
      .select('conversation_id')
      .where('person_id', '=', person_id)
      .executeTakeFirst();
    if (known) return known.conversation_id;
    const { id } = await platformFor(person_id).openDirect(person_id);
    await db
      .insertInto('direct_conversation')
      .values({ person_id, conversation_id: id })
      .onConflict((conflict) => conflict.column('person_id').doUpdateSet({ conversation_id: id }))
      .execute();
    return id;
  }

  /** The one call that brings the service closer to what we want; where the message then stands, if anywhere. */
  async function bringAbout(
    platform: Platform,
    conversation: ConversationId,
    delivery: Delivery,
  ): Promise<MessageRef | null> {
    const ref = delivery.message_ref ?? (await refOfLostPost(platform, conversation, delivery));
    if (delivery.wanted === 'gone') {
      if (ref) await platform.remove(ref, delivery.instead ?? '');
      return ref ?? null;
    }
    if (ref && delivery.sent_revision < delivery.revision) {
      await platform.update(ref, delivery.message, { deliveryId: delivery.id });
    }
    if (ref) return ref;
    const thread = delivery.thread ?? (await threadRoot(delivery));
    return platform.post(conversation, delivery.message, {
      deliveryId: delivery.id,
      ...(thread && { thread }),
    });
  }

  /** A try that never told how it ended may have posted: ask, where the platform can say. */
  async function refOfLostPost(
    platform: Platform,
    conversation: ConversationId,
    delivery: Delivery,
  ): Promise<MessageRef | undefined> {
    if (delivery.attempts < 2 || !platform.abilities.findPost) return undefined;
    return platform.abilities.findPost(conversation, delivery.id, delivery.created_at);
  }

  async function threadRoot({ thread_of }: Delivery) {
    if (!thread_of) return undefined;
    const root = await db
      .selectFrom('delivery')
      .select(['message_ref', 'state'])
      .where('id', '=', thread_of)
      .executeTakeFirst();
    if (root?.message_ref) return root.message_ref.thread ?? root.message_ref.id;
    throw new PlatformError(root?.state === 'dead' ? 'not_found' : 'unavailable', 'the thread is not there');
  }

  async function settle(delivery: Delivery, ref: MessageRef | null): Promise<void> {
    await db
      .updateTable('delivery')
      .set({
        message_ref: ref && JSON.stringify(ref),
        sent_revision: delivery.revision,
        attempts: 0,
        lease_until: null,
        reason: null,
        settled_at: clock.now(),
        state: sql`case when revision > ${delivery.revision} then 'pending' else 'settled' end`,
      })
      .where('id', '=', delivery.id)
      .execute();
  }

  async function fail(delivery: Delivery, error: unknown): Promise<void> {
    const retryable = !(error instanceof PlatformError) || error.retryable;
    const waitMs = retryable ? waitAfter(threeHours, delivery.attempts) : undefined;
    const details = { delivery: delivery.id, attempts: delivery.attempts, err: error };
    if (waitMs === undefined) logger.error(details, 'delivery given up');
    else logger.warn(details, 'delivery failed, will be tried again');
    const asked = error instanceof PlatformError ? (error.retryAfterMs ?? 0) : 0;
    await db
      .updateTable('delivery')
      .set({
        state: waitMs === undefined ? 'dead' : 'pending',
        not_before: new Date(clock.now().getTime() + Math.max(waitMs ?? 0, asked)),
        lease_until: null,
        reason: reasonFor(error),
      })
      .where('id', '=', delivery.id)
      .execute();
  }

  async function run(): Promise<void> {
    while (running) {
      woken = false;
      try {
        await drain();
      } catch (error) {
        logger.error({ err: error }, 'the outbox could not be read');
      }
      if (running && !woken) await rest();
    }
  }

  function rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, restMs);
      endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  return {
    start() {
      running = true;
      loop = run();
    },
    wake() {
      woken = true;
      endRest();
    },
    drain,
    async stop() {
      running = false;
      endRest();
      await loop;
    },
  };
}

/** Takes what is due, at most one post a lane, the earlier ones first. */
async function take(db: Kysely<Database>, now: Date): Promise<Delivery[]> {
  await db
    .updateTable('delivery')
    .set({ state: 'pending', lease_until: null })
    .where('state', '=', 'sending')
    .where('lease_until', '<', sql<Date>`clock_timestamp()`)
    .execute();
  await db
    .updateTable('delivery')
    .set({ state: 'dead', reason: 'Too late to be of use, so it was not sent.' })
    .where('state', '=', 'pending')
    .where('message_ref', 'is', null)
    .where('expires_at', '<', now)
    .execute();
  const { rows } = await sql<Delivery>`
    update delivery set state = 'sending', attempts = attempts + 1,
      lease_until = clock_timestamp() + ${sql.lit(`${leaseSeconds} seconds`)}::interval
    where id in (
      select d.id from delivery d
      where d.state = 'pending' and d.not_before <= ${now}
        and not exists (
          select 1 from delivery earlier
          where earlier.lane = d.lane and earlier.seq < d.seq and earlier.message_ref is null
            and (earlier.state = 'sending' or (earlier.state = 'pending' and (earlier.not_before <= ${now} or earlier.attempts > 0))))
      order by d.priority, d.seq
      limit ${batchSize}
      for update skip locked)
    returning *`.execute(db);
  return rows;
}

/** For a person who asks why something was not sent; the error itself is in the log. */
function reasonFor(error: unknown): string {
  const code = error instanceof PlatformError ? error.code : 'unavailable';
  const reasons = {
    rate_limited: 'The chat service asked us to slow down, for longer than we could wait.',
    unauthorized: 'The chat service no longer accepts our credentials. An administrator must connect it again.',
    forbidden: 'We may not write there: the app was removed, blocked, or never added.',
    not_found: 'The channel, person or message is no longer there.',
    rejected: `The chat service refused the message: ${messageOf(error)}`,
    unavailable: 'The chat service could not be reached.',
  };
  return reasons[code];
}
