import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Workload } from './workload.ts';

/** What the senders of the fan-out have in common: what they are told, and what they tell. */

export function readArguments(): { workload: Workload; url: string } {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { platform: option, channels: option, per: option, order: option, url: option },
  });
  const workload: Workload = {
    platform: values.platform === 'teams' ? 'teams' : 'slack',
    channels: Number(values.channels ?? 100),
    per: Number(values.per ?? 1),
    order: values.order === 'blocks' ? 'blocks' : 'turns',
  };
  return { workload, url: values.url ?? 'http://127.0.0.1:3980' };
}

export interface Cost {
  readonly done: true;
  readonly failed: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakRssMb: number;
  /** Of what is left after a collection, from early in the run to its end. */
  readonly growthMb: number;
}

/** Says when it begins, sends, and says what that took. */
export async function tellCost(send: () => Promise<{ failed: number }>): Promise<void> {
  console.log(JSON.stringify({ sending: true }));
  const begun = Date.now();
  const before = process.cpuUsage();
  let early = 0;
  const look = setTimeout(() => {
    early = heapInUseMb();
  }, earlyMs);
  const { failed } = await send();
  clearTimeout(look);
  const { user, system } = process.cpuUsage(before);
  const cost: Cost = {
    done: true,
    failed,
    wallMs: Date.now() - begun,
    cpuMs: Math.round((user + system) / 1000),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    growthMb: early > 0 ? heapInUseMb() - early : 0,
  };
  console.log(JSON.stringify(cost));
}

/** By then everything is loaded, compiled and under way. */
const earlyMs = 20_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapInUseMb(): number {
  collect();
  return process.memoryUsage().heapUsed / 1_000_000;
}
