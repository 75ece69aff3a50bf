import { Busy } from '../chat/bot.ts';

/*
 * How many events are inside at once, and in which order.
 *
 *   lane      one conversation's events. They happen in the order in which they arrived, one turn after the other, so
 *             that a busy channel never holds more than one connection
 *   turn      those of one lane that wait when a connection becomes free, up to `mostInTurn`: they go in together and
 *             share what a transaction costs. Where few wait, as almost always, that is a single one
 *   waiting   at most `mostWaiting` in all and `mostInLane` in one lane; the next one is refused with `Busy`
 *   stale     what has waited for `staleAfterMs` when its turn comes, because everything stood still: refused too, as
 *             nobody waits for its answer any more, and its platform has sent it again or told the person
 *
 * Lanes take turns. Everything else that needs the database (deliveries, pages) has the connections beyond `atOnce`.
 */
export interface Door<Item, Result> {
  enter(lane: string, item: Item): Promise<Result>;
  readonly inside: number;
  readonly waiting: number;
}

export interface DoorOptions<Item, Result> {
  readonly atOnce: number;
  readonly mostWaiting: number;
  readonly mostInLane: number;
  readonly mostInTurn: number;
  readonly staleAfterMs: number;
  /** In milliseconds, never going back. */
  readonly elapsed: () => number;
  /** Handles what is in one turn, in order; says of each how it went, in the same order. */
  turn(items: readonly Item[]): Promise<readonly PromiseSettledResult<Result>[]>;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly since: number;
  readonly settle: (result: PromiseSettledResult<Result>) => void;
}

export function createDoor<Item, Result>(options: DoorOptions<Item, Result>): Door<Item, Result> {
  type Lane = Waiting<Item, Result>[];
  /** Every lane with something in it or a turn under way. */
  const lanes = new Map<string, Lane>();
  /** Those that wait for a turn, the one that waits longest first. */
  const ready = new Set<string>();
  let turns = 0;
  let inside = 0;
  let waiting = 0;

  function letIn(): void {
    for (const name of ready) {
      if (turns >= options.atOnce) return;
      ready.delete(name);
      void takeTurn(name);
    }
  }

  async function takeTurn(name: string): Promise<void> {
    const lane = lanes.get(name) ?? [];
    const taken = lane.splice(0, options.mostInTurn);
    waiting -= taken.length;
    const [late, inTime] = partition(taken, ({ since }) => options.elapsed() - since >= options.staleAfterMs);
    refuse(late);
    turns += 1;
    inside += inTime.length;
    await settle(inTime);
    inside -= inTime.length;
    turns -= 1;
    if (lane.length > 0) ready.add(name);
    else lanes.delete(name);
    letIn();
  }

  async function settle(taken: readonly Waiting<Item, Result>[]): Promise<void> {
    if (taken.length === 0) return;
    try {
      const results = await options.turn(taken.map(({ item }) => item));
      for (const [index, result] of results.entries()) taken[index]?.settle(result);
    } catch (reason) {
      for (const each of taken) each.settle({ status: 'rejected', reason });
    }
  }

  function refuse(late: readonly Waiting<Item, Result>[]): void {
    for (const { settle } of late) settle({ status: 'rejected', reason: new Busy('it waited too long for its turn') });
  }

  return {
    enter(name, item) {
      const lane = lanes.get(name) ?? [];
      if (waiting >= options.mostWaiting) return Promise.reject(new Busy('too many are waiting'));
      if (lane.length >= options.mostInLane) return Promise.reject(new Busy('too many are waiting in one place'));
      const isNew = !lanes.has(name);
      lanes.set(name, lane);
      waiting += 1;
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      lane.push({
        item,
        since: options.elapsed(),
        settle: (result) => (result.status === 'fulfilled' ? resolve(result.value) : reject(result.reason as Error)),
      });
      if (isNew) ready.add(name);
      letIn();
      return promise;
    },
    get inside() {
      return inside;
    },
    get waiting() {
      return waiting;
    },
  };
}

function partition<T>(list: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  const yes: T[] = [];
  const no: T[] = [];
  for (const item of list) (test(item) ? yes : no).push(item);
  return [yes, no];
}
