import type { Grouping } from './exchange.ts';

/** So many people can be grouped in at most a few thousand ways. */
const few = 10;

export function areFew(count: number): boolean {
  return count <= few;
}

/** Every way to make as many groups of exactly `size` as there can be. */
export function* everyGrouping(count: number, size: number): Generator<Grouping> {
  const people = Array.from({ length: count }, (_, person) => person);
  yield* groupingsOf(people, { size, mostLeft: count % size });
}

function* groupingsOf(
  [first, ...others]: readonly number[],
  { size, mostLeft }: { size: number; mostLeft: number },
): Generator<Grouping> {
  if (first === undefined) {
    yield { groups: [], left: [] };
    return;
  }
  for (const companions of choose(others, size - 1)) {
    const rest = others.filter((person) => !companions.includes(person));
    for (const { groups, left } of groupingsOf(rest, { size, mostLeft })) {
      yield { groups: [[first, ...companions], ...groups], left };
    }
  }
  if (mostLeft === 0) return;
  for (const { groups, left } of groupingsOf(others, { size, mostLeft: mostLeft - 1 })) {
    yield { groups, left: [first, ...left] };
  }
}

function choose(people: readonly number[], count: number): number[][] {
  if (count === 0) return [[]];
  return people.flatMap((person, index) =>
    choose(people.slice(index + 1), count - 1).map((others) => [person, ...others]),
  );
}
