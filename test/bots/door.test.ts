import assert from 'node:assert/strict';
import { createDoor, type Door, type DoorOptions } from '../../src/bots/door.ts';
import { Busy } from '../../src/chat/bot.ts';

interface Turn {
  readonly items: readonly string[];
  end(results?: PromiseSettledResult<string>[]): Promise<void>;
  fail(reason: Error): Promise<void>;
}

describe('the door', () => {
  let turns: Turn[];
  let now: number;
  beforeEach(() => {
    turns = [];
    now = 0;
  });

  function open(change: Partial<DoorOptions<string, string>> = {}): Door<string, string> {
    return createDoor<string, string>({
      atOnce: 2,
      mostWaiting: 10,
      mostInLane: 6,
      mostInTurn: 3,
      staleAfterMs: 1_000,
      elapsed: () => now,
      turn(items) {
        const { promise, resolve, reject } = Promise.withResolvers<readonly PromiseSettledResult<string>[]>();
        const settled = () => new Promise<void>(setImmediate);
        turns.push({
          items,
          end(results = items.map((value) => ({ status: 'fulfilled', value: `${value}!` }))) {
            resolve(results);
            return settled();
          },
          fail(reason) {
            reject(reason);
            return settled();
          },
        });
        return promise;
      },
      ...change,
    });
  }

  const inside = (): string[] => turns.map(({ items }) => items.join(''));

  it('lets one in at once and says how it went', async () => {
    const door = open();
    const entered = door.enter('one', 'a');
    assert.deepEqual([inside(), door.inside, door.waiting], [['a'], 1, 0]);
    await turns[0]?.end();
    assert.equal(await entered, 'a!');
    assert.deepEqual([door.inside, door.waiting], [0, 0]);
  });

  it('keeps the order of a lane, one turn at a time, and lets those that wait go together', async () => {
    const door = open();
    const entered = 'abcdef'.split('').map((item) => door.enter('one', item));
    assert.deepEqual(inside(), ['a']);
    await turns[0]?.end();
    await turns[1]?.end();
    await turns[2]?.end();
    assert.deepEqual(inside(), ['a', 'bcd', 'ef']);
    assert.deepEqual(await Promise.all(entered), ['a!', 'b!', 'c!', 'd!', 'e!', 'f!']);
  });

  it('lets lanes in beside each other, but not more than may be, and in turn', async () => {
    const door = open();
    for (const item of ['a1', 'b1', 'c1', 'a2', 'd1']) void door.enter(item.slice(0, 1), item);
    assert.deepEqual(inside(), ['a1', 'b1']);
    await turns[0]?.end();
    assert.deepEqual(inside(), ['a1', 'b1', 'c1']);
    await turns[1]?.end();
    assert.deepEqual(inside(), ['a1', 'b1', 'c1', 'd1']);
    await turns[2]?.end();
    assert.deepEqual(inside(), ['a1', 'b1', 'c1', 'd1', 'a2']);
  });

  it('refuses what is too much, in all and in one lane, and is well again', async () => {
    const door = open();
    const entered = 'abcdefg'.split('').map((item) => door.enter('one', item));
    await assert.rejects(door.enter('one', 'h'), Busy);
    for (const lane of ['two', 'three', 'four', 'five', 'six']) entered.push(door.enter(lane, lane));
    assert.equal(door.waiting, 10);
    await assert.rejects(door.enter('seven', 'x'), Busy);
    while (turns.length > 0) await turns.shift()?.end();
    assert.equal((await Promise.all(entered)).length, 12);
    const late = door.enter('seven', 'x');
    await turns[0]?.end();
    assert.equal(await late, 'x!');
  });

  it('refuses what has waited too long when its turn comes', async () => {
    const door = open({ atOnce: 1 });
    void door.enter('one', 'a');
    const stale = door.enter('two', 'b');
    now = 600;
    const fresh = door.enter('two', 'c');
    now = 1_100;
    await Promise.all([turns[0]?.end(), assert.rejects(stale, Busy)]);
    assert.deepEqual(inside(), ['a', 'c']);
    await turns[1]?.end();
    assert.equal(await fresh, 'c!');
  });

  it('goes on after a turn that went wrong', async () => {
    const door = open({ atOnce: 1 });
    const broken = door.enter('one', 'a');
    const next = door.enter('one', 'b');
    await Promise.all([turns[0]?.fail(new Error('broken')), assert.rejects(broken, /broken/)]);
    await Promise.all([
      turns[1]?.end([{ status: 'rejected', reason: new Error('this one') }]),
      assert.rejects(next, /this one/),
    ]);
    assert.deepEqual([door.inside, door.waiting], [0, 0]);
  });
});
