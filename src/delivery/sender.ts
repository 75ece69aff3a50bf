import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { PersonId, WorkspaceId } from '../chat/ids.ts';
import type { Call, Platform } from '../chat/platform.ts';
import type { Database, DeliveryId, Lane } from '../storage/schema.ts';
import { carryOut } from './carry-out.ts';
import { hold } from './holding.ts';
import { createLimiter } from './limiter.ts';
import type { DeliveryMetrics } from './metrics.ts';
import { createOutcomes } from './outcomes.ts';
import * as queue from './queue.ts';
import { createSignal } from './signal.ts';

/*
 * Sends what is due in one workspace. There is one sender a workspace at a time over all processes (`worker.ts` holds a
 * lock for it), so that the limits of the service are kept without asking anyone, and no workspace waits for another.
 *
 * Its round: look which lanes have something due (`window`, without the messages), choose those whose limits allow it,
 * take a few in hand (`ahead`: saved as `sending`, so that a crash is noticed), and make each call at the moment at
 * which the workspace's limits allow it. Taking comes before waiting, so that a slow database delays no call.
 */

export interface SenderOptions {
  readonly db: Kysely<Database>;
  readonly workspace: WorkspaceId;
  readonly platform: Platform;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: DeliveryMetrics;
  readonly suitableAt: SuitableAt;
  /** Whether this workspace is still ours to send to. */
  isOurs(): boolean;
}

/** When each of these unprompted messages suits its person: now or earlier, or the moment at which to ask again. */
export type SuitableAt = (
  unprompted: readonly { readonly id: DeliveryId; readonly person: PersonId; readonly slotAt: Date | null }[],
  now: Date,
) => Promise<ReadonlyMap<DeliveryId, Date>>;

export interface Sender {
  /** Sends until nothing is due that can be tried now; how many deliveries were tried. */
  work(): Promise<number>;
  /** Something may be due: look again. */
  wake(): void;
  /** Takes nothing more; `work` ends when what is under way is done. */
  stop(): void;
}

/** Lanes looked at in one go: enough for several seconds of the fastest rate. */
const windowSize = 500;
const fewLanes = 50;
const mostAhead = 4;
const mostUnderWay = 50;
/** A call that would wait longer than this lets others by. */
const shortWaitMs = 250;
/** Between two looks at the table: when lanes run low, when something new may be there, and in any case. */
const lookEveryMs = { low: 25, woken: 100, always: 500 } as const;
/** In hand for longer than this without being tried, a delivery is better taken anew. */
const staleMs = queue.leaseMs / 3;
/** How long a lane counts as lately served. */
const lateMs = 60_000;

interface InHand {
  readonly delivery: queue.Delivery;
  readonly call: Call;
  readonly takenAt: number;
}

