import { type Obstacle, PlatformError } from '../chat/platform.ts';

/** Why a delivery was given up. `cards/words` says each in words for a person, and what to do. */
export type DeadReason =
  | Obstacle
  | 'too_late'
  | 'unreachable'
  | 'slowed_down'
  | 'refused'
  | 'thread_gone'
  | 'perhaps_still_there';

/** The service no longer lets us in, or does not let us write there, is told by `obstacle` where it says why. */
export function reasonFor(error: unknown): DeadReason {
  if (!(error instanceof PlatformError)) return 'refused';
  if (error.obstacle) return error.obstacle;
  const reasons = {
    rate_limited: 'slowed_down',
    unauthorized: 'disconnected',
    forbidden: 'not_a_member',
    not_found: 'place_gone',
    rejected: 'refused',
    unavailable: 'unreachable',
  } as const;
  return reasons[error.code];
}
