import type { Evidence } from '../talk-graph/evidence.ts';
import { week } from './weeks.ts';

/** Why a highlight is suggested to a place; `cards/highlight-reason.ts` says it in one sentence. */
export type Reason =
  | { readonly kind: 'chance' }
  | {
      readonly kind: 'cares';
      /** Past threads like it that the place had part in; 0 where it is only known to be lively. */
      readonly threads: number;
      /** What they have in common with it, as it is written there: at most two words. */
      readonly about: readonly string[];
      /** What the place hears from where it comes from; `never`: as far as Outloud knows. */
      readonly hears: 'nothing-for-weeks' | 'never' | 'rarely' | 'now-and-then';
      /** Since it last heard something; 0 where it never did. */
      readonly weeks: number;
    };

interface Findings {
  readonly evidence: Evidence;
  /** When the place heard something from there. */
  readonly heard: readonly Date[];
  readonly rarity: number;
  readonly now: Date;
}

const wordsTold = 2;
/** So rare counts as rarely. */
const rare = 0.5;
/** Less silence than this is none. */
const leastWeeks = 2;

export function reasonFor({ evidence, heard, rarity, now }: Findings): Reason {
  const last = Math.max(...heard.map((at) => at.getTime()));
  const weeks = heard.length === 0 ? 0 : Math.floor((now.getTime() - last) / week);
  const isRare = rarity >= rare;
  return { kind: 'cares', threads: evidence.threads, about: evidence.words.slice(0, wordsTold), hears: hears(), weeks };

  function hears() {
    if (weeks >= leastWeeks) return 'nothing-for-weeks';
    if (!isRare) return 'now-and-then';
    return heard.length === 0 ? 'never' : 'rarely';
  }
}
