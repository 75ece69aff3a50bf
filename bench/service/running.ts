import { type Child, startChild } from '../child.ts';
import type { FaultShares } from './faults.ts';
import type { Counts } from './ledger.ts';

export type ServiceName = 'slack' | 'teams';

export interface RunningService {
  /** Ends without a slash. */
  readonly address: string;
  counts(): Promise<Counts>;
  stop(): Promise<void>;
}

export async function startService(
  name: ServiceName,
  { speed, faults = {} }: { speed?: number; faults?: FaultShares } = {},
): Promise<RunningService> {
  const child: Child = startChild({
    file: 'service/program.ts',
    arguments: [name, JSON.stringify(faults)],
    ...(speed !== undefined && { speed }),
  });
  const { port } = await child.says<{ port: number }>('port');
  const address = `http://127.0.0.1:${port}`;
  return {
    address,
    async counts() {
      const answer = await fetch(`${address}/counts`);
      return (await answer.json()) as Counts;
    },
    stop: () => child.stop(),
  };
}
