/** What an introduction is worth, and which ones are out of the question. */

export interface Person {
  readonly id: string;
  readonly team: string;
  /** Of one length for all, or empty where nothing is known. */
  readonly interests: readonly number[];
  readonly met: readonly Meeting[];
}

/** Without a round they are never to be introduced again. */
interface Meeting {
  readonly person: string;
  readonly round: number | undefined;
}

export interface Distance {
  readonly a: string;
  readonly b: string;
  readonly d: number;
}

export interface Weights {
  readonly count: number;
  /** 1 - e^(-d^2/8) + 0.5 max(0, cosine of interests), less 4 * 2^(-age/10) for a meeting `age` rounds ago; -10 where forbidden. */
  readonly of: (one: number, other: number) => number;
  readonly isForbidden: (one: number, other: number) => boolean;
}

const forbidden = -10;
/** What 1 - e^(-d^2/8) is where no distance is known. */
const unknownDistance = 0.5;
const interestWeight = 0.5;
const repeatCost = 4;
const repeatHalfLife = 10;

interface WeightRequest {
  readonly people: readonly Person[];
  readonly distances: readonly Distance[];
  readonly round: number;
}

export function createWeights({ people, distances, round }: WeightRequest): Weights {
  const apart = new Map(
    distances.flatMap(({ a, b, d }) => [`${a}\0${b}`, `${b}\0${a}`].map((key) => [key, gainOf(d)])),
  );
  const interests = people.map((person) => normalised(person.interests));
  const never = people.map(() => new Set<number>());
  const latest = people.map(() => new Map<number, number>());
  rememberMeetings(people, { never, latest });

  const isForbidden = (one: number, other: number): boolean =>
    people[one]?.team === people[other]?.team || never[one]?.has(other) === true;

  function base(one: number, other: number): number {
    if (isForbidden(one, other)) return forbidden;
    const distance = apart.get(`${people[one]?.team}\0${people[other]?.team}`) ?? unknownDistance;
    return distance + interestWeight * Math.max(0, product(interests[one] ?? [], interests[other] ?? []));
  }

  function weigh(one: number, other: number): number {
    const met = latest[one]?.get(other);
    return base(one, other) - (met === undefined ? 0 : repeatCost * 2 ** ((met - round) / repeatHalfLife));
  }

  return { count: people.length, isForbidden, of: kept(people.length, weigh) };
}

function gainOf(distance: number): number {
  return 1 - Math.exp(-(distance ** 2) / 8);
}

function normalised(vector: readonly number[]): readonly number[] {
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((value) => value / length) : [];
}

function product(one: readonly number[], other: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += (one[index] ?? 0) * (other[index] ?? 0);
  return sum;
}

/** A meeting counts for both, even if only one of them lists it. */
function rememberMeetings(
  people: readonly Person[],
  { never, latest }: { never: Set<number>[]; latest: Map<number, number>[] },
): void {
  const numbers = new Map(people.map(({ id }, index) => [id, index]));
  for (const [one, { met }] of people.entries()) {
    for (const { person, round } of met) {
      const other = numbers.get(person);
      if (other === undefined) continue;
      for (const [from, to] of [
        [one, other],
        [other, one],
      ] as const) {
        if (round === undefined) never[from]?.add(to);
        else latest[from]?.set(to, Math.max(round, latest[from]?.get(to) ?? round));
      }
    }
  }
}

/** All of them worked out once: 8 bytes a pair, twice. */
function kept(count: number, weigh: (one: number, other: number) => number): Weights['of'] {
  const all = new Float64Array(count * count);
  for (let one = 0; one < count; one++) {
    for (let other = 0; other < one; other++) {
      all[one * count + other] = all[other * count + one] = weigh(one, other);
    }
  }
  return (one, other) => all[one * count + other] ?? 0;
}
