import { Gauge, Histogram, type Registry } from 'prom-client';
import type { ChatEvent } from '../chat/event.ts';
import type { Door } from './door.ts';

/** `repeated`: a delivery of an event that had been here; `busy`: refused at the door, and nothing was done. */
export type Outcome = 'handled' | 'repeated' | 'failed' | 'busy';

export interface InboundMetrics {
  observe(event: ChatEvent, outcome: Outcome, seconds: number): void;
}

export function createInboundMetrics(
  registry: Registry,
  door: Pick<Door<never, never>, 'inside' | 'waiting'>,
): InboundMetrics {
  const seconds = new Histogram({
    name: 'outloud_inbound_seconds',
    help: 'Events from the platforms: how long the core took, from their arrival there to the commit',
    labelNames: ['platform', 'kind', 'outcome'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  registry.registerMetric(
    new Gauge({
      name: 'outloud_inbound_events',
      help: 'Events that are being handled, and that wait for their turn',
      labelNames: ['state'],
      registers: [],
      collect() {
        this.set({ state: 'inside' }, door.inside);
        this.set({ state: 'waiting' }, door.waiting);
      },
    }),
  );
  return {
    observe: ({ platform, kind }, outcome, took) => seconds.observe({ platform, kind, outcome }, took),
  };
}
