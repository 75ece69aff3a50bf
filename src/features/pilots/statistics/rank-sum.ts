import { normalTail } from './normal.ts';

/**
 * Whether the items of one group lie higher or lower than those of another by more than luck would have it.
 *
 * F. Wilcoxon (1945), "Individual comparisons by ranking methods", Biometrics Bulletin 1, 80-83; the exact permutation
 * distribution of the rank sum, ties at their middle ranks: E. L. Lehmann (1975), "Nonparametrics", sections 1.2 and 1.4.
 */
export interface Luck {
  /** How often chance alone deals something at least this uneven, one way or the other: above 0, at most 1. */
  readonly chance: number;
  /** Which way the second group lies: 1 higher, -1 lower, 0 neither. */
  readonly side: -1 | 0 | 1;
  /** The chance as a fraction, where every arrangement was counted and a whole number can hold it. */
  readonly counted?: { readonly extreme: number; readonly arrangements: number };
}

/**
 * Exact for up to 40 items a side and far beyond that where one side is small; else the normal approximation with its
 * corrections for ties and continuity, off by less than 0.002 at such sizes.
 * A `RangeError` where a group is empty or holds what is no number.
 */
export function rankSumLuck(usual: readonly number[], pilot: readonly number[]): Luck {
  assertGroup(usual);
  assertGroup(pilot);
  const ranks = doubledRanks([...usual, ...pilot]);
  const pilotIsFewer = pilot.length <= usual.length;
  const fewer = pilotIsFewer ? ranks.slice(usual.length) : ranks.slice(0, usual.length);
  const off = sumOf(fewer) - fewer.length * (ranks.length + 1);
  const side = signOf(pilotIsFewer ? off : -off);
  const dealt: Deal = { ranks, size: fewer.length, off: Math.abs(off) };
  return costOf(dealt) > mostSteps ? { chance: approximate(dealt), side } : { ...count(dealt), side };
}

/** In how many ways `pilot` items can fall among `usual` others: C(usual + pilot, pilot). All above: one of them. */
export function arrangementsOf(usual: number, pilot: number): number {
  let ways = 1;
  for (let at = 1; at <= pilot; at++) ways = (ways * (usual + at)) / at;
  return ways;
}

/** Some 50 ms. */
const mostSteps = 2e7;

/** Ranks, times two so that middle ranks are whole; how many of them are drawn; how far their sum is off the even one. */
interface Deal {
  readonly ranks: readonly number[];
  readonly size: number;
  readonly off: number;
}

function doubledRanks(values: readonly number[]): number[] {
  const sorted = values.toSorted((one, other) => one - other);
  return values.map((value) => sorted.indexOf(value) + sorted.lastIndexOf(value) + 2);
}

function costOf({ ranks, size }: Deal): number {
  return ranks.length * size * largestSum(ranks, size);
}

function largestSum(ranks: readonly number[], size: number): number {
  return sumOf(ranks.toSorted((one, other) => other - one).slice(0, size));
}

/** Counts draws by their sum, taking one rank after the other into account, instead of listing them. */
function count({ ranks, size, off }: Deal): Pick<Luck, 'chance' | 'counted'> {
  const ways = Array.from({ length: size + 1 }, (_, drawn) => new Float64Array(largestSum(ranks, drawn) + 1));
  ways[0]?.fill(1);
  for (const rank of ranks) {
    for (let drawn = size; drawn >= 1; drawn--) addDraws(ways[drawn - 1], ways[drawn], rank);
  }
  const even = size * (ranks.length + 1);
  const draws = ways[size] ?? new Float64Array();
  const extreme = sumOf(draws.filter((_, sum) => Math.abs(sum - even) >= off));
  const arrangements = sumOf(draws);
  const isWhole = arrangements <= Number.MAX_SAFE_INTEGER;
  return { chance: extreme / arrangements, ...(isWhole && { counted: { extreme, arrangements } }) };
}

function addDraws(from: Float64Array | undefined, to: Float64Array | undefined, rank: number): void {
  if (!from || !to) return;
  for (let sum = Math.min(from.length, to.length - rank) - 1; sum >= 0; sum--) {
    to[sum + rank] = (to[sum + rank] ?? 0) + (from[sum] ?? 0);
  }
}

/** Drawing without replacement: mean and variance of the sum hold with ties as well. */
function approximate({ ranks, size, off }: Deal): number {
  const all = ranks.length;
  const spread = sumOf(ranks.map((rank) => (rank - (all + 1)) ** 2));
  const deviation = Math.sqrt((size * (all - size) * spread) / (all * (all - 1)));
  if (deviation === 0) return 1;
  return Math.min(1, 2 * normalTail(Math.max(0, off - 1) / deviation));
}

function assertGroup(values: readonly number[]): void {
  if (values.length === 0 || !values.every(Number.isFinite)) throw new RangeError('not a group of numbers');
}

function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

function signOf(value: number): Luck['side'] {
  return value > 0 ? 1 : value < 0 ? -1 : 0;
}
