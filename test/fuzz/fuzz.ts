import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import type { Act } from './acts.ts';
import type { Input } from './payloads.ts';
import type { Target } from './target.ts';

/** Sends very many inputs to one route of a target, and says what came of it. */

export interface Fuzzed {
  readonly route: string;
  readonly inputs: number;
  readonly seconds: number;
  /** How often each status was answered; of those that were said on purpose, with what was said. */
  readonly statuses: Readonly<Record<string, number>>;
  /** What was answered with a failure, or not at all. */
  readonly failures: readonly string[];
  /** After each fifth. */
  readonly heapMb: readonly number[];
}

const atOnce = 8;
const fifths = 5;

export interface FuzzOptions {
  readonly inputs: number;
  /** The same seed gives the same inputs, but for ids that the app made up. */
  readonly seed: number;
  /** Looked at after each fifth; takes a moment each time. */
  readonly lookAtHeap?: true;
}

export async function fuzz(target: Target, route: string, options: FuzzOptions): Promise<Fuzzed> {
  const arbitrary = target.routes[route];
  if (!arbitrary) throw new Error(`there is no route ${route}`);
  const statuses: Record<string, number> = {};
  const failures: string[] = [];
  const heapMb: number[] = [];
  const begun = performance.now();
  const each = Math.ceil(options.inputs / fifths);
  for (let fifth = 0; fifth < fifths; fifth++) {
    const inputs = fc.sample(arbitrary, { numRuns: each, seed: options.seed + fifth })[Symbol.iterator]();
    // While the inputs were made up, nothing was heard: a connection of before may have ended meanwhile.
    const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
    await Promise.all(Array.from({ length: atOnce }, () => sendAll(inputs, agent)));
    agent.destroy();
    if (options.lookAtHeap) heapMb.push(await target.heapMb());
  }
  const seconds = (performance.now() - begun) / 1_000;
  return { route, inputs: each * fifths, seconds, statuses, failures, heapMb };

  async function sendAll(inputs: Iterator<Input | Act>, agent: Agent): Promise<void> {
    for (let next = inputs.next(); !next.done; next = inputs.next()) {
      const input = typeof next.value === 'function' ? next.value(target.seen()) : next.value;
      const { status, text: said } = await send(target.address, input, agent).catch(cutOff);
      const isMeant = status < 500 || (status === 503 && meant.test(said));
      const counted = status < 500 && status > 0 ? String(status) : `${status} ${said.slice(0, 60)}`;
      statuses[counted] = (statuses[counted] ?? 0) + 1;
      if (status === 0 || !isMeant) failures.push(`${status} ${said.slice(0, 200)} for ${shown(input)}`);
      else target.seen().look(toJson(said));
    }
  }
}

/**
 * What a 503 says on purpose: too much at once, or which part does not answer (`/readyz`). Where it hides a failure, the
 * log tells.
 */
const meant = /Many people are here at once|"failing":"(?:database|queue)"/;

interface Answered {
  readonly status: number;
  readonly text: string;
}

/** No request here is malformed HTTP, so that each has a right to an answer. */
function cutOff(error: Error): Answered {
  return { status: 0, text: error.message };
}

async function send(address: string, { method, path, headers, body }: Input, agent: Agent): Promise<Answered> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const outgoing = request({
      hostname,
      port,
      method,
      path,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      agent,
    });
    outgoing.once('error', reject);
    outgoing.once('response', (response) => {
      text(response).then((said) => resolve({ status: response.statusCode ?? 0, text: said }), reject);
    });
    outgoing.end(body);
  });
}

function toJson(said: string): unknown {
  try {
    return JSON.parse(said);
  } catch {
    return undefined;
  }
}

function shown({ method, path, body }: Input): string {
  return `${method} ${path} ${String(body).slice(0, 1_500)}`;
}
