import type { Posted } from './posted.ts';
import { week } from './weeks.ts';

const perPostOfPair = 0.6;
const pairMemory = 8 * week;
const perPostOverShare = 0.85;
const placeMemory = 4 * week;

/**
 * What a pair's score is multiplied by, 0 to 1: 0.6 for each post from the one to the other in eight weeks, and 0.85 for
 * each post into a place in four weeks over its fair share, which is the mean over all places that had any.
 */
export function tooMuch(posted: readonly Posted[], now: Date): (pair: { from: string; to: string }) => number {
  const since = (span: number): Posted[] => posted.filter(({ at }) => at.getTime() > now.getTime() - span);
  const [pairPosts, placePosts] = [since(pairMemory), since(placeMemory)];
  const fairShare = placePosts.length / Math.max(1, new Set(placePosts.map(({ to }) => to)).size);
  return ({ from, to }) => {
    const again = pairPosts.filter((each) => each.from === from && each.to === to).length;
    const over = Math.max(0, placePosts.filter((each) => each.to === to).length - fairShare);
    return perPostOfPair ** again * perPostOverShare ** over;
  };
}
