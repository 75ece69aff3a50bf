import assert from 'node:assert/strict';
import fc from 'fast-check';
import { introduce } from '../../src/introductions/introduce.ts';
import { createWeights, type Person } from '../../src/introductions/weights.ts';
import { near } from '../support/near.ts';

/** Against trying all groupings there are. */

const round = 20;
const distances = [
  { a: 'a', b: 'b', d: 1.7 },
  { a: 'c', b: 'b', d: 0.4 },
];

function people(count: { min: number; max: number }): fc.Arbitrary<Person[]> {
  const meeting = fc.record({
    person: fc.nat(count.max - 1).map(String),
    round: fc.option(fc.nat(round), { nil: undefined }),
  });
  const person = fc.record({
    team: fc.constantFrom('a', 'b', 'c', 'd'),
    interests: fc.tuple(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -2, max: 2 })),
    met: fc.array(meeting, { maxLength: 3 }),
  });
  return fc
    .array(person, { minLength: count.min, maxLength: count.max })
    .map((list) => list.map((each, index) => ({ ...each, id: String(index) })));
}

interface Made {
  readonly groups: readonly { readonly group: readonly string[]; readonly weight: number }[];
  readonly left: readonly string[];
  readonly total: number;
}

function check(all: readonly Person[], made: Made, size: number): void {
  const weights = createWeights({ people: all, distances, round });
  const placed = [...made.groups.flatMap(({ group }) => group), ...made.left];
  assert.deepEqual(placed.toSorted(), all.map(({ id }) => id).toSorted(), 'everyone in one place');
  const larger = made.groups.filter(({ group }) => group.length === size + 1).length;
  assert.ok(made.groups.every(({ group }) => group.length === size || group.length === size + 1));
  assert.equal(made.left.length + larger, all.length % size);
  for (const { group, weight } of made.groups) near(weight, sumOf(weights, group.map(Number)));
  near(
    made.total,
    made.groups.reduce((sum, { weight }) => sum + weight, 0),
  );
}

type Weights = ReturnType<typeof createWeights>;

function sumOf(weights: Weights, group: readonly number[]): number {
  return group.reduce(
    (sum, one, index) => sum + group.slice(0, index).reduce((part, other) => part + weights.of(one, other), 0),
    0,
  );
}

function forbiddenIn(weights: Weights, group: readonly number[]): number {
  return group.reduce(
    (sum, one, index) => sum + group.slice(0, index).filter((other) => weights.isForbidden(one, other)).length,
    0,
  );
}

interface Best {
  readonly forbidden: number;
  readonly total: number;
}

/** The fewest forbidden pairs there can be, and with those the greatest weight: by trying everything. */
function bestOf(weights: Weights, size: number): Best {
  const search = (free: readonly number[], toLeave: number): Best => {
    const [first, ...others] = free;
    if (first === undefined) return { forbidden: 0, total: 0 };
    const options: Best[] = toLeave > 0 ? [search(others, toLeave - 1)] : [];
    if (free.length - toLeave >= size) {
      for (const rest of choose(others, size - 1)) {
        const group = [first, ...rest];
        const following = search(
          others.filter((each) => !rest.includes(each)),
          toLeave,
        );
        options.push({
          forbidden: following.forbidden + forbiddenIn(weights, group),
          total: following.total + sumOf(weights, group),
        });
      }
    }
    return options.reduce((best, each) =>
      each.forbidden < best.forbidden || (each.forbidden === best.forbidden && each.total > best.total) ? each : best,
    );
  };
  return search(
    Array.from({ length: weights.count }, (_, index) => index),
    weights.count % size,
  );
}

function choose(items: readonly number[], count: number): number[][] {
  if (count === 0) return [[]];
  return items.flatMap((item, index) => choose(items.slice(index + 1), count - 1).map((rest) => [item, ...rest]));
}

describe('introductions', () => {
  for (const [size, most] of [
    [2, 8],
    [3, 7],
    [4, 8],
  ] as const)
    it(`of ${size} are the best that there are, for few people`, () => {
      fc.assert(
        fc.property(people({ min: 0, max: most }), fc.nat(), (all, seed) => {
          const made = introduce({ people: all, distances, round, size, seed });
          check(all, made, size);
          const weights = createWeights({ people: all, distances, round });
          const groups = made.groups.filter(({ group }) => group.length === size).map(({ group }) => group.map(Number));
          const whole = made.groups.every(({ group }) => group.length === size);
          const best = bestOf(weights, size);
          const forbidden = made.groups.reduce((sum, { group }) => sum + forbiddenIn(weights, group.map(Number)), 0);
          assert.equal(forbidden, best.forbidden, 'no forbidden pair that could be avoided');
          if (whole)
            near(
              groups.reduce((sum, group) => sum + sumOf(weights, group), 0),
              best.total,
              1e-4,
            );
        }),
        { numRuns: 150 },
      );
    });

  it('hold for more people than are looked at together', () => {
    const all = Array.from({ length: 2_501 }, (_, index) => ({
      id: String(index),
      team: `t${index % 50}`,
      interests: [],
      met: [],
    }));
    const made = introduce({ people: all, distances: [], round, size: 3, seed: 7 });
    assert.equal(made.groups.length, 833);
    const teamOf = new Map(all.map(({ id, team }) => [id, team]));
    assert.ok(made.groups.every(({ group }) => new Set(group.map((id) => teamOf.get(id))).size === group.length));
  }).timeout(60_000);

  it('do without a repeat for as many rounds as there are others', () => {
    let all: Person[] = Array.from({ length: 12 }, (_, index) => ({
      id: String(index),
      team: `t${index % 6}`,
      interests: [],
      met: [],
    }));
    const seen = new Set<string>();
    for (let now = 1; now <= 8; now++) {
      const { groups } = introduce({ people: all, distances: [], round: now, size: 2, seed: now });
      for (const { group } of groups) {
        const key = group.join();
        assert.equal(seen.has(key), false, `${key} in round ${now}`);
        seen.add(key);
        const [one = '', other = ''] = group;
        all = all.map((person) =>
          person.id === one ? { ...person, met: [...person.met, { person: other, round: now }] } : person,
        );
      }
    }
  });
});
