import { collectDefaultMetrics, type Registry } from 'prom-client';
import type restify from 'restify';
import type { Platform } from '../chat/platform.ts';

export interface HealthOptions {
  /** Where everyone keeps their own figures. */
  readonly registry: Registry;
  /** Throws where the database or the queue does not answer. */
  readonly storageReady: () => Promise<void>;
  readonly platforms: ReadonlyMap<string, Platform>;
}

/** `/healthz`, `/readyz` and `/metrics`. */
export function mountHealth(server: restify.Server, options: HealthOptions): void {
  const { registry } = options;
  collectDefaultMetrics({ register: registry });

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
