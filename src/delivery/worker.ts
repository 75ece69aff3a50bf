import { setTimeout as pause } from 'node:timers/promises';
import { Registry } from 'prom-client';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import { type PlatformName, platformOf, type WorkspaceId } from '../chat/ids.ts';
import type { Platform } from '../chat/platform.ts';
import type { Storage } from '../storage/storage.ts';
import { createDeliveryMetrics } from './metrics.ts';
import { sweep, takeBack, workspacesWithWork } from './queue.ts';
import { createSender, type Sender } from './sender.ts';
import { createSignal } from './signal.ts';
import type { IsSilent, SuitableAt } from './suiting.ts';

/*
 * Finds the workspaces where something is due, and gives each a sender. Which process sends in a workspace is settled by
 * a lock: the first to ask has it until nothing has been due there for a while, or until it dies; then another takes
 * over. So any number of processes share one database, and the limits of a service hold for all of them together.
 */

export interface WorkerOptions {
  readonly storage: Pick<Storage, 'db' | 'openSession'>;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly suitableAt?: SuitableAt;
  readonly isSilent?: IsSilent;
  /** Where the figures are kept. */
  readonly registry?: Registry;
  /** How long the worker rests when there is nothing to do, in milliseconds. */
  readonly restMs?: number;
}

export interface Worker {
  start(): void;
  /** Something was put in the outbox: look now. */
  wake(): void;
  /** Finishes what can be sent at this moment; how many deliveries were tried. */
  drain(): Promise<number>;
  /** Finishes what is under way and takes nothing more. */
  stop(): Promise<void>;
}

/** A lock is kept this long after the last delivery: what the sender knows of the limits stays fresh. */
const keepMs = 2_000;
/** After a wake, so that many at once cost one look. */
const gatherMs = 20;
const sweepEveryMs = 250;
/** Once the database is back, everyone saves what became of their tries, before that counts as unknown. */
const graceMs = 5_000;

interface Post {
  readonly sender: Sender;
  working: Promise<number> | undefined;
  idleSince: number;
}

export function createWorker(options: WorkerOptions): Worker {
  const { storage, platforms, clock, logger, restMs = 500 } = options;
  const { db } = storage;
  const metrics = createDeliveryMetrics(options.registry ?? new Registry(), db);
  const session = storage.openSession();
  const signal = createSignal();
  const posts = new Map<WorkspaceId, Post>();
  /** Where the app was taken out and something is due: it waits for an install that comes again, and its sender stops. */
  let removed: ReadonlySet<WorkspaceId> = new Set();
  let sweptAt = Number.NEGATIVE_INFINITY;
  /** When the database last failed us. */
  let troubledAt = Number.NEGATIVE_INFINITY;
  let running = false;
  let loop: Promise<void> = Promise.resolve();

  /** Time moves on, and senders are set to work where something is due. */
  async function look(): Promise<Post[]> {
    if (performance.now() - sweptAt >= sweepEveryMs) {
      sweptAt = performance.now();
      if (performance.now() - troubledAt >= graceMs) await takeBack(db);
      await sweep(db, clock.now());
    }
    const atWork: Post[] = [];
    const found = await workspacesWithWork(db);
    removed = new Set(found.filter((each) => each.removed).map(({ id }) => id));
    for (const { id: workspace } of found) {
      if (removed.has(workspace)) continue;
      const post = await postAt(workspace);
      if (!post) continue;
      setToWork(workspace, post);
      atWork.push(post);
    }
    return atWork;
  }

  async function postAt(workspace: WorkspaceId): Promise<Post | undefined> {
    const platform = platforms.get(platformOf(workspace));
    if (!platform || !(await session.lock(workspace))) return undefined;
    const known = posts.get(workspace);
    if (known) return known;
    const sender = await createSender({
      ...options,
      db,
      metrics,
      workspace,
      platform,
      suitableAt: options.suitableAt ?? anyTime,
      isSilent: options.isSilent ?? never,
      isOurs: () => session.holds(workspace) && !removed.has(workspace),
    });
    const post: Post = { sender, working: undefined, idleSince: performance.now() };
    posts.set(workspace, post);
    return post;
  }

  function setToWork(workspace: WorkspaceId, post: Post): void {
    post.sender.wake();
    post.working ??= post.sender
      .work()
      .catch((error: unknown) => {
        logger.error({ err: error, workspace }, 'the outbox of a workspace could not be worked off');
        return 0;
      })
      .finally(() => {
        post.working = undefined;
        post.idleSince = performance.now();
      });
  }

  /** What a sender knows of the limits is worth nothing once others may have sent. */
  async function giveUpPosts(idleMs: number): Promise<void> {
    for (const [workspace, post] of posts) {
      const isRecent = performance.now() - post.idleSince < idleMs;
      if (post.working || post.sender.isBusy() || (isRecent && session.holds(workspace))) continue;
      posts.delete(workspace);
      await session.unlock(workspace);
    }
  }

  async function run(): Promise<void> {
    while (running) {
      try {
        await look();
        await giveUpPosts(keepMs);
      } catch (error) {
        troubledAt = performance.now();
        logger.error({ err: error }, 'the outbox could not be read');
      }
      if (running) await signal.within(restMs);
      if (running) await pause(gatherMs);
    }
  }

  return {
    start() {
      running = true;
      loop = run();
    },
    wake: () => signal.notify(),
    async drain() {
      let done = 0;
      for (;;) {
        sweptAt = Number.NEGATIVE_INFINITY;
        let tried = 0;
        for (const { working } of await look()) tried += (await working) ?? 0;
        if (tried === 0) break;
        done += tried;
      }
      await giveUpPosts(0);
      return done;
    },
    async stop() {
      running = false;
      signal.notify();
      await loop;
      for (const [workspace, post] of posts) {
        post.sender.stop();
        // Work that was broken off may have left something in hand.
        setToWork(workspace, post);
      }
      for (const { working } of posts.values()) await working;
      posts.clear();
      await session.close();
    },
  };
}

const anyTime: SuitableAt = async () => new Map();
const never: IsSilent = async () => false;
