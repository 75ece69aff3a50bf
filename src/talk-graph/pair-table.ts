import { AppError } from '../base/errors.ts';
import type { Together } from './together.ts';
import { grown, scale } from './typed-arrays.ts';
import { createWaitingSums, spreadOf } from './waiting-sums.ts';

/**
 * A number for each unordered pair of teams, most of which have none: an open-addressing table. A pair's key and number
 * lie side by side, 8 or 16 bytes a place, so that a look-up waits for memory once; most look-ups for a pair that has none
 * do not wait at all, as a few bits in the processor's cache say so. Beside it the sum of each team over its pairs.
 */
export interface PairTable {
  add(a: number, b: number, value: number): void;
  /** All of them, multiplied by `factor`. */
  times(factor: number): Together;
  scale(factor: number): void;
}

/** The pairs of more teams could not be numbered in 32 bits. */
const mostTeams = 92_681;
const fullest = 0.7;
const firstBits = 10;
/** So many marks a place, as a power of two: a pair that has none is taken for one that has in one case of ten. */
const markBits = 2;

type FloatArray = typeof Float32Array | typeof Float64Array;

/** Its places: `keys` and `values` are two views of the same memory. */
function createPlaces(Values: FloatArray, bits: number) {
  const stride = Values.BYTES_PER_ELEMENT / 2;
  const memory = new ArrayBuffer(2 ** bits * 2 * Values.BYTES_PER_ELEMENT);
  /** At `place * stride`; 0 in a place that is free. */
  const keys = new Uint32Array(memory);
  /** At `place * 2 + 1`. */
  const values = new Values(memory);
  return { stride, keys, values, marks: new Uint8Array(2 ** (bits + markBits - 3)) };
}

export function createPairTable(Values: FloatArray): PairTable {
  let bits = firstBits;
  let { stride, keys, values, marks } = createPlaces(Values, bits);
  let used = 0;
  let sums = new Float64Array(0);
  const waiting = createWaitingSums(Values, addNow);

  /** Where the key is, or where it would be put. */
  function placeOf(key: number): number {
    const mask = (1 << bits) - 1;
    let place = spreadOf(key) >>> (32 - bits);
    for (let known = keys[place * stride]; known !== key && known !== 0; known = keys[place * stride]) {
      place = (place + 1) & mask;
    }
    return place;
  }

  function put(key: number, value: number): void {
    const place = placeOf(key);
    keys[place * stride] = key;
    values[place * 2 + 1] = value;
    const mark = spreadOf(key) >>> (32 - bits - markBits);
    marks[mark >> 3] = (marks[mark >> 3] ?? 0) | (1 << (mark & 7));
    used++;
  }

  function isMarked(key: number): boolean {
    const mark = spreadOf(key) >>> (32 - bits - markBits);
    return ((marks[mark >> 3] ?? 0) & (1 << (mark & 7))) !== 0;
  }

  function enlarge(): void {
    const [oldKeys, oldValues, oldSize] = [keys, values, 2 ** bits];
    bits++;
    ({ stride, keys, values, marks } = createPlaces(Values, bits));
    used = 0;
    for (let place = 0; place < oldSize; place++) {
      const key = oldKeys[place * stride] ?? 0;
      if (key !== 0) put(key, oldValues[place * 2 + 1] ?? 0);
    }
  }

  function addNow(key: number, value: number): void {
    const place = placeOf(key);
    if (keys[place * stride] === key) values[place * 2 + 1] = (values[place * 2 + 1] ?? 0) + value;
    else {
      if (used >= 2 ** bits * fullest) enlarge();
      put(key, value);
    }
  }

  function get(a: number, b: number): number {
    waiting.settle();
    const key = keyOf(a, b);
    return isMarked(key) ? (values[placeOf(key) * 2 + 1] ?? 0) : 0;
  }

  return {
    add(a, b, value) {
      waiting.add(keyOf(a, b), value);
      sums = grown(sums, Math.max(a, b) + 1);
      sums[a] = (sums[a] ?? 0) + value;
      sums[b] = (sums[b] ?? 0) + value;
    },
    times(factor) {
      return {
        between: (a, b) => get(a, b) * factor,
        of: (team) => (sums[team] ?? 0) * factor,
        inAll: sums.reduce((total, sum) => total + sum, 0) * factor,
      };
    },
    scale(factor) {
      waiting.settle();
      for (let place = 0; place < 2 ** bits; place++) {
        values[place * 2 + 1] = (values[place * 2 + 1] ?? 0) * factor;
      }
      scale(sums, factor);
    },
  };
}

/** Pairs in the order (0,1), (0,2), (1,2), (0,3), ..., from 1. */
function keyOf(a: number, b: number): number {
  const high = a > b ? a : b;
  if (high >= mostTeams) throw tooManyTeams;
  return (high * (high - 1)) / 2 + (a > b ? b : a) + 1;
}

const tooManyTeams = new AppError(`more than ${mostTeams} teams`, {
  tell: `More than ${mostTeams} teams cannot be compared. Split the input by organisation.`,
});
