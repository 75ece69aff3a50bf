import { uniformInt } from 'pure-rand/distribution/uniformInt';
// Unlike the others there, it makes first draws that have nothing to do with each other of seeds that follow each other.
import { mersenne } from 'pure-rand/generator/mersenne';

/** Chance that can be repeated: the same draws for the same seed. */
export interface Chance {
  happens(probability: number): boolean;
  oneOf<Item>(items: readonly Item[]): Item | undefined;
  /** 0, 1, ..., count - 1 in a random order: Fisher and Yates. */
  readonly shuffled: (count: number) => number[];
}

/** The parts in which a probability is drawn. */
const steps = 1_000_000;

export function createChance(seed: number): Chance {
  const random = mersenne(seed);
  const below = (count: number): number => uniformInt(random, 0, count - 1);
  return {
    happens: (probability) => below(steps) < probability * steps,
    oneOf: (items) => (items.length === 0 ? undefined : items[below(items.length)]),
    shuffled(count) {
      const order = Array.from({ length: count }, (_, index) => index);
      for (let index = count - 1; index > 0; index--) {
        const other = below(index + 1);
        [order[index], order[other]] = [order[other] ?? 0, order[index] ?? 0];
      }
      return order;
    },
  };
}
