import { Busy } from '../chat/bot.ts';

/*
 * When events go in, in which order, and how many.
 *
 *   lane      one conversation's events: they happen in the order in which they arrived, never two at the same time
 *   turn      what goes in together and shares one transaction: everything that waits, lane after lane, up to
 *             `mostInTurn`. Where few come, as almost always, that is a single event, and it goes in at once. The more
 *             come, the more share a turn, and the less each of them costs
 *   turns     `sideBySide` of them, so that this process decides for one while the database writes for the other; more
 *             would be in each other's way. One that takes longer than `slowMs` does not count: something slow holds up
 *             those in its own turn, and for so long some others. At most `mostTurns` at the same time
 *   waiting   at most `mostWaiting` in all and `mostInLane` in one lane; the next one is refused with `Busy`
 *   stale     what has waited for `staleAfterMs` when its turn comes, because everything stood still: refused too, as
 *             nobody waits for its answer any more, and its platform has sent it again or told the person
 *
 * A turn holds one connection. Everything else that needs the database (deliveries, pages) has those beyond `mostTurns`.
 */
export interface Door<Item, Result> {
  enter(lane: string, item: Item): Promise<Result>;
  readonly inside: number;
  readonly waiting: number;
}

export interface DoorOptions<Item, Result> extends Bounds {
  /** In milliseconds, never going back. */
  readonly elapsed: () => number;
  /** Handles what is in one turn, in order; says of each how it went, in the same order. */
  turn(items: readonly Item[]): Promise<readonly PromiseSettledResult<Result>[]>;
}

interface Bounds {
  readonly sideBySide: number;
  readonly mostTurns: number;
  readonly mostInTurn: number;
  readonly slowMs: number;
  readonly mostWaiting: number;
  readonly mostInLane: number;
  readonly staleAfterMs: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly since: number;
  readonly settle: (result: PromiseSettledResult<Result>) => void;
}

export function createDoor<Item, Result>(options: DoorOptions<Item, Result>): Door<Item, Result> {
  type Entry = Waiting<Item, Result>;
  /** Every lane with something waiting, or inside. */
  const lanes = new Map<string, Entry[]>();
  /** Those that wait and have nothing inside, the one that waits longest first. */
  const ready = new Set<string>();
  /** When each turn that is under way began. */
  const turns = new Set<{ readonly since: number }>();
  let reminder: NodeJS.Timeout | undefined;
  let inside = 0;
  let waiting = 0;

  function letIn(): void {
    while (ready.size > 0 && mayBegin()) void takeTurn();
    if (reminder || ready.size === 0 || turns.size >= options.mostTurns) return;
    reminder = setTimeout(remind, options.slowMs);
  }

  function mayBegin(): boolean {
    const now = options.elapsed();
    const slow = [...turns].filter(({ since }) => now - since >= options.slowMs);
    return turns.size < options.mostTurns && turns.size - slow.length < options.sideBySide;
  }

  function remind(): void {
    reminder = undefined;
    letIn();
  }

  async function takeTurn(): Promise<void> {
    const now = options.elapsed();
    const turn = { since: now };
    const { names, entries } = gather();
    const inTime = entries.filter((each) => now - each.since < options.staleAfterMs);
    turns.add(turn);
    inside += inTime.length;
    for (const each of entries) if (!inTime.includes(each)) refuse(each);
    await settle(inTime);
    inside -= inTime.length;
    turns.delete(turn);
    for (const name of names) comeBack(name);
    letIn();
  }

  /** Lane after lane, each as far as there is room. */
  function gather(): { readonly names: readonly string[]; readonly entries: readonly Entry[] } {
    const names: string[] = [];
    const entries: Entry[] = [];
    for (const name of ready) {
      if (entries.length >= options.mostInTurn) break;
      ready.delete(name);
      names.push(name);
      entries.push(...(lanes.get(name) ?? []).splice(0, options.mostInTurn - entries.length));
    }
    waiting -= entries.length;
    return { names, entries };
  }

  function comeBack(name: string): void {
    if (lanes.get(name)?.length) ready.add(name);
    else lanes.delete(name);
  }

  async function settle(entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return;
    try {
      const results = await options.turn(entries.map(({ item }) => item));
      for (const [index, result] of results.entries()) entries[index]?.settle(result);
    } catch (reason) {
      for (const each of entries) each.settle({ status: 'rejected', reason });
    }
  }

  function refuse({ settle }: Entry): void {
    settle({ status: 'rejected', reason: new Busy('it waited too long for its turn') });
  }

  return {
    enter(name, item) {
      const lane = lanes.get(name);
      if (waiting >= options.mostWaiting) return Promise.reject(new Busy('too many are waiting'));
      if (lane && lane.length >= options.mostInLane)
        return Promise.reject(new Busy('too many are waiting in one place'));
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      const entry: Entry = {
        item,
        since: options.elapsed(),
        settle: (result) => (result.status === 'fulfilled' ? resolve(result.value) : reject(result.reason as Error)),
      };
      if (lane) lane.push(entry);
      else {
        lanes.set(name, [entry]);
        ready.add(name);
      }
      waiting += 1;
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
