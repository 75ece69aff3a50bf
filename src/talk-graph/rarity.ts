import type { Presence } from './presence.ts';
import type { Ties } from './ties.ts';
import type { Together } from './together.ts';

/** How much two teams have to do with each other, against what their sizes would let one expect. */
export interface Bond {
  /** W: people who write in both, and interactions between members. */
  readonly observed: number;
  /** E = s_A s_B / sum of all s. */
  readonly expected: number;
  /** R = (W + k) / (E + k): below 1 they have less to do with each other than their sizes suggest. */
  readonly ratio: number;
}

/** The k of each form, in its own units. */
const presenceDoubt = 1;
const tieDoubt = 2;

export function compareTeams(
  { presence, ties }: { presence: Presence; ties: Ties },
  at: number,
): (a: number, b: number) => Bond {
  const [people, turns] = [presence.sharedAt(at), ties.at(at)];
  const doubt = (people.inAll > 0 ? presenceDoubt : 0) + (turns.inAll > 0 ? tieDoubt : 0) || presenceDoubt;
  return (a, b) => {
    const observed = people.between(a, b) + turns.between(a, b);
    const expected = expectedOf(people, a, b) + expectedOf(turns, a, b);
    return { observed, expected, ratio: (observed + doubt) / (expected + doubt) };
  };
}

function expectedOf({ of, inAll }: Together, a: number, b: number): number {
  return inAll > 0 ? (of(a) * of(b)) / inAll : 0;
}

/** rho = 1 - the share of pairs that talk less: 1 for those who talk least. */
export type Rarity = (ratio: number) => number;

/** More pairs than this are sampled: rho is then off by less than 0.01. */
const mostPairs = 16_384;

/** The scale of rarity among all pairs of the given teams at one moment. */
export function rarityAmong(teams: readonly number[], ratioOf: (a: number, b: number) => number): Rarity {
  const ratios = Float64Array.from(somePairs(teams.length), ([one, other]) =>
    ratioOf(teams[one] ?? 0, teams[other] ?? 0),
  ).sort();
  return (ratio) => (ratios.length === 0 ? 1 : 1 - countBelow(ratios, ratio) / ratios.length);
}

function* somePairs(count: number): Generator<[number, number]> {
  if ((count * (count - 1)) / 2 <= mostPairs) {
    for (let one = 1; one < count; one++) for (let other = 0; other < one; other++) yield [one, other];
    return;
  }
  // Each team with others at distances that are spread evenly, so that none is left out of the sample.
  const perTeam = Math.ceil(mostPairs / count);
  for (let one = 0; one < count; one++) {
    for (let index = 0; index < perTeam; index++) {
      const distance = 1 + Math.floor(spread(one * perTeam + index) * (count - 1));
      yield [one, (one + distance) % count];
    }
  }
}

/** The golden-ratio sequence: evenly spread over 0..1 however many of it are taken. */
function spread(index: number): number {
  return (index * 0.618_033_988_749_894_9) % 1;
}

function countBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
