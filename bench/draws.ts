/** Seeded chance, the same in every run. */
export type Random = () => number;

/** mulberry32 (T. Ettinger 2017): 32 bits of state, good enough for a simulation. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** How many of `n` click, each with probability `p`: drawn from the exact distribution. */
export function binomial(n: number, p: number, random: Random): () => number {
  const cumulated = new Float64Array(n + 1);
  let [logOdds, logChoose, sum] = [Math.log(p) - Math.log1p(-p), 0, 0];
  const none = n * Math.log1p(-p);
  for (let count = 0; count <= n; count++) {
    sum += Math.exp(none + count * logOdds + logChoose);
    cumulated[count] = sum;
    logChoose += Math.log(n - count) - Math.log(count + 1);
  }
  return () => firstAtLeast(cumulated, random() * sum);
}

function firstAtLeast(cumulated: Float64Array, wanted: number): number {
  let [low, high] = [0, cumulated.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulated[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
