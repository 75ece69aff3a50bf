type Numbers =
  | Uint8Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** The array itself if it has room for `length` numbers, else a longer copy; new places hold `filling`. */
export function grown<Array extends Numbers>(array: Array, length: number, filling = 0): Array {
  if (length <= array.length) return array;
  const longer = new (array.constructor as new (length: number) => Array)(Math.max(16, length, array.length * 2));
  longer.set(array);
  if (filling !== 0) longer.fill(filling, array.length);
  return longer;
}

export function scale(array: Float32Array | Float64Array, factor: number): void {
  for (let index = 0; index < array.length; index++) array[index] = (array[index] ?? 0) * factor;
}
