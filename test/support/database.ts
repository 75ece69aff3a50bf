import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import { createLogger } from '../../src/base/logger.ts';
import { type EmbeddedServer, openEmbedded } from '../../src/storage/embedded.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';

/** Quiet; `LOG_LEVEL=debug npm test` shows what happens. */
export const testLogger = createLogger({ level: process.env.LOG_LEVEL ?? 'silent' });

interface Cluster {
  server: EmbeddedServer;
  folder: string;
}

const template = 'migrated';
let cluster: Promise<Cluster> | undefined;

/** A database of its own for a test file, migrated. Call in `before`, and its `stop()` in `after`. */
export async function testStorage(options: { clock?: Clock } = {}): Promise<Storage> {
  return openStorage({
    databaseUrl: await testDatabaseUrl(),
    dataDir: '/nowhere',
    logger: testLogger,
    clock: options.clock ?? systemClock,
  });
}

/** The address of a fresh database, for a test that starts a whole Outloud. */
export async function testDatabaseUrl({ migrated = true } = {}): Promise<string> {
  cluster ??= startCluster();
  const { server } = await cluster;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(server.url, `create database ${name} template ${migrated ? template : 'template1'}`);
  return urlFor(server, name);
}

/** Called once, when every test has run. */
export async function stopTestDatabase(): Promise<void> {
  if (!cluster) return;
  const { server, folder } = await cluster;
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

/** One server per run. What a test writes need not survive a power cut. */
async function startCluster(): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'outloud-test-'));
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };
  const server = await openEmbedded({ dataDir: join(folder, 'data'), logger: testLogger, settings });
  await administer(server.url, `create database ${template}`);
  const databaseUrl = urlFor(server, template);
  const storage = await openStorage({ databaseUrl, dataDir: folder, logger: testLogger, clock: systemClock });
  await storage.jobs.start();
  await storage.stop();
  return { server, folder };
}

function urlFor(server: EmbeddedServer, name: string): string {
  return Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
