/** What goes wrong between a sender and a service, at random but the same in each run. */

export const faultKinds = ['refused', 'failed', 'reset before', 'reset after', 'late before', 'late after'] as const;
export type Fault = (typeof faultKinds)[number];

/** The share of calls, 0..1, that each befalls; `before` and `after` the service took the call. */
export type FaultShares = Readonly<Partial<Record<Fault, number>>>;

export const lateMs = 3_000;

export function createFaults(shares: FaultShares, random: () => number): () => Fault | undefined {
  return () => {
    let chance = random();
    return faultKinds.find((kind) => {
      chance -= shares[kind] ?? 0;
      return chance < 0;
    });
  };
}

/** Mulberry32. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
