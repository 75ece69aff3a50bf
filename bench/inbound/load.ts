import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type Connection, openConnection } from './connection.ts';
import { createRequests, type Kind, type Surroundings } from './requests.ts';

/** Requests, from a thread of its own: what it costs to make and to sign them is not in the measurement. */

export interface Load extends Surroundings {
  readonly port: number;
  readonly kind: Kind;
  readonly seconds: number;
  readonly pace: Pace;
}

/**
 * Closed loop: each connection sends its next request when the last is answered. Open loop: requests come when they
 * come, however long the others take, and the time of each counts from when it should have been sent.
 */
export type Pace = { readonly connections: number } | { readonly perSecond: number };

export interface LoadResult {
  readonly perSecond: number;
  /** Milliseconds of each request, in no order. */
  readonly times: Float64Array;
  /** Answers other than 2xx, and none at all. */
  readonly failed: number;
}

/** More than any server here answers. */
const mostPerSecond = 8_000;
/** Enough for an open loop at a hundred a second, also while something stands still for a while. */
const mostConnections = 64;

export function runLoad(load: Load): Promise<LoadResult> {
  const worker = new Worker(new URL(import.meta.url), { workerData: load });
  return new Promise<LoadResult>((resolve, reject) => {
    worker.once('message', resolve).once('error', reject);
  }).finally(() => worker.terminate());
}

async function generate(load: Load): Promise<LoadResult> {
  const { pace, seconds } = load;
  const isClosed = 'connections' in pace;
  const next = createSupply(load, Math.ceil(seconds * (isClosed ? mostPerSecond : pace.perSecond)));
  const count = isClosed ? pace.connections : mostConnections;
  const connections = Array.from({ length: count }, () => openConnection(load.port));
  const tally: Tally = { times: [], failed: 0 };
  const begun = performance.now();
  const until = begun + seconds * 1000;
  if (isClosed) await Promise.all(connections.map((each) => keepSending(each, { next, until, tally })));
  else await sendAtPace(connections, { next, until, tally, gapMs: 1000 / pace.perSecond });
  const took = (performance.now() - begun) / 1000;
  for (const each of connections) each.end();
  return { perSecond: tally.times.length / took, times: Float64Array.from(tally.times), failed: tally.failed };
}

interface Tally {
  readonly times: number[];
  failed: number;
}

interface Sending {
  readonly next: () => Buffer;
  readonly until: number;
  readonly tally: Tally;
}

async function keepSending(connection: Connection, sending: Sending): Promise<void> {
  while (performance.now() < sending.until) await send(connection, sending, performance.now());
}

/** At random moments, as people act. */
async function sendAtPace(connections: Connection[], sending: Sending & { readonly gapMs: number }): Promise<void> {
  const idle = [...connections];
  const waiting: (() => void)[] = [];
  const underWay = new Set<Promise<void>>();
  let due = performance.now();
  while (due < sending.until) {
    await reach(due);
    const sent = sendWhenIdle(due).finally(() => underWay.delete(sent));
    underWay.add(sent);
    due += -Math.log(1 - Math.random()) * sending.gapMs;
  }
  await Promise.all(underWay);

  async function sendWhenIdle(due: number): Promise<void> {
    if (idle.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    const connection = idle.pop() as Connection;
    await send(connection, sending, due);
    idle.push(connection);
    waiting.shift()?.();
  }
}

/** Timers count in whole milliseconds, and fire late. */
async function reach(due: number): Promise<void> {
  const rest = due - performance.now();
  if (rest > 2) await new Promise((resolve) => setTimeout(resolve, rest - 1));
  while (performance.now() < due) await new Promise((resolve) => setImmediate(resolve));
}

async function send(connection: Connection, { next, tally }: Sending, from: number): Promise<void> {
  const status = await connection.exchange(next());
  tally.times.push(performance.now() - from);
  if (status < 200 || status > 299) tally.failed += 1;
}

/** Requests made beforehand; more are made on the way if they do not last. */
function createSupply(load: Load, count: number): () => Buffer {
  const make = createRequests(load.kind, load);
  const made = Array.from({ length: count }, make);
  return () => made.pop() ?? make();
}

if (!isMainThread && parentPort) parentPort.postMessage(await generate(workerData as Load));
