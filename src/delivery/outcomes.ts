import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Clock } from '../base/clock.ts';
import { messageOf } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { type MessageRef, platformOf, type WorkspaceId } from '../chat/ids.ts';
import { type Call, PlatformError } from '../chat/platform.ts';
import type { Database } from '../storage/schema.ts';
import type { Lane } from '../storage/tables/delivery.ts';
import { LeaseLost, PerhapsStillThere, ThreadGone } from './carry-out.ts';
import { type DeadReason, reasonFor } from './dead-reason.ts';
import type { Limiter } from './limiter.ts';
import type { DeliveryMetrics, TryOutcome } from './metrics.ts';
import * as queue from './queue.ts';
import { fourHours, type RetryPolicy, threeHours, waitAfter } from './retry-policy.ts';

/** Saves what became of each try, and notices when a whole workspace is in trouble. */
export interface Outcomes {
  settle(delivery: queue.Delivery, call: Call, attempt: () => Promise<MessageRef | null>): Promise<void>;
  /** Several conversations in a row could not be served: the service is left alone for a while. */
  isInTrouble(): boolean;
}

interface OutcomesOptions {
  readonly db: Kysely<Database>;
  readonly workspace: WorkspaceId;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limiter: Limiter;
  readonly metrics: DeliveryMetrics;
  /** This process is to end: what cannot be saved now is left to whoever takes it over. */
  isStopping(): boolean;
}

type Save = () => Promise<void>;

/** Failures in this many conversations, with no success between them, are the service's own. */
const lanesInTrouble = 3;
const longestTroubleMs = 30_000;
/**
 * 0.2 s, 0.4 s ... 2 s, 1,800 tries: about an hour, longer than a database is away. Nobody else knows what became of a
 * try, and what is not saved as sent is sent again.
 */
const saveAgain: RetryPolicy = { firstWaitMs: 200, longestWaitMs: 2_000, tries: 1_800 };

export function createOutcomes(options: OutcomesOptions): Outcomes {
  const { db, workspace, clock, logger, limiter, metrics } = options;
  const platform = platformOf(workspace);
  const failingLanes = new Set<Lane>();
  let failures = 0;
  let troubleUntil = 0;

  async function settle(
    delivery: queue.Delivery,
    call: Call,
    attempt: () => Promise<MessageRef | null>,
  ): Promise<void> {
    const save = await attempt().then(
      (ref) => succeed(delivery, ref),
      (error: unknown) => fail(delivery, call, error),
    );
    await firmly(save).catch((error: unknown) =>
      logger.error({ err: error, delivery: delivery.id }, 'what became of a delivery could not be saved'),
    );
  }

  function succeed(delivery: queue.Delivery, ref: MessageRef | null): Save {
    failingLanes.clear();
    failures = 0;
    const now = clock.now();
    metrics.tried(platform, 'settled');
    // An edit is due since it was made, which no column tells.
    if (!delivery.message_ref) metrics.arrived(platform, (now.getTime() - delivery.not_before.getTime()) / 1_000);
    return () => queue.settle(db, delivery, { ref, now });
  }

  function fail(delivery: queue.Delivery, call: Call, error: unknown): Save {
    const details = { delivery: delivery.id, attempts: delivery.attempts, err: error };
    if (error instanceof LeaseLost) {
      metrics.tried(platform, 'taken_over');
      logger.warn(details, 'a delivery was taken over by another process');
      return async () => {};
    }
    const learnt = isRefusal(error)
      ? limiter.refused(call, delivery.lane, { now: clock.now(), ...asked(error) })
      : undefined;
    const waitMs = nextTry(delivery, error);
    metrics.tried(platform, waitMs === undefined ? 'given_up' : kindOf(error));
    if (waitMs === undefined) {
      const reason = finalReason(error);
      logger.error({ ...details, reason }, 'delivery given up');
      const now = clock.now();
      return () => queue.giveUp(db, delivery, { reason, now });
    }
    logger.warn(details, 'delivery failed, will be tried again');
    const at = new Date(clock.now().getTime() + waitMs);
    const mayHaveArrived = !(error instanceof PlatformError) || error.mayHaveArrived;
    return async () => {
      if (learnt) await queue.remember(db, workspace, learnt);
      await queue.retryLater(db, delivery, { at, mayHaveArrived });
    };
  }

  /** In milliseconds from now; `undefined` where another try is no use. */
  function nextTry(delivery: queue.Delivery, error: unknown): number | undefined {
    if (error instanceof ThreadGone || error instanceof PerhapsStillThere) return undefined;
    if (isRefusal(error)) {
      const ownMs = waitAfter(fourHours, delivery.attempts, Math.random());
      return ownMs === undefined ? undefined : (error.retryAfterMs ?? ownMs);
    }
    if (error instanceof PlatformError && !error.retryable) return undefined;
    noticeTrouble(delivery.lane);
    return waitAfter(threeHours, delivery.attempts, Math.random());
  }

  function noticeTrouble(lane: Lane): void {
    failingLanes.add(lane);
    failures++;
    if (failingLanes.size < lanesInTrouble) return;
    const waitMs = Math.min(longestTroubleMs, 1_000 * 2 ** (failures - lanesInTrouble));
    troubleUntil = clock.now().getTime() + waitMs;
    logger.warn({ workspace, waitMs }, 'the chat service is in trouble and left alone for a while');
  }

  async function firmly(save: Save): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await save();
      } catch (error) {
        const waitMs = waitAfter(saveAgain, tries);
        if (waitMs === undefined || options.isStopping()) throw error;
        logger.warn({ reason: messageOf(error) }, 'the database did not take what became of a delivery');
        await pause(waitMs);
      }
    }
  }

  return {
    settle,
    isInTrouble: () => clock.now().getTime() < troubleUntil,
  };
}

function isRefusal(error: unknown): error is PlatformError {
  return error instanceof PlatformError && error.code === 'rate_limited';
}

function asked({ retryAfterMs }: PlatformError): { retryAfterMs?: number } {
  return retryAfterMs === undefined ? {} : { retryAfterMs };
}

function kindOf(error: unknown): TryOutcome {
  return isRefusal(error) ? 'refused' : 'failed';
}

function finalReason(error: unknown): DeadReason {
  if (error instanceof ThreadGone) return 'thread_gone';
  if (error instanceof PerhapsStillThere) return 'perhaps_still_there';
  return reasonFor(error);
}
