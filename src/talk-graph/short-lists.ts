import { grown } from './typed-arrays.ts';

/**
 * Very many short lists of numbers without repetition, in three typed arrays: the teams of each person, the people of
 * each thread. An entry has an index, by which others keep what belongs to it.
 */
export interface ShortLists {
  /** The entry of an item in an owner's list, added if it is not there; in either case it comes first now. */
  entry(owner: number, item: number): number;
  /** -1 if it is not there. */
  find(owner: number, item: number): number;
  /** The first entry of a list, -1 if it is empty. */
  first(owner: number): number;
  /** -1 after the last one. */
  next(entry: number): number;
  itemOf(entry: number): number;
  /** Its entries are given to other lists. */
  clear(owner: number): void;
  /** No entry has an index of this or more. */
  readonly length: number;
}

export function createShortLists(): ShortLists {
  let heads = new Int32Array(0);
  let items = new Int32Array(0);
  let nexts = new Int32Array(0);
  let length = 0;
  let free = -1;

  const first = (owner: number): number => heads[owner] ?? -1;
  const next = (entry: number): number => nexts[entry] ?? -1;

  function add(owner: number, item: number): number {
    const entry = take();
    items[entry] = item;
    nexts[entry] = first(owner);
    heads[owner] = entry;
    return entry;
  }

  function take(): number {
    if (free >= 0) {
      const entry = free;
      free = next(entry);
      return entry;
    }
    items = grown(items, length + 1);
    nexts = grown(nexts, length + 1);
    return length++;
  }

  return {
    entry(owner, item) {
      const head = first(owner);
      let before = -1;
      for (let entry = head; entry >= 0; entry = next(entry)) {
        if (items[entry] === item) {
          if (before >= 0) {
            nexts[before] = next(entry);
            nexts[entry] = head;
            heads[owner] = entry;
          }
          return entry;
        }
        before = entry;
      }
      heads = grown(heads, owner + 1, -1);
      return add(owner, item);
    },
    find(owner, item) {
      for (let entry = first(owner); entry >= 0; entry = next(entry)) if (items[entry] === item) return entry;
      return -1;
    },
    first,
    next,
    itemOf: (entry) => items[entry] ?? -1,
    clear(owner) {
      for (let entry = first(owner); entry >= 0; ) {
        const following = next(entry);
        nexts[entry] = free;
        free = entry;
        entry = following;
      }
      if (owner < heads.length) heads[owner] = -1;
    },
    get length() {
      return length;
    },
  };
}
