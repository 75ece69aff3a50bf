import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createShortLists, type ShortLists } from '../../src/talk-graph/short-lists.ts';

describe('short lists', () => {
  it('behave as lists of their own, the latest first', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('entry' as const), owner: fc.nat(4), item: fc.nat(6) }),
      fc.record({ kind: fc.constant('clear' as const), owner: fc.nat(4), item: fc.constant(0) }),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const lists = createShortLists();
        const expected = new Map<number, number[]>();
        for (const { kind, owner, item } of steps) {
          const others = (expected.get(owner) ?? []).filter((each) => each !== item);
          if (kind === 'clear') lists.clear(owner);
          else lists.entry(owner, item);
          expected.set(owner, kind === 'clear' ? [] : [item, ...others]);
          for (const [each, items] of expected) assert.deepEqual(itemsOf(lists, each), items);
        }
      }),
    );
  });

  it('find what is there', () => {
    const lists = createShortLists();
    const entry = lists.entry(2, 9);
    assert.deepEqual([lists.find(2, 9), lists.find(2, 8), lists.find(0, 9), lists.itemOf(entry)], [entry, -1, -1, 9]);
  });
});

function itemsOf(lists: ShortLists, owner: number): number[] {
  const items: number[] = [];
  for (let entry = lists.first(owner); entry >= 0; entry = lists.next(entry)) items.push(lists.itemOf(entry));
  return items;
}
