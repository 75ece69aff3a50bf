import { createChance } from '../base/chance.ts';
import { type Grouping, weightOf } from './exchange.ts';
import { formGroups, type WantedGroups } from './groups.ts';
import { createWeights, type Distance, type Person, type Weights } from './weights.ts';

/** Who should meet whom: groups of people who rarely talk, have something in common, and have not met lately. */
export interface IntroductionRequest {
  readonly people: readonly Person[];
  /** Between teams; where none is given, neither near nor far is assumed. */
  readonly distances: readonly Distance[];
  /** The one that is made now. */
  readonly round: number;
  readonly size: number;
  /** Same request and seed: same groups. */
  readonly seed: number;
}

export interface Introductions {
  readonly groups: readonly { readonly group: readonly string[]; readonly weight: number }[];
  readonly left: readonly string[];
  /** The sum of the groups' weights. */
  readonly total: number;
}

/** The time that the best pairing takes grows faster than the square of the people; beyond this they are parted. */
const mostAtOnce = 2_000;

export function introduce({ people, distances, round, size, seed }: IntroductionRequest): Introductions {
  const { shuffled } = createChance(seed);
  const parts = partsOf(people, shuffled(people.length), size);
  const made = parts.map((part) => introducePart(part, { distances, round, size, shuffled }));
  return inOrderOfInput(made, people);
}

type PartRequest = Omit<IntroductionRequest, 'people' | 'seed'> & Pick<WantedGroups, 'shuffled'>;

function introducePart(
  people: readonly Person[],
  { distances, round, size, shuffled }: PartRequest,
): Omit<Introductions, 'total'> {
  const weights = createWeights({ people, distances, round });
  const leastLeft = Math.max(people.length % 2, 2 * largestTeam(people) - people.length);
  const grouping = formGroups(weights, { size, leastLeft, shuffled });
  seatTheRest(grouping, weights);
  const idsOf = (list: readonly number[]): string[] => list.map((person) => people[person]?.id ?? '');
  return {
    groups: grouping.groups.map((group) => ({ group: idsOf(group), weight: weightOf(group, weights) })),
    left: idsOf(grouping.left),
  };
}

/** As even as can be, each with its part of every team; only the last has people who do not fit into groups of `size`. */
function partsOf(people: readonly Person[], order: readonly number[], size: number): Person[][] {
  const count = Math.ceil(people.length / mostAtOnce);
  const whole = Math.floor(people.length / count / size) * size;
  const mixed = order.flatMap((index) => people[index] ?? []);
  if (count <= 1) return [mixed];
  const dealt = [...Map.groupBy(mixed, ({ team }) => team).values()].flat();
  const parts = Array.from({ length: count }, (): Person[] => []);
  for (const [index, person] of dealt.entries()) parts[index < whole * count ? index % count : count - 1]?.push(person);
  return parts;
}

/** Rather one more in a group than someone alone; but nobody joins whom they must not meet. */
function seatTheRest({ groups, left }: Grouping, weights: Weights): void {
  const open = new Set(groups);
  for (const person of left.splice(0)) {
    const group = roomiest([...open], person, weights);
    if (group) {
      group.push(person);
      open.delete(group);
    } else left.push(person);
  }
}

function roomiest(groups: readonly number[][], person: number, weights: Weights): number[] | undefined {
  const gain = (group: readonly number[]): number => group.reduce((sum, each) => sum + weights.of(person, each), 0);
  return groups
    .filter((group) => !group.some((each) => weights.isForbidden(person, each)))
    .reduce<number[] | undefined>((best, each) => (best && gain(best) >= gain(each) ? best : each), undefined);
}

function largestTeam(people: readonly Person[]): number {
  const sizes = new Map<string, number>();
  for (const { team } of people) sizes.set(team, (sizes.get(team) ?? 0) + 1);
  return Math.max(0, ...sizes.values());
}

function inOrderOfInput(made: readonly Omit<Introductions, 'total'>[], people: readonly Person[]): Introductions {
  const places = new Map(people.map(({ id }, index) => [id, index]));
  const byPlace = (one = '', other = ''): number => (places.get(one) ?? 0) - (places.get(other) ?? 0);
  const groups = made
    .flatMap((part) => part.groups.map(({ group, weight }) => ({ group: group.toSorted(byPlace), weight })))
    .sort((one, other) => byPlace(one.group[0], other.group[0]));
  return {
    groups,
    left: made.flatMap(({ left }) => left).sort(byPlace),
    total: groups.reduce((sum, { weight }) => sum + weight, 0),
  };
}
