import { parseArgs } from 'node:util';
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
}

/** Says when it begins, sends, and says what that took. */
export async function tellCost(send: () => Promise<{ failed: number }>): Promise<void> {
  console.log(JSON.stringify({ sending: true }));
  const begun = Date.now();
  const before = process.cpuUsage();
  const { failed } = await send();
  const { user, system } = process.cpuUsage(before);
  const cost: Cost = {
    done: true,
    failed,
    wallMs: Date.now() - begun,
    cpuMs: Math.round((user + system) / 1000),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  console.log(JSON.stringify(cost));
}
