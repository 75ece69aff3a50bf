import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { WorkspaceId } from '../chat/ids.ts';
import type { Call, Platform, RateLimit } from '../chat/platform.ts';
import type { Database } from '../storage/schema.ts';
import type { Lane } from '../storage/tables/delivery.ts';
import { carryOut, placeOf } from './carry-out.ts';
import { createLimiter } from './limiter.ts';
import type { DeliveryMetrics } from './metrics.ts';
import { createOutcomes } from './outcomes.ts';
import * as queue from './queue.ts';
import { createSignal } from './signal.ts';
import { createSuiting, type IsSilent, type SuitableAt } from './suiting.ts';
import { createWindow, shortWaitMs } from './window.ts';

/*
 * Sends what is due in one workspace. There is one sender a workspace at a time over all processes (`worker.ts` holds a
 * lock for it), so that the limits of the service are kept without asking anyone, and no workspace waits for another.
 *
 * Two things go on side by side, so that a slow database delays no call. Supply: look which lanes have something due
 * (`window.ts`), and take a few in hand whose limits allow it (`ahead`: saved as `sending`, so that a crash is noticed).
 * Launch: make each call at the moment at which the workspace's limits allow it.
 */

export interface SenderOptions {
  readonly db: Kysely<Database>;
  readonly workspace: WorkspaceId;
  readonly platform: Platform;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: DeliveryMetrics;
  readonly suitableAt: SuitableAt;
  readonly isSilent: IsSilent;
  /** Whether this workspace is still ours to send to. */
  isOurs(): boolean;
}

export interface Sender {
  /** Sends until nothing is due that can be tried now; how many deliveries were tried. */
  work(): Promise<number>;
  /** Some calls have not ended yet, or what became of them is not saved. */
  isBusy(): boolean;
  /** Something may be due: look again. */
  wake(): void;
  /** Takes nothing more; `work` ends when what is under way is done. */
  stop(): void;
}

/** What is in hand: as much as can go within this time. Of what is in hand, a crash leaves all in doubt. */
const supplyMs = 200;
const supplySize = { least: 2, most: 10 } as const;
const mostUnderWay = 50;
/** In hand for longer than this without being tried, a delivery is better taken anew. */
const staleMs = queue.leaseMs / 3;
const idleLookMs = 500;
/** How long the first call may take before others follow: it finds everything cold, and would arrive together with them. */
const firstCallMs = 1_000;
const tidyEveryMs = 5_000;

interface InHand {
  readonly delivery: queue.Delivery;
  readonly call: Call;
  readonly takenAt: number;
}

