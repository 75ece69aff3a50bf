import type { Weights } from './weights.ts';

/** Groups of people, and those who are in none. */
export interface Grouping {
  readonly groups: number[][];
  readonly left: number[];
}

/** Less than this is no improvement but rounding. */
const least = 1e-9;

/**
 * Two people change places as long as that makes the whole better; those in no group may come in for someone. Changes
 * the grouping in place.
 */
export function exchange({ groups, left }: Grouping, weights: Weights): void {
  for (let isBetter = true; isBetter; ) {
    isBetter = false;
    for (const [index, group] of groups.entries()) {
      for (const other of groups.slice(0, index)) {
        if (exchangeBetween(group, other, weights)) isBetter = true;
      }
      if (bringIn(group, left, weights)) isBetter = true;
    }
  }
}

function exchangeBetween(group: number[], other: number[], weights: Weights): boolean {
  let isBetter = false;
  for (let at = 0; at < group.length; at++) {
    for (let otherAt = 0; otherAt < other.length; otherAt++) {
      const [one, two] = [group[at] ?? 0, other[otherAt] ?? 0];
      const before = bond(weights, one, group, one) + bond(weights, two, other, two);
      const after = bond(weights, two, group, one) + bond(weights, one, other, two);
      if (after <= before + least) continue;
      group[at] = two;
      other[otherAt] = one;
      isBetter = true;
    }
  }
  return isBetter;
}

function bringIn(group: number[], left: number[], weights: Weights): boolean {
  let isBetter = false;
  for (let at = 0; at < group.length; at++) {
    for (let leftAt = 0; leftAt < left.length; leftAt++) {
      const [one, two] = [group[at] ?? 0, left[leftAt] ?? 0];
      if (bond(weights, two, group, one) <= bond(weights, one, group, one) + least) continue;
      group[at] = two;
      left[leftAt] = one;
      isBetter = true;
    }
  }
  return isBetter;
}

/** What a person is worth to a group in which they have the place of `instead`. */
function bond(weights: Weights, person: number, group: readonly number[], instead: number): number {
  let sum = 0;
  for (const member of group) if (member !== instead) sum += weights.of(person, member);
  return sum;
}

/** The sum over its pairs. */
export function weightOf(group: readonly number[], weights: Weights): number {
  let sum = 0;
  for (const [index, one] of group.entries()) {
    for (let other = 0; other < index; other++) sum += weights.of(one, group[other] ?? 0);
  }
  return sum;
}

export function countForbidden(group: readonly number[], weights: Weights): number {
  return group.reduce(
    (sum, one, index) => sum + group.slice(0, index).filter((other) => weights.isForbidden(one, other)).length,
    0,
  );
}
