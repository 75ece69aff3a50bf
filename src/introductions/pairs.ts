import blossom, { type Edge } from 'edmonds-blossom-fixed';
import type { Weights } from './weights.ts';

/** Of vertices, and those that are in none. */
interface Pairing {
  readonly pairs: number[][];
  readonly left: number[];
}

/** As many of the best others as are looked at for each; the optimum hardly ever lies beyond. */
const nearest = 20;
/** And others anywhere: with as many, whoever can be paired at all almost surely is, however few people all prefer. */
const elsewhere = 5;
/** If not, so many times as many. */
const widening = 3;
/** But no more pairs than this: the algorithm takes seconds for them. */
const mostEdges = 100_000;
/** Up to so many people, forbidden pairs are chosen as well as the others, where they cannot be avoided. */
const mostWithForbidden = 300;
/** More than all other weights together: one forbidden pair less is worth anything else. */
const forbiddenCost = 1_000;
/** The algorithm is exact for whole numbers; a weight keeps five decimals. */
const precision = 1e5;

/**
 * The pairing of the greatest weight among each one's best others: Edmonds' blossom algorithm. Everyone who can be
 * paired without a forbidden pair is; of very many people, those who cannot may be left over.
 */
export function bestPairs(weights: Weights, leastLeft = weights.count % 2): Pairing {
  const { count } = weights;
  for (let wanted = nearest; ; wanted *= widening) {
    const edges = bestEdges(weights, wanted);
    const pairing = pairAlong(edges, count);
    if (pairing.left.length <= leastLeft || wanted >= count || count * wanted * widening > mostEdges) {
      const isComplete = pairing.left.length <= count % 2 || count > mostWithForbidden;
      return isComplete ? pairing : pairAlong([...edges, ...forbiddenEdges(weights)], count);
    }
  }
}

function pairAlong(edges: Edge[], count: number): Pairing {
  const mates = blossom(edges, true);
  const everyone = Array.from({ length: count }, (_, one) => one);
  const mateOf = (one: number): number => mates[one] ?? -1;
  return {
    pairs: everyone.filter((one) => mateOf(one) > one).map((one) => [one, mateOf(one)]),
    left: everyone.filter((one) => mateOf(one) < 0),
  };
}

function forbiddenEdges(weights: Weights): Edge[] {
  const edges: Edge[] = [];
  for (let one = 0; one < weights.count; one++) {
    for (let other = 0; other < one; other++) {
      if (!weights.isForbidden(one, other)) continue;
      edges.push([one, other, Math.round((weights.of(one, other) - forbiddenCost) * precision)]);
    }
  }
  return edges;
}

function bestEdges(weights: Weights, wanted: number): Edge[] {
  const edges: Edge[] = [];
  const chosen = new Set<number>();
  for (let one = 0; one < weights.count; one++) {
    for (const other of goodOthers(weights, one, wanted)) {
      const key = Math.min(one, other) * weights.count + Math.max(one, other);
      if (chosen.has(key)) continue;
      chosen.add(key);
      edges.push([one, other, Math.round(weights.of(one, other) * precision)]);
    }
  }
  return edges;
}

/** The best, of equals those who come next after oneself, so that not all look at the same; and some at even distances. */
function goodOthers(weights: Weights, one: number, wanted: number): number[] {
  const others: number[] = [];
  for (let step = 1; step < weights.count; step++) {
    const other = (one + step) % weights.count;
    if (!weights.isForbidden(one, other)) others.push(other);
  }
  const spread = Array.from(
    { length: elsewhere },
    (_, index) => others[Math.floor((others.length * index) / elsewhere)],
  );
  const best = others.toSorted((a, b) => weights.of(one, b) - weights.of(one, a)).slice(0, wanted);
  return [...best, ...spread.filter((other) => other !== undefined)];
}
