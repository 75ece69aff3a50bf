import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Makes random orders of 0, 1, ..., count - 1, the same ones for the same seed: Fisher and Yates. */
export function createShuffle(seed: number): (count: number) => number[] {
  const random = xoroshiro128plus(seed);
  return (count) => {
    const order = Array.from({ length: count }, (_, index) => index);
    for (let index = count - 1; index > 0; index--) {
      const other = uniformInt(random, 0, index);
      [order[index], order[other]] = [order[other] ?? 0, order[index] ?? 0];
    }
    return order;
  };
}
