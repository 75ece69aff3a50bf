import type { Words } from '../../../cards/words.ts';
import { detectableChange, type Hoped, neededOnEachSide } from './detectable.ts';
import { arrangementsOf } from './rank-sum.ts';
import { roundUp } from './rounding.ts';
import { leastOnASide } from './verdict.ts';

/** What is said at the start of how big a change one could notice with the figures one has. */

/** `worthwhile` is a proportion. */
export function sayDetectable(words: Words, hoped: Hoped, worthwhile: number): string {
  const each = Math.min(hoped.before, hoped.after);
  if (each < leastOnASide) return words('pilotReading.setUp.tooFew', { least: leastOnASide });
  const change = detectableChange(hoped);
  const about = roundAbout(each);
  if (change === undefined) return words('pilotReading.setUp.none', { each: about });
  const points = roundUp(100 * change);
  if (change <= worthwhile) return words('pilotReading.setUp.enough', { each: about, points });
  return words('pilotReading.setUp.coarse', { each: about, points, needed: neededFor(hoped, worthwhile) });
}

function neededFor({ now, better }: Hoped, worthwhile: number): number {
  const wanted = better === 'higher' ? Math.min(1, now + worthwhile) : Math.max(0, now - worthwhile);
  return roundUp(neededOnEachSide(now, wanted));
}

/** The same for counts per item. */
export function sayDetectableItems(words: Words, usual: number, pilot: number): string {
  return words('pilotReading.setUp.items', { usual, count: pilot, oneIn: arrangementsOf(usual, pilot) });
}

/** 2,410 as 2,400. */
function roundAbout(count: number): number {
  return Number(count.toPrecision(2));
}