export async function createSender(options: SenderOptions): Promise<Sender> {
  const { db, workspace, platform, clock } = options;
  const limiter = createLimiter(platform.limits.rates);
  limiter.seed(await queue.pastOf(db, workspace, clock.now()));
  const outcomes = createOutcomes({ ...options, limiter });

  const signal = createSignal();
  const underWay = new Map<Lane, Promise<void>>();
  const lastServed = new Map<Lane, number>();
  const ahead: InHand[] = [];
  let window: queue.Candidate[] = [];
  let lookedAt = Number.NEGATIVE_INFINITY;
  /** What may have made the window out of date since the last look: a lane was served, or somebody said so. */
  let news: 'none' | 'served' | 'woken' = 'woken';
  let tidiedAt = performance.now();
  let stopping = false;
  let tried = 0;

  async function work(): Promise<number> {
    const before = tried;
    news = 'woken';
    for (;;) {
      const mayTake = !stopping && options.isOurs() && !outcomes.isInTrouble();
      if (mayTake) {
        if (lookDueInMs() <= 0) await lookAround();
        await takeInHand();
      } else {
        window = [];
        await putBack(ahead.splice(0));
      }
      if (ahead.length > 0 && underWay.size < mostUnderWay) await launchNext();
      else if (underWay.size > 0 || window.length > 0 || (mayTake && hasNews()))
        await signal.within(mayTake ? waitMs() : lookEveryMs.always);
      else break;
    }
    return tried - before;
  }

  function hasNews(): boolean {
    return news !== 'none';
  }

  function lookDueInMs(): number {
    const isLow = window.length < fewLanes && hasNews();
    const everyMs = isLow ? lookEveryMs.low : news === 'woken' ? lookEveryMs.woken : lookEveryMs.always;
    return lookedAt + everyMs - performance.now();
  }

  async function lookAround(): Promise<void> {
    news = 'none';
    lookedAt = performance.now();
    tidy();
    const inHand = lanesInHand();
    const free = { lanesInHand: [...inHand, ...restingLanes()], calls: callsThatCanGo(), limit: windowSize };
    const found = await queue.dueIn(db, workspace, free);
    // Nothing can go at once: then what will be able to go next is worth knowing.
    const next = found.length > 0 ? found : await queue.dueIn(db, workspace, { ...free, lanesInHand: inHand, calls });
    window = await whatSuits(next);
    window.sort((one, other) => one.priority - other.priority || served(one) - served(other) || one.seq - other.seq);
  }

  function lanesInHand(): Lane[] {
    return [...underWay.keys(), ...ahead.map(({ delivery }) => delivery.lane)];
  }

  function restingLanes(): Lane[] {
    const now = clock.now();
    return [...lastServed.keys()].filter((lane) => limiter.laneWaitMs('post', lane, now) > 0);
  }

  function callsThatCanGo(): Call[] {
    const now = clock.now();
    return calls.filter((call) => limiter.workspaceWaitMs(call, now) <= shortWaitMs);
  }

  function served({ lane }: queue.Candidate): number {
    return lastServed.get(lane) ?? 0;
  }

  /** What does not suit a person now goes back to wait for its moment. */
  async function whatSuits(found: queue.Candidate[]): Promise<queue.Candidate[]> {
    const unprompted = found.flatMap(({ id, unaskedPerson: person, slotAt }) =>
      person ? [{ id, person, slotAt }] : [],
    );
    if (unprompted.length === 0) return found;
    const now = clock.now();
    const moments = await options.suitableAt(unprompted, now);
    const later = new Map([...moments].filter(([, moment]) => moment > now));
    if (later.size === 0) return found;
    await hold(db, later);
    // What stood behind it in its lane may go.
    news = 'served';
    return found.filter(({ id }) => !later.has(id));
  }

  async function takeInHand(): Promise<void> {
    const room = Math.min(mostAhead - ahead.length, mostUnderWay - underWay.size);
    const chosen = choose(room);
    if (chosen.length === 0) return;
    const takenAt = performance.now();
    const taken = await queue.take(
      db,
      chosen.map(({ id }) => id),
    );
    for (const { id, call } of chosen) {
      const delivery = taken.find((each) => each.id === id);
      if (delivery) ahead.push({ delivery, call: possible(call), takenAt });
    }
  }

  function choose(room: number): queue.Candidate[] {
    const chosen: queue.Candidate[] = [];
    const now = clock.now();
    for (const candidate of window) {
      if (chosen.length >= room) break;
      if (!underWay.has(candidate.lane) && longestWait(candidate, now, shortWaitMs) === 0) chosen.push(candidate);
    }
    window = window.filter((candidate) => !chosen.includes(candidate));
    return chosen;
  }

  /** How long until a delivery could go; waits of the workspace's up to `patienceMs` do not count. */
  function longestWait({ call, lane }: queue.Candidate, now: Date, patienceMs: number): number {
    const ofLane = limiter.laneWaitMs(possible(call) === 'find' ? 'post' : possible(call), lane, now);
    const ofWorkspace = limiter.workspaceWaitMs(possible(call), now);
    return Math.max(ofLane, ofWorkspace <= patienceMs ? 0 : ofWorkspace);
  }

  function possible(call: Call): Call {
    return call === 'find' && !platform.abilities.findPost ? 'post' : call;
  }

  async function launchNext(): Promise<void> {
    const [next] = ahead;
    if (!next) return;
    const waitMs = limiter.workspaceWaitMs(next.call, clock.now());
    const isStale = performance.now() - next.takenAt > staleMs;
    // A refusal has stopped everything meanwhile, or this process stood still.
    if (isStale || waitMs > 2 * shortWaitMs) return putBack(ahead.splice(0));
    if (waitMs > 0) await pause(waitMs);
    ahead.shift();
    launch(next);
  }

  function launch({ delivery, call }: InHand): void {
    const { lane } = delivery;
    tried++;
    limiter.take(call, lane, clock.now());
    lastServed.set(lane, performance.now());
    const carrying = outcomes
      .settle(delivery, call, () => carryOut(delivery, { db, platform, pace }))
      .finally(() => {
        underWay.delete(lane);
        if (news === 'none') news = 'served';
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

  async function putBack(unused: readonly InHand[]): Promise<void> {
    for (const { delivery } of unused) await queue.giveBack(db, delivery);
  }

  /** Until the next lane may go, or the next look is due. */
  function waitMs(): number {
    const now = clock.now();
    const waits = window
      .filter(({ lane }) => !underWay.has(lane))
      .map((candidate) => longestWait(candidate, now, shortWaitMs));
    return Math.max(1, Math.ceil(Math.min(lookDueInMs(), ...waits)));
  }

  function tidy(): void {
    if (performance.now() - tidiedAt < lateMs) return;
    tidiedAt = performance.now();
    limiter.tidy(clock.now());
    for (const [lane, at] of lastServed) if (performance.now() - at > lateMs) lastServed.delete(lane);
  }

  return {
    work,
    wake() {
      news = 'woken';
      signal.notify();
    },
    stop() {
      stopping = true;
      signal.notify();
    },
  };
}

const calls: readonly Call[] = ['post', 'update', 'remove', 'find'];
