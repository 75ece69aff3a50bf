/*
 * What a service's refusals teach. Each stops the rate for as long as the service asked, and slows it by 15 % unless it
 * was one among many calls that went well; after that it grows back by a fifth of the full rate a minute. So a limit that
 * is half of what was published is found after five refusals and asked about every half minute; and refusals that come
 * for other reasons cost little.
 */

export interface Throttle {
  /** The part of the published rate that is used, right after the last refusal. */
  readonly share: number;
  readonly learntAt: Date;
  readonly blockedUntil: Date;
}

const slowdown = 0.85;
const leastShare = 0.1;
const recoveryPerMs = 0.2 / 60_000;
/** Where the service does not say how long to wait. */
const usualWaitMs = 1_000;

/** The share now, grown back since it was learnt. */
export function shareAt(throttle: Throttle | undefined, now: Date): number {
  if (!throttle) return 1;
  return Math.min(1, throttle.share + Math.max(0, now.getTime() - throttle.learntAt.getTime()) * recoveryPerMs);
}

/** What was learnt before this has no effect any more. */
export function forgotten(now: Date): Date {
  return new Date(now.getTime() - 1 / recoveryPerMs);
}

export function blockedForMs(throttle: Throttle | undefined, now: Date): number {
  return throttle ? Math.max(0, throttle.blockedUntil.getTime() - now.getTime()) : 0;
}

interface Refused {
  readonly now: Date;
  /** How long the service asked us to wait, in milliseconds. */
  readonly askedMs: number | undefined;
  /** Whether it is slower after the wait, too. */
  readonly slows: boolean;
}

/** Calls under way together are refused together: that counts once. */
export function afterRefusal(known: Throttle | undefined, { now, askedMs, slows }: Refused): Throttle {
  const until = new Date(now.getTime() + (askedMs ?? usualWaitMs));
  const hasSlowed = blockedForMs(known, now) > 0 && shareAt(known, now) < 1;
  const slowed = Math.max(leastShare, shareAt(known, now) * (slows ? slowdown : 1));
  const share = hasSlowed && known ? known.share : slowed;
  const blockedUntil = known && known.blockedUntil > until ? known.blockedUntil : until;
  return { share, learntAt: now, blockedUntil };
}
