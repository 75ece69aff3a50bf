import type { Better } from './design.ts';
import { arrangementsOf, type Luck, rankSumLuck } from './rank-sum.ts';

/**
 * The usual-range method for counts per item (posts, weekly contacts): where the pilot's items fall among comparable
 * recent ones. No average, no percentage; luck in words.
 */

/** What a pilot with counts per item came to; "better" whichever way better lies. */
export const itemVerdicts = [
  'better_than_usual',
  'perhaps_better',
  'as_usual',
  'perhaps_worse',
  'worse_than_usual',
  'too_small',
] as const;
export type ItemVerdict = (typeof itemVerdicts)[number];

/** The usual range is taken from so many of the latest items at most. */
export const mostUsual = 12;
/** A usual range of fewer items is shaky. */
export const fairlyUsual = 6;
/** With fewer there is no usual range. */
export const leastUsual = 4;

export interface UsualRange {
  /** The smallest and largest of the usual items. */
  readonly low: number;
  readonly high: number;
  readonly middle: number;
  /** From how many items, and which: oldest first. */
  readonly items: number;
  readonly values: readonly number[];
  /** How many older ones were left out. */
  readonly older: number;
}

export interface ItemsJudgement {
  readonly verdict: ItemVerdict;
  readonly usual: UsualRange;
  readonly pilot: readonly { readonly value: number; readonly place: 'below' | 'within' | 'above' }[];
  readonly luck: Luck;
  /** All the pilot's items lie beyond the usual range on one side: by luck alone one time in `oneIn`. */
  readonly allBeyond?: { readonly side: 'above' | 'below'; readonly oneIn: number };
}

/**
 * Values in any unit, oldest first. A `RangeError` where a list is empty or holds what is no number.
 */
export function judgeItems(usual: readonly number[], pilot: readonly number[], better: Better): ItemsJudgement {
  const latest = usual.slice(-mostUsual);
  const luck = rankSumLuck(latest, pilot);
  const range = usualRangeOf(latest, usual.length - latest.length);
  const placed = pilot.map((value) => ({ value, place: placeOf(value, range) }));
  const allBeyond = allBeyondOf(placed, latest.length);
  return {
    verdict: latest.length < leastUsual ? 'too_small' : itemVerdictOf(luck, better),
    usual: range,
    pilot: placed,
    luck,
    ...(allBeyond && { allBeyond }),
  };
}

/** How likely luck alone is, in words. */
export type LuckWord = 'unlikely' | 'possible' | 'usual';

/** Under 1 in 40, 1 in 40 to 1 in 10, and more than that. */
export function luckWordOf({ chance }: Pick<Luck, 'chance'>): LuckWord {
  if (chance < 1 / 40) return 'unlikely';
  return chance <= 1 / 10 ? 'possible' : 'usual';
}

function itemVerdictOf(luck: Luck, better: Better): ItemVerdict {
  const word = luckWordOf(luck);
  if (word === 'usual') return 'as_usual';
  const isBetter = luck.side > 0 === (better === 'higher');
  if (word === 'possible') return isBetter ? 'perhaps_better' : 'perhaps_worse';
  return isBetter ? 'better_than_usual' : 'worse_than_usual';
}

function usualRangeOf(values: readonly number[], older: number): UsualRange {
  return {
    low: Math.min(...values),
    high: Math.max(...values),
    middle: middleOf(values),
    items: values.length,
    values,
    older,
  };
}

/** The median: the middle value, or halfway between the two in the middle. */
export function middleOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

type Placed = ItemsJudgement['pilot'];

function placeOf(value: number, { low, high }: UsualRange): Placed[number]['place'] {
  if (value > high) return 'above';
  return value < low ? 'below' : 'within';
}

function allBeyondOf(placed: Placed, usual: number): ItemsJudgement['allBeyond'] {
  const side = placed[0]?.place;
  if (!side || side === 'within' || !placed.every(({ place }) => place === side)) return undefined;
  return { side, oneIn: arrangementsOf(usual, placed.length) };
}
