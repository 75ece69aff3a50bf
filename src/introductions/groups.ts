import { countForbidden, exchange, type Grouping, weightOf } from './exchange.ts';
import { areFew, everyGrouping } from './few.ts';
import { bestPairs } from './pairs.ts';
import type { Weights } from './weights.ts';

export interface WantedGroups {
  readonly size: number;
  /** With fewer people left over than this no search for permitted pairs can end. */
  readonly leastLeft: number;
  /** A random order of 0, 1, ..., count - 1. */
  readonly shuffled: (count: number) => number[];
}

/** Groups of exactly `size`, of as great a weight as is found, the greatest for a few people; whoever does not fit is left. */
export function formGroups(weights: Weights, wanted: WantedGroups): Grouping {
  if (wanted.size === 2) return improved(pairUp(weights, wanted.leastLeft), weights);
  if (areFew(weights.count)) {
    return [...everyGrouping(weights.count, wanted.size)].reduce((best, each) => better(best, each, weights));
  }
  const starts = [
    ...(wanted.size === 4 ? [joinPairs(weights, wanted.leastLeft)] : []),
    ...Array.from({ length: tries(weights.count) }, (_, index) =>
      index % 2 === 0 ? gather(weights, wanted) : deal(weights.count, wanted),
    ),
  ];
  return starts.map((start) => improved(start, weights)).reduce((best, each) => better(best, each, weights));
}

/** A start leads to a near optimum, another to another; the fewer people the more can be tried. */
function tries(count: number): number {
  return Math.max(2, Math.min(200, Math.floor(300_000 / count ** 2)));
}

function improved(grouping: Grouping, weights: Weights): Grouping {
  exchange(grouping, weights);
  return grouping;
}

function better(one: Grouping, other: Grouping, weights: Weights): Grouping {
  const forbidden = sumOver(other, (group) => countForbidden(group, weights));
  const forbiddenInOne = sumOver(one, (group) => countForbidden(group, weights));
  if (forbidden !== forbiddenInOne) return forbidden < forbiddenInOne ? other : one;
  const worth = (grouping: Grouping): number => sumOver(grouping, (group) => weightOf(group, weights));
  return worth(other) > worth(one) ? other : one;
}

function sumOver({ groups }: Grouping, measure: (group: readonly number[]) => number): number {
  return groups.reduce((sum, group) => sum + measure(group), 0);
}

/** Those for whom no permitted pair is left are paired among themselves. */
function pairUp(weights: Weights, leastLeft: number): Grouping {
  const { pairs, left } = bestPairs(weights, leastLeft);
  const groups = [...pairs];
  while (left.length >= 2) groups.push(left.splice(0, 2));
  return { groups, left };
}

/** Pairs of pairs. */
function joinPairs(weights: Weights, leastLeft: number): Grouping {
  const pairs = pairUp(weights, leastLeft);
  const across = (one: number, other: number): [number, number][] =>
    (pairs.groups[one] ?? []).flatMap((a) => (pairs.groups[other] ?? []).map((b): [number, number] => [a, b]));
  const joined = pairUp(
    {
      count: pairs.groups.length,
      of: (one, other) => across(one, other).reduce((sum, [a, b]) => sum + weights.of(a, b), 0),
      isForbidden: (one, other) => across(one, other).some(([a, b]) => weights.isForbidden(a, b)),
    },
    pairs.groups.length % 2,
  );
  return {
    groups: joined.groups.map((group) => group.flatMap((pair) => pairs.groups[pair] ?? [])),
    left: [...joined.left.flatMap((pair) => pairs.groups[pair] ?? []), ...pairs.left],
  };
}

/** As chance has it: leads where those that are gathered never do. */
function deal(count: number, { size, shuffled }: WantedGroups): Grouping {
  const order = shuffled(count);
  const groups: number[][] = [];
  while (order.length >= size) groups.push(order.splice(0, size));
  return { groups, left: order };
}

/** One after the other in random order, each with those who suit the group best. */
function gather(weights: Weights, { size, shuffled }: WantedGroups): Grouping {
  const free = new Set(shuffled(weights.count));
  const groups: number[][] = [];
  while (free.size >= size) {
    const group: number[] = [];
    while (group.length < size) {
      const next = bestFor(group, free, weights);
      free.delete(next);
      group.push(next);
    }
    groups.push(group);
  }
  return { groups, left: [...free] };
}

/** Whoever comes first, for a group that is still empty. */
function bestFor(group: readonly number[], free: Iterable<number>, weights: Weights): number {
  let best = -1;
  let most = Number.NEGATIVE_INFINITY;
  for (const person of free) {
    const worth = group.reduce((sum, member) => sum + weights.of(person, member), 0);
    if (worth > most) [best, most] = [person, worth];
    if (group.length === 0) break;
  }
  return best;
}
