import { Agent, request as send } from 'node:http';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { percentile } from './benchmark.ts';
import { createRequests, type Kind, type Request, type Surroundings, saidLater } from './requests.ts';
import type { StandIn } from './stand-in.ts';

/**
 * A closed loop in a thread of its own: each connection sends its next request when the last is answered and what it
 * caused was said, else work that is done after the answer would pile up.
 */

export interface Load extends Surroundings {
  readonly address: string;
  readonly kind: Kind;
  readonly seconds: number;
  readonly connections: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers other than 2xx, and none at all. */
  readonly failed: number;
  /** Requests after which nothing was said for a long time, though something should have been. */
  readonly unsaid: number;
}

/** Far longer than anything takes that is well. */
const saidPatienceMs = 8_000;

export function runLoad(load: Load, standIn: StandIn): Promise<LoadResult> {
  const worker = new Worker(new URL(import.meta.url), { workerData: load });
  standIn.onSaid = () => worker.postMessage('said');
  return new Promise<LoadResult>((resolve, reject) => {
    worker.once('message', resolve).once('error', reject);
  }).finally(() => {
    standIn.onSaid = () => {};
    return worker.terminate();
  });
}

async function generate(load: Load): Promise<LoadResult> {
  const next = createRequests(load.kind, load);
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  const times: number[] = [];
  const words = saidLater.includes(load.kind) ? listen() : undefined;
  let failed = 0;
  let unsaid = 0;
  const begun = performance.now();
  const until = begun + load.seconds * 1000;

  async function keepSending(): Promise<void> {
    while (performance.now() < until) {
      const request = next();
      const sent = performance.now();
      const status = await exchange(load.address, request, agent);
      times.push(performance.now() - sent);
      if (status < 200 || status > 299) failed += 1;
      else if (words && !(await words.next())) unsaid += 1;
    }
  }

  await Promise.all(Array.from({ length: load.connections }, keepSending));
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();
  return {
    requests: times.length,
    perSecond: times.length / seconds,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
    failed,
    unsaid,
  };
}

/** Counts what is said; which request it belongs to does not matter for the pace. */
function listen(): { next(): Promise<boolean> } {
  const waiting = new Set<() => void>();
  let early = 0;
  parentPort?.on('message', () => {
    const [first] = waiting;
    if (first) first();
    else early += 1;
  });
  return {
    next() {
      if (early > 0) {
        early -= 1;
        return Promise.resolve(true);
      }
      return new Promise((resolve) => {
        const end = (said: boolean) => () => {
          clearTimeout(timer);
          waiting.delete(heard);
          resolve(said);
        };
        const heard = end(true);
        const timer = setTimeout(end(false), saidPatienceMs);
        waiting.add(heard);
      });
    },
  };
}

function exchange(address: string, { path, headers, body }: Request, agent: Agent): Promise<number> {
  return new Promise((resolve) => {
    const length = Buffer.byteLength(body);
    const options = { method: 'POST', agent, headers: { ...headers, 'content-length': length } };
    const sent = send(address + path, options, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    sent.once('error', () => resolve(0));
    sent.end(body);
  });
}

if (!isMainThread && parentPort) parentPort.postMessage(await generate(workerData as Load));
