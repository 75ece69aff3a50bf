import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/** Looks until it is so. Not for ever: a loop that outlives its test would keep the whole run from ending. */
export async function until(isSo: () => boolean | Promise<boolean>, patienceMs = 15_000): Promise<void> {
  for (const timeUp = AbortSignal.timeout(patienceMs); !(await isSo()); await pause(2)) {
    assert.ok(!timeUp.aborted, `it did not happen within ${patienceMs / 1_000} seconds`);
  }
}
