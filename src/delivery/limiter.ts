import type { Call, Rate, RateLimit } from '../chat/platform.ts';
import type { Lane } from '../storage/tables/delivery.ts';
import { createMeter, type Meter } from './meter.ts';
import { afterRefusal, blockedForMs, shareAt, type Throttle } from './throttle.ts';

/**
 * Keeps one workspace's calls within its platform's limits. It belongs to the one process that sends there at the
 * moment (`sender.ts`), so that it needs to ask nobody; what it must know of earlier senders is told by `seed`.
 */
export interface Limiter {
  /** How long until the workspace's own limits allow such a call, in milliseconds. */
  workspaceWaitMs(call: Call, now: Date): number;
  /** The same for the limits of one conversation. */
  laneWaitMs(call: Call, lane: Lane, now: Date): number;
  /** Counts a call that is made now. */
  take(call: Call, lane: Lane, now: Date): void;
  /** The service said that this was too fast; what that taught. */
  refused(call: Call, lane: Lane, refusal: Refusal): Learnt;
  /** What was learnt, or done lately, by whoever sent here before. */
  seed(past: Past, now: Date): void;
  /** Forgets conversations in which nothing counts any more. */
  tidy(now: Date): void;
}

export interface Refusal {
  readonly now: Date;
  readonly retryAfterMs?: number;
}

/** `scope` is a conversation's lane, or the name of a group of calls in the whole workspace: `post`, `update+remove`. */
export interface Learnt {
  readonly scope: string;
  readonly throttle: Throttle;
}

export interface PastCall {
  readonly lane: Lane;
  readonly at: Date;
}

export interface Past {
  readonly throttles: readonly Learnt[];
  readonly calls: readonly PastCall[];
  /** Something was in hand when its sender ended: it is asked back, and how often that was done lately is not known. */
  readonly isInDoubt: boolean;
}

/** Refusals in this many conversations among so many calls are the workspace's; fewer have reasons of their own. */
const lanesRefusedTogether = 4;
const callsTogether = 16;

export function createLimiter(limits: readonly RateLimit[]): Limiter {
  const ofWorkspace = limits
    .filter((limit) => limit.per === 'workspace')
    .map(({ calls, rates }) => ({ calls, rates, scope: calls.join('+'), meters: rates.map(createMeter) }));
  const ofConversation = limits.filter((limit) => limit.per === 'conversation');
  const lanes = new Map<Lane, Meter[][]>();
  const throttles = new Map<string, Throttle>();
  /** How many calls there have been, and at which of them the latest refusals came. */
  let callCount = 0;
  let lateRefusals: { readonly lane: Lane; readonly at: number }[] = [];

  function metersOf(lane: Lane): Meter[][] {
    const known = lanes.get(lane) ?? ofConversation.map(({ rates }) => rates.map(createMeter));
    lanes.set(lane, known);
    return known;
  }

  function waitMs(scope: string, meters: readonly Meter[], now: Date): number {
    const throttle = throttles.get(scope);
    const share = shareAt(throttle, now);
    const blocked = blockedForMs(throttle, now);
    return meters.reduce((longest, meter) => Math.max(longest, meter.waitMs(now.getTime(), share)), blocked);
  }

  function count(scope: string, meters: readonly Meter[], now: Date): void {
    const share = shareAt(throttles.get(scope), now);
    for (const meter of meters) meter.take(now.getTime(), share);
  }

  /** Notes a refusal; whether several conversations were refused lately. */
  function areRefusedTogether(lane: Lane): boolean {
    lateRefusals = lateRefusals.filter(({ at }) => callCount - at < callsTogether);
    lateRefusals.push({ lane, at: callCount });
    return new Set(lateRefusals.map((each) => each.lane)).size >= lanesRefusedTogether;
  }

  function workspaceScopeOf(call: Call): string | undefined {
    return ofWorkspace.find(({ calls }) => calls.includes(call))?.scope;
  }

  /** As if it had been made all the time, as often as it may be. */
  function assumeUsed(call: Call, now: Date): void {
    for (const { calls, rates, meters } of ofWorkspace) {
      if (!calls.includes(call)) continue;
      meters.forEach((meter, index) => {
        const { calls: most, withinMs } = rates[index] as Rate;
        for (let ago = most; ago > 0; ago--) meter.take(now.getTime() - (ago * withinMs) / most, 1);
      });
    }
  }

  return {
    workspaceWaitMs(call, now) {
      const concerned = ofWorkspace.filter(({ calls }) => calls.includes(call));
      return concerned.reduce((longest, { scope, meters }) => Math.max(longest, waitMs(scope, meters, now)), 0);
    },
    laneWaitMs(call, lane, now) {
      const known = lanes.get(lane);
      if (!known && !throttles.has(lane)) return 0;
      const meters = (known ?? []).filter((_, index) => ofConversation[index]?.calls.includes(call)).flat();
      return waitMs(lane, meters, now);
    },
    take(call, lane, now) {
      callCount++;
      for (const { calls, scope, meters } of ofWorkspace) if (calls.includes(call)) count(scope, meters, now);
      metersOf(lane).forEach((meters, index) => {
        if (ofConversation[index]?.calls.includes(call)) count(lane, meters, now);
      });
    },
    refused(call, lane, { now, retryAfterMs }) {
      const areTogether = areRefusedTogether(lane);
      const ofAll = workspaceScopeOf(call);
      const isOfLane = !ofAll || (!areTogether && ofConversation.some(({ calls }) => calls.includes(call)));
      const scope = isOfLane ? lane : ofAll;
      // One refusal among many calls stops the workspace for a moment; that is no reason to slow it down after that.
      const slows = isOfLane || areTogether;
      const throttle = afterRefusal(throttles.get(scope), { now, slows, askedMs: retryAfterMs });
      throttles.set(scope, throttle);
      return { scope, throttle };
    },
    seed({ throttles: learnt, calls, isInDoubt }, now) {
      for (const { scope, throttle } of learnt) throttles.set(scope, throttle);
      for (const { lane, at } of calls) this.take('post', lane, at);
      if (isInDoubt) assumeUsed('find', now);
    },
    tidy(now) {
      for (const [lane, meters] of lanes) {
        if (meters.flat().every((meter) => meter.isIdle(now.getTime()))) lanes.delete(lane);
      }
      for (const [scope, throttle] of throttles) {
        if (shareAt(throttle, now) === 1 && blockedForMs(throttle, now) === 0) throttles.delete(scope);
      }
    },
  };
}
