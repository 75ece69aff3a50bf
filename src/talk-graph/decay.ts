/** Seconds. */
export const day = 86_400;

/** Half-life of what a person writes in a team: it says both where they are at home and which teams share people. */
export const presenceHalfLife = 30 * day;
/** Half-life of interactions between members. */
export const tieHalfLife = 60 * day;

/**
 * Counts that fade without being touched. What happens at `at` is added with the weight 2^((at - origin) / half-life);
 * a sum of such weights, divided by the weight of the present moment, is the sum faded to the present moment. Only
 * ratios between moments matter, so the origin may move.
 */
export interface Decay {
  /** What something that happens at `at` weighs. */
  weightAt(at: number): number;
}

/** Numbers stay far from the ends of a 32-bit float. */
const longestSpan = 64;

/** `rescale` is told by how much everything that was added so far must be multiplied when the origin moves. */
export function createDecay(halfLife: number, rescale: (factor: number) => void): Decay {
  let origin: number | undefined;
  /** The last moment and its weight; in an array a number can be replaced without a new object. */
  const last = Float64Array.of(Number.NaN, 1);

  function spanTo(at: number): number {
    origin ??= at;
    const span = (at - origin) / halfLife;
    if (span <= longestSpan) return span;
    const halvings = Math.floor(span);
    origin += halvings * halfLife;
    rescale(2 ** -halvings);
    return span - halvings;
  }

  return {
    weightAt(at) {
      if (at !== last[0]) {
        last[1] = Math.exp(Math.LN2 * spanTo(at));
        last[0] = at;
      }
      return last[1] ?? 1;
    },
  };
}
