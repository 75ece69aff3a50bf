import assert from 'node:assert/strict';
import sinon from 'sinon';
import { createDoor, type Door, type DoorOptions } from '../../src/bots/door.ts';
import { Busy } from '../../src/chat/bot.ts';

interface Turn {
  readonly items: readonly string[];
  end(results?: PromiseSettledResult<string>[]): Promise<void>;
  fail(reason: Error): Promise<void>;
}

describe('the door', () => {
  let turns: Turn[];
  let clock: sinon.SinonFakeTimers;
  beforeEach(() => {
    turns = [];
    clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => clock.restore());

  function open(change: Partial<DoorOptions<string, string>> = {}): Door<string, string> {
    return createDoor<string, string>({
      sideBySide: 1,
      mostTurns: 2,
      mostInTurn: 3,
      slowMs: 20,
      mostWaiting: 10,
      mostInLane: 6,
      staleAfterMs: 1_000,
      elapsed: () => performance.now(),
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

  const inside = (): string[] => turns.map(({ items }) => items.join(' '));

  /** `a1 a2 b1`: two in lane `a`, one in lane `b`. */
  function enterAll(door: Door<string, string>, items: string): Promise<string>[] {
    return items.split(' ').map((item) => door.enter(item.charAt(0), item));
  }

  it('lets one in at once and says how it went', async () => {
    const door = open();
    const entered = door.enter('a', 'a1');
    assert.deepEqual([inside(), door.inside, door.waiting], [['a1'], 1, 0]);
    await turns[0]?.end();
    assert.equal(await entered, 'a1!');
    assert.deepEqual([door.inside, door.waiting], [0, 0]);
  });

  it('lets those that wait go together, lane after lane, each in its order', async () => {
    const door = open();
    const entered = enterAll(door, 'a1 b1 a2 c1 a3 b2');
    assert.deepEqual(inside(), ['a1']);
    await turns[0]?.end();
    assert.deepEqual(inside(), ['a1', 'b1 b2 c1']);
    await turns[1]?.end();
    await turns[2]?.end();
    assert.deepEqual(inside(), ['a1', 'b1 b2 c1', 'a2 a3']);
    assert.deepEqual(await Promise.all(entered), ['a1!', 'b1!', 'a2!', 'c1!', 'a3!', 'b2!']);
  });

  it('cuts a lane where a turn is full, and goes on with it after the others', async () => {
    const door = open();
    void enterAll(door, 'x a1 a2 a3 a4 b1');
    for (let index = 0; index < 4; index += 1) await turns[index]?.end();
    assert.deepEqual(inside(), ['x', 'a1 a2 a3', 'b1 a4']);
  });

  it('does not wait for a slow turn, except where it is in the same lane', async () => {
    const door = open();
    void enterAll(door, 'a1 a2 b1');
    assert.deepEqual(inside(), ['a1']);
    clock.tick(20);
    assert.deepEqual(inside(), ['a1', 'b1']);
    clock.tick(100);
    assert.deepEqual(inside(), ['a1', 'b1']);
    await turns[1]?.end();
    assert.deepEqual(inside(), ['a1', 'b1']);
    await turns[0]?.end();
    assert.deepEqual(inside(), ['a1', 'b1', 'a2']);
  });

  it('has two turns side by side, and what comes then waits until one of them is over', async () => {
    const door = open({ sideBySide: 2, mostTurns: 4 });
    void enterAll(door, 'a1 a2 b1 c1 d1');
    assert.deepEqual(inside(), ['a1', 'b1']);
    await turns[1]?.end();
    assert.deepEqual(inside(), ['a1', 'b1', 'c1 d1']);
    await turns[0]?.end();
    assert.deepEqual(inside(), ['a1', 'b1', 'c1 d1', 'a2']);
  });

  it('has no more turns at once than may be, however slow they are', async () => {
    const door = open();
    void enterAll(door, 'a1 b1');
    clock.tick(20);
    void enterAll(door, 'c1');
    clock.tick(500);
    assert.deepEqual(inside(), ['a1', 'b1']);
    await turns[0]?.end();
    assert.deepEqual(inside(), ['a1', 'b1', 'c1']);
  });

  it('refuses what is too much, in all and in one lane, and is well again', async () => {
    const door = open();
    const entered = enterAll(door, 'a1 a2 a3 a4 a5 a6 a7');
    await assert.rejects(door.enter('a', 'a8'), Busy);
    entered.push(...enterAll(door, 'b1 c1 d1 e1'));
    assert.equal(door.waiting, 10);
    await assert.rejects(door.enter('f', 'f1'), Busy);
    while (turns.length > 0) await turns.shift()?.end();
    assert.equal((await Promise.all(entered)).length, 11);
    const late = door.enter('f', 'f1');
    await turns[0]?.end();
    assert.equal(await late, 'f1!');
  });

  it('refuses what has waited too long when its turn comes', async () => {
    const door = open({ mostTurns: 1 });
    void door.enter('a', 'a1');
    const stale = door.enter('b', 'b1');
    clock.tick(600);
    const fresh = door.enter('b', 'b2');
    clock.tick(500);
    await Promise.all([turns[0]?.end(), assert.rejects(stale, Busy)]);
    assert.deepEqual(inside(), ['a1', 'b2']);
    await turns[1]?.end();
    assert.equal(await fresh, 'b2!');
  });

  it('goes on after a turn that went wrong', async () => {
    const door = open();
    const broken = door.enter('a', 'a1');
    const next = door.enter('a', 'a2');
    await Promise.all([turns[0]?.fail(new Error('broken')), assert.rejects(broken, /broken/)]);
    await Promise.all([
      turns[1]?.end([{ status: 'rejected', reason: new Error('this one') }]),
      assert.rejects(next, /this one/),
    ]);
    assert.deepEqual([door.inside, door.waiting], [0, 0]);
  });
});
