import { setImmediate as nextTurn } from 'node:timers/promises';

/** Long enough to get somewhere, short enough for nobody to notice. */
const longestMs = 8;

/**
 * For work of seconds in a process that also answers people: `await` what it returns between small steps. When this
 * work has had the process to itself for long enough, everything else that waits comes first.
 */
export function createTurns(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < longestMs) return;
    await nextTurn();
    since = performance.now();
  };
}
