import { AppError } from '../base/errors.ts';
import { grown, scale } from './typed-arrays.ts';

/**
 * A number for each unordered pair of teams, most of which have none: an open-addressing table of typed arrays, 8 or 12
 * bytes a place. Beside it the sum of each team over its pairs.
 */
export interface PairTable {
  add(a: number, b: number, value: number): void;
  get(a: number, b: number): number;
  sumOf(team: number): number;
  /** The sum of `sumOf` over all teams. */
  readonly total: number;
  scale(factor: number): void;
}

/** The pairs of more teams could not be numbered in 32 bits. */
const mostTeams = 92_681;
const empty = 0xffff_ffff;
const fullest = 0.7;

type FloatArray = typeof Float32Array | typeof Float64Array;

export function createPairTable(Values: FloatArray): PairTable {
  let bits = 10;
  let keys = new Uint32Array(2 ** bits).fill(empty);
  let values = new Values(2 ** bits);
  let used = 0;
  let sums = new Float64Array(0);
  let total = 0;

  /** Where the key is, or where it would be put. */
  function placeOf(key: number): number {
    const mask = keys.length - 1;
    let place = Math.imul(key, 0x9e3779b1) >>> (32 - bits);
    while (keys[place] !== key && keys[place] !== empty) place = (place + 1) & mask;
    return place;
  }

  function enlarge(): void {
    const [oldKeys, oldValues] = [keys, values];
    bits += 1;
    keys = new Uint32Array(2 ** bits).fill(empty);
    values = new Values(2 ** bits);
    for (let index = 0; index < oldKeys.length; index++) {
      const key = oldKeys[index] ?? empty;
      if (key === empty) continue;
      const place = placeOf(key);
      keys[place] = key;
      values[place] = oldValues[index] ?? 0;
    }
  }

  return {
    add(a, b, value) {
      let place = placeOf(keyOf(a, b));
      if (keys[place] === empty) {
        if (used >= keys.length * fullest) {
          enlarge();
          place = placeOf(keyOf(a, b));
        }
        keys[place] = keyOf(a, b);
        used++;
      }
      values[place] = (values[place] ?? 0) + value;
      sums = grown(sums, Math.max(a, b) + 1);
      sums[a] = (sums[a] ?? 0) + value;
      sums[b] = (sums[b] ?? 0) + value;
      total += 2 * value;
    },
    get: (a, b) => values[placeOf(keyOf(a, b))] ?? 0,
    sumOf: (team) => sums[team] ?? 0,
    get total() {
      return total;
    },
    scale(factor) {
      scale(values, factor);
      scale(sums, factor);
      total *= factor;
    },
  };
}

/** Pairs in the order (0,1), (0,2), (1,2), (0,3), ... */
function keyOf(a: number, b: number): number {
  const high = a > b ? a : b;
  if (high >= mostTeams) throw tooManyTeams;
  return (high * (high - 1)) / 2 + (a > b ? b : a);
}

const tooManyTeams = new AppError(`more than ${mostTeams} teams`, {
  tell: `More than ${mostTeams} teams cannot be compared. Split the input by organisation.`,
});