export async function createSender(options: SenderOptions): Promise<Sender> {
  const { db, workspace, platform, clock } = options;
  const limiter = createLimiter(platform.limits.rates);
  const now = clock.now();
  limiter.seed(await queue.pastOf(db, workspace, now), now);
  const outcomes = createOutcomes({ ...options, limiter, isStopping: () => stopping });

  const signal = createSignal();
  const underWay = new Map<Lane, Promise<void>>();
  const window = createWindow({
    ...options,
    limiter,
    suiting: createSuiting(options),
    possible,
    isUnderWay: (lane) => underWay.has(lane),
  });
  const mostAhead = mostAheadAt(platform.limits.rates);
  const ahead: InHand[] = [];
  let supplying: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;
  let tidiedAt = performance.now();
  /** When the first call was made, and whether it or another one has ended. */
  let firstAt: number | undefined;
  let isWarm = false;
  let stopping = false;
  let tried = 0;

  async function work(): Promise<number> {
    const before = tried;
    window.noteNews('woken');
    for (;;) {
      if (!mayTake()) await takeNothing();
      else if (isStuck()) await putBack();
      else supply();
      failed();
      launchDue();
      if (isDone()) break;
      await signal.within(waitMs());
      tidy();
    }
    return tried - before;
  }

  function mayTake(): boolean {
    return !stopping && options.isOurs() && !outcomes.isInTrouble();
  }

  function isDone(): boolean {
    const isBusy = supplying !== undefined || ahead.length > 0 || underWay.size > 0;
    return !isBusy && (!mayTake() || window.isDone());
  }

  async function takeNothing(): Promise<void> {
    await supplying;
    window.clear();
    await putBack();
  }

  /** A refusal has stopped everything meanwhile, or this process stood still. */
  function isStuck(): boolean {
    const [next] = ahead;
    if (!next) return false;
    const isStale = performance.now() - next.takenAt > staleMs;
    return isStale || limiter.workspaceWaitMs(next.call, clock.now()) > 2 * shortWaitMs;
  }

  async function putBack(): Promise<void> {
    for (const { delivery } of ahead.splice(0)) await queue.giveBack(db, delivery);
  }

  /** Begins to look, or to take in hand, where there is need and it is not being done. */
  function supply(): void {
    if (supplying) return;
    const isLookDue = window.lookDueInMs() <= 0;
    const chosen = isLookDue ? [] : window.choose(room());
    if (!isLookDue && chosen.length === 0) return;
    supplying = (isLookDue ? window.look() : takeInHand(chosen))
      .catch((error: unknown) => {
        failure = { error };
      })
      .finally(() => {
        supplying = undefined;
        signal.notify();
      });
  }

  /** Nothing until half of it is used up: then several cost one statement. */
  function room(): number {
    return ahead.length > mostAhead / 2 ? 0 : Math.min(mostAhead - ahead.length, mostUnderWay - underWay.size);
  }

  async function takeInHand(chosen: readonly queue.Candidate[]): Promise<void> {
    const takenAt = performance.now();
    const taken = await queue.take(
      db,
      chosen.map(({ id }) => id),
    );
    await prepare(taken);
    for (const { id, call } of chosen) {
      const delivery = taken.find((each) => each.id === id);
      if (delivery) ahead.push({ delivery, call: possible(call), takenAt });
    }
  }

  /** Only to be quick: what cannot be had now is asked for again with the call. */
  async function prepare(taken: readonly queue.Delivery[]): Promise<void> {
    const places = taken.map(placeOf).filter((place) => place !== undefined);
    if (places.length > 0) await platform.abilities.prepare?.(places).catch(() => undefined);
  }

  function possible(call: Call): Call {
    return call === 'find' && !platform.abilities.findPost ? 'post' : call;
  }

  /** What went wrong in the background ends the work; the worker begins it again. */
  function failed(): void {
    const past = failure;
    failure = undefined;
    if (past) throw past.error;
  }

  function launchDue(): void {
    while (launchInMs() <= 0 && !isStuck()) {
      const next = ahead.shift();
      if (next) launch(next);
    }
  }

  function launchInMs(): number {
    const [next] = ahead;
    if (!next || underWay.size >= mostUnderWay) return Number.POSITIVE_INFINITY;
    const firstMs = isWarm || firstAt === undefined ? 0 : firstAt + firstCallMs - performance.now();
    return Math.max(firstMs, limiter.workspaceWaitMs(next.call, clock.now()));
  }

  function launch({ delivery, call }: InHand): void {
    const { lane } = delivery;
    tried++;
    firstAt ??= performance.now();
    limiter.take(call, lane, clock.now());
    const carrying = outcomes
      .settle(delivery, call, () => carryOut(delivery, { db, platform, pace }))
      .finally(() => {
        underWay.delete(lane);
        isWarm = true;
        window.noteNews('served');
        signal.notify();
      });
    underWay.set(lane, carrying);
  }

  async function pace(call: Call, lane: Lane): Promise<void> {
    for (let waitMs = limiter.workspaceWaitMs(call, clock.now()); waitMs > 0; ) {
      await pause(waitMs);
      waitMs = limiter.workspaceWaitMs(call, clock.now());
    }
    limiter.take(call, lane, clock.now());
  }

  /** Until there is something to do that nobody will tell of. */
  function waitMs(): number {
    if (!mayTake()) return idleLookMs;
    const supplyInMs = supplying
      ? idleLookMs
      : Math.min(window.lookDueInMs(), room() > 0 ? window.waitMs() : idleLookMs);
    return Math.max(0, Math.min(supplyInMs, launchInMs()));
  }

  /** A queue may never be empty for days. */
  function tidy(): void {
    if (performance.now() - tidiedAt < tidyEveryMs) return;
    tidiedAt = performance.now();
    limiter.tidy(clock.now());
  }

  return {
    work,
    isBusy: () => underWay.size > 0,
    wake() {
      window.noteNews('woken');
      signal.notify();
    },
    stop() {
      stopping = true;
      signal.notify();
    },
  };
}

function mostAheadAt(limits: readonly RateLimit[]): number {
  const rates = limits
    .filter(({ per, calls }) => per === 'workspace' && calls.includes('post'))
    .flatMap(({ rates }) => rates);
  const callsPerMs = Math.min(...rates.map(({ calls, withinMs }) => calls / withinMs));
  return Math.min(supplySize.most, Math.max(supplySize.least, Math.round(callsPerMs * supplyMs)));
}
