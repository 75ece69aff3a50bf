import type { Kysely } from 'kysely';
import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';
import type restify from 'restify';
import type { Platform } from '../chat/platform.ts';
import type { Database } from '../storage/schema.ts';

export interface HealthOptions {
  /** Where everyone keeps their own figures. */
  readonly registry: Registry;
  readonly db: Kysely<Database>;
  /** Throws where the database or the queue does not answer. */
  readonly storageReady: () => Promise<void>;
  readonly platforms: ReadonlyMap<string, Platform>;
}

/** `/healthz`, `/readyz` and `/metrics`. */
export function mountHealth(server: restify.Server, options: HealthOptions): void {
  const { registry } = options;
  collectDefaultMetrics({ register: registry });
  countDeliveries(options);

  server.get('/healthz', async (_req, res) => {
    res.send(200, { ok: true });
  });

  server.get('/readyz', async (_req, res) => {
    const failing = await failingPart(options);
    if (failing) res.send(503, { ok: false, failing });
    else res.send(200, { ok: true });
  });

  server.get('/metrics', async (_req, res) => {
    const text = await registry.metrics();
    res.setHeader('Content-Type', registry.contentType);
    res.sendRaw(200, text);
  });
}

async function failingPart({ storageReady, platforms }: HealthOptions): Promise<string | undefined> {
  try {
    await storageReady();
  } catch (error) {
    return error instanceof Error && 'part' in error ? String(error.part) : 'database';
  }
  for (const platform of platforms.values()) {
    try {
      await platform.ready();
    } catch {
      return platform.name;
    }
  }
  return undefined;
}

function countDeliveries({ db, registry }: HealthOptions): void {
  registry.registerMetric(
    new Gauge({
      name: 'outloud_deliveries',
      help: 'Messages in the outbox that are not settled, by state',
      labelNames: ['state'],
      registers: [],
      async collect() {
        const rows = await db
          .selectFrom('delivery')
          .select((select) => ['state', select.fn.countAll<number>().as('count')] as const)
          .where('state', 'in', ['pending', 'sending', 'dead'])
          .groupBy('state')
          .execute();
        for (const state of ['pending', 'sending', 'dead'] as const) {
          this.set({ state }, Number(rows.find((row) => row.state === state)?.count ?? 0));
        }
      },
    }),
  );
}
