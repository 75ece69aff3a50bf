import { type Kysely, sql } from 'kysely';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { PlatformName } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';

export type TryOutcome = 'settled' | 'refused' | 'failed' | 'given_up' | 'taken_over';

export interface DeliveryMetrics {
  tried(platform: PlatformName, outcome: TryOutcome): void;
  /** Seconds from the moment at which it was due. */
  arrived(platform: PlatformName, seconds: number): void;
}

export function createDeliveryMetrics(registry: Registry, db: Kysely<Database>): DeliveryMetrics {
  const tries = new Counter({
    name: 'outloud_delivery_tries_total',
    help: 'Tries to bring a chat service to show what we want; refused is "too many requests"',
    labelNames: ['platform', 'outcome'],
    registers: [registry],
  });
  const delay = new Histogram({
    name: 'outloud_delivery_delay_seconds',
    help: 'From the moment at which a message was due until the service showed it',
    labelNames: ['platform'],
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 10_800],
    registers: [registry],
  });
  registry.registerMetric(
    new Gauge({
      name: 'outloud_deliveries',
      help: 'Messages in the outbox that are not settled, by state',
      labelNames: ['state'],
      registers: [],
      async collect() {
        for (const { state, count } of await countUnsettled(db)) this.set({ state }, count);
      },
    }),
  );
  return {
    tried: (platform, outcome) => tries.inc({ platform, outcome }),
    arrived: (platform, seconds) => delay.observe({ platform }, Math.max(0, seconds)),
  };
}

/** Each from its own index: the settled ones, by far the most, are not looked at. */
async function countUnsettled(db: Kysely<Database>): Promise<{ state: string; count: number }[]> {
  const { rows } = await sql<{ state: string; count: number }>`
    select 'waiting' as state, count(*) from delivery where state = 'waiting'
    union all select 'pending', count(*) from delivery where state = 'pending'
    union all select 'sending', count(*) from delivery where state = 'sending'
    union all select 'dead', count(*) from delivery where state = 'dead'`.execute(db);
  return rows;
}
