import type { Kysely } from 'kysely';
import type { Clock } from '../base/clock.ts';
import type { WorkspaceId } from '../chat/ids.ts';
import type { Call } from '../chat/platform.ts';
import type { Database } from '../storage/schema.ts';
import type { Lane } from '../storage/tables/delivery.ts';
import type { Limiter } from './limiter.ts';
import { type Candidate, dueIn } from './queue.ts';
import type { Suiting } from './suiting.ts';

/** What a workspace's sender sees of the queue: the lanes whose turn it is, without their messages. */
export interface Window {
  /** How long until it should look again, in milliseconds; not above 0 if now. */
  lookDueInMs(): number;
  look(): Promise<void>;
  /** Something may be due that was not there at the last look. */
  noteNews(kind: 'served' | 'woken'): void;
  /** Takes out up to `room` that may go now, in their order. */
  choose(room: number): Candidate[];
  /** How long until one more may go. */
  waitMs(): number;
  /** Nothing is left that was seen, and no reason to look again. */
  isDone(): boolean;
  clear(): void;
}

interface WindowOptions {
  readonly db: Kysely<Database>;
  readonly workspace: WorkspaceId;
  readonly clock: Clock;
  readonly limiter: Limiter;
  readonly suiting: Suiting;
  /** What is called instead, where the platform cannot. */
  possible(call: Call): Call;
  /** A call in this lane has not ended yet. */
  isUnderWay(lane: Lane): boolean;
}

/** Lanes looked at in one go: enough for two seconds of the fastest rate. */
const size = 100;
const few = 25;
/** A call that would wait longer than this for its workspace's limits lets others by. */
export const shortWaitMs = 250;
/** Between two looks: when lanes run low, when something new may be there, and in any case. */
const lookEveryMs = { low: 25, woken: 100, always: 500 } as const;
const calls: readonly Call[] = ['post', 'update', 'remove', 'find'];

export function createWindow({ db, workspace, clock, limiter, suiting, ...options }: WindowOptions): Window {
  /** In each priority, the lane that was served last. */
  const turns = new Map<number, Lane>();
  /** Lanes in the order in which they were last served; as many as the window holds. */
  const served = new Set<Lane>();
  let seen: Candidate[] = [];
  let lookedAt = Number.NEGATIVE_INFINITY;
  let news: 'none' | 'served' | 'woken' = 'woken';

  function lookDueInMs(): number {
    const isLow = seen.length < few && news !== 'none';
    const everyMs = isLow ? lookEveryMs.low : news === 'woken' ? lookEveryMs.woken : lookEveryMs.always;
    return lookedAt + everyMs - performance.now();
  }

  async function look(): Promise<void> {
    news = 'none';
    lookedAt = performance.now();
    const found = await dueIn(db, workspace, { turns, calls: callsThatCanGo(), limit: size });
    const free = firstOfEachLane(found.filter((each) => !each.isHeldUp));
    // Where nobody can go, the next look begins behind them.
    if (free.length === 0) passOver(found);
    seen = await suiting.keep(found.length < size ? longestUnserved(free) : free);
    // What stands in its lane behind one that is held may go.
    if (seen.length < free.length) news = 'served';
  }

  /** Where all lanes are in sight, they need not take turns by name. */
  function longestUnserved(free: Candidate[]): Candidate[] {
    const ranks = new Map([...served].map((lane, index) => [lane, index + 1]));
    const rank = ({ lane }: Candidate): number => ranks.get(lane) ?? 0;
    return free.toSorted(
      (one, other) => one.priority - other.priority || rank(one) - rank(other) || one.seq - other.seq,
    );
  }

  /** All of them where none can go: what will be able to go next is worth knowing. */
  function callsThatCanGo(): readonly Call[] {
    const now = clock.now();
    const soon = calls.filter((call) => limiter.workspaceWaitMs(options.possible(call), now) <= shortWaitMs);
    return soon.length > 0 ? soon : calls;
  }

  function passOver(candidates: readonly Candidate[]): void {
    for (const { priority, lane } of candidates) turns.set(priority, lane);
  }

  function choose(room: number): Candidate[] {
    const now = clock.now();
    const chosen: Candidate[] = [];
    for (const candidate of seen) {
      if (chosen.length >= room) break;
      if (waitOf(candidate, now) === 0) chosen.push(candidate);
    }
    if (chosen.length === 0) return chosen;
    passOver(chosen);
    noteServed(chosen);
    for (const { id } of chosen) suiting.use(id);
    seen = seen.filter((candidate) => !chosen.includes(candidate));
    return chosen;
  }

  function noteServed(chosen: readonly Candidate[]): void {
    for (const { lane } of chosen) {
      served.delete(lane);
      served.add(lane);
    }
    const excess = Math.max(0, served.size - size);
    for (const lane of [...served].slice(0, excess)) served.delete(lane);
  }

  function waitOf({ call: wanted, lane }: Candidate, now: Date): number {
    if (options.isUnderWay(lane)) return Number.POSITIVE_INFINITY;
    const call = options.possible(wanted);
    const ofWorkspace = limiter.workspaceWaitMs(call, now);
    // A lost post that is found, or not, is posted or updated after that.
    const ofLane = limiter.laneWaitMs(call === 'find' ? 'post' : call, lane, now);
    return Math.max(ofLane, ofWorkspace <= shortWaitMs ? 0 : ofWorkspace);
  }

  return {
    lookDueInMs,
    look,
    noteNews(kind) {
      if (news !== 'woken') news = kind;
    },
    choose,
    waitMs() {
      const now = clock.now();
      return seen.reduce((least, each) => Math.min(least, waitOf(each, now)), Number.POSITIVE_INFINITY);
    },
    isDone: () => seen.length === 0 && news === 'none',
    clear() {
      seen = [];
    },
  };
}

/** They come by priority. */
function firstOfEachLane(found: readonly Candidate[]): Candidate[] {
  const lanes = new Set<Lane>();
  return found.filter(({ lane }) => !lanes.has(lane) && lanes.add(lane));
}
