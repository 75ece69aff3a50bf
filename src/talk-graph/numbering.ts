/** Dense numbers for ids, in the order in which they were first met: what the typed arrays are indexed by. */
export interface Numbering {
  /** The number of an id; a new one for an id never met. */
  readonly of: (id: string) => number;
  /** The number of an id that was met. */
  readonly find: (id: string) => number | undefined;
  /** From now on `other` is what `id` is. */
  readonly join: (id: string, other: string) => void;
  readonly idOf: (number: number) => string;
  readonly size: number;
}

export function createNumbering(): Numbering {
  const numbers = new Map<string, number>();
  const ids: string[] = [];

  function numberOf(id: string): number {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    numbers.set(id, ids.length);
    return ids.push(id) - 1;
  }

  return {
    of: numberOf,
    join: (id, other) => void numbers.set(other, numberOf(id)),
    find: (id) => numbers.get(id),
    idOf: (number) => ids[number] ?? '',
    get size() {
      return ids.length;
    },
  };
}
