import { introduce } from '../../src/introductions/introduce.ts';
import { createWeights, type Distance, type Person } from '../../src/introductions/weights.ts';
import { type Random, seededRandom } from '../draws.ts';

/** A thousand made-up people, in pairs: by the command's rule, by chance, and each with the best who is left. */

export interface Pairing {
  readonly how: string;
  readonly total: number;
  readonly forbidden: number;
  readonly ms: number;
}

const count = 1_000;
const teams = 100;
const round = 1;

export function pairings(): Pairing[] {
  const random = seededRandom(1);
  const { people, distances } = madeUp(random);
  const weights = createWeights({ people, distances, round });
  const numbers = new Map(people.map(({ id }, index) => [id, index]));
  const measured = (how: string, pair: () => (readonly number[])[]): Pairing => {
    const start = performance.now();
    const pairs = pair();
    const ms = performance.now() - start;
    const sum = (of: (one: number, other: number) => number): number =>
      pairs.reduce((total, [one = 0, other = 0]) => total + of(one, other), 0);
    return { how, ms, total: sum(weights.of), forbidden: sum((one, other) => Number(weights.isForbidden(one, other))) };
  };
  return [
    measured('introduce', () =>
      introduce({ people, distances, round, size: 2, seed: 1 }).groups.map(({ group }) =>
        group.map((id) => numbers.get(id) ?? 0),
      ),
    ),
    measured('greedy', () => greedy(weights.of)),
    measured('random', () => Array.from({ length: count / 2 }, (_, index) => [2 * index, 2 * index + 1])),
  ];
}

function greedy(of: (one: number, other: number) => number): number[][] {
  const pairs: number[][] = [];
  const free = new Set(Array.from({ length: count }, (_, index) => index));
  for (const one of free) {
    free.delete(one);
    let best = -1;
    for (const other of free) if (best < 0 || of(one, other) > of(one, best)) best = other;
    free.delete(best);
    pairs.push([one, best]);
  }
  return pairs;
}

function madeUp(random: Random): { people: Person[]; distances: Distance[] } {
  const normal = (): number => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
  const places = Array.from({ length: teams }, () => Array.from({ length: 6 }, normal));
  const people = Array.from({ length: count }, (_, index): Person => {
    const team = Math.floor(teams * random() ** 1.5);
    return {
      id: `p${index}`,
      team: `t${team}`,
      interests: Array.from({ length: 8 }, () => normal() + (places[team]?.[0] ?? 0)),
      met: Array.from({ length: 6 }, () => ({ person: `p${Math.floor(count * random())}`, round: undefined })),
    };
  });
  const distances = places.flatMap((one, a) =>
    places.slice(0, a).map((other, b): Distance => {
      const d = Math.hypot(...one.map((value, at) => value - (other[at] ?? 0)));
      return { a: `t${a}`, b: `t${b}`, d };
    }),
  );
  return { people, distances };
}
