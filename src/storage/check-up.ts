import pg from 'pg';
import { AppError, messageOf } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { lookAtFolder, openEmbedded, ownerOf } from './embedded.ts';
import { pendingMigrations } from './migrate.ts';
import { openDatabase } from './pool.ts';

/** What can be said of the database while Outloud may be running on it. */
export interface DatabaseReport {
  readonly ok: boolean;
  readonly detail: string;
  readonly todo?: string;
}

interface CheckOptions {
  databaseUrl?: string;
  dataDir: string;
  logger: Logger;
}

/** Changes nothing. An embedded server that runs is asked; one that does not is started and stopped again. */
export async function checkDatabase(options: CheckOptions): Promise<DatabaseReport> {
  try {
    return options.databaseUrl ? await checkServer(options.databaseUrl, options.logger) : await checkFolder(options);
  } catch (error) {
    const todo =
      error instanceof AppError ? error.tell : 'Check that the server runs, and the address in DATABASE_URL.';
    return { ok: false, detail: messageOf(error), todo };
  }
}

async function checkServer(url: string, logger: Logger): Promise<DatabaseReport> {
  const db = openDatabase(url, logger);
  try {
    const pending = await pendingMigrations(db);
    const state = pending.length === 0 ? 'migrated' : `the next start migrates it (${pending.join(', ')})`;
    return { ok: true, detail: `it answers, ${state}` };
  } finally {
    await db.destroy();
  }
}

async function checkFolder({ dataDir, logger }: CheckOptions): Promise<DatabaseReport> {
  const { exists, url } = await lookAtFolder(dataDir);
  if (!exists) return { ok: true, detail: `none yet: the first start makes it in ${dataDir}` };
  if (!url) return checkAtRest(dataDir, logger);
  const [report, owner] = await Promise.all([checkServer(url, logger), findOwner(url)]);
  const who =
    owner === undefined ? 'left running by an Outloud that was killed' : `Outloud runs on it (process ${owner})`;
  return { ...report, detail: `${dataDir}: ${report.detail}; ${who}` };
}

async function checkAtRest(dataDir: string, logger: Logger): Promise<DatabaseReport> {
  const server = await openEmbedded({ dataDir, logger });
  try {
    const report = await checkServer(server.url, logger);
    return { ...report, detail: `${dataDir}: ${report.detail}; Outloud is not running on it` };
  } finally {
    await server.stop();
  }
}

async function findOwner(url: string): Promise<number | undefined> {
  const client = new pg.Client({ connectionString: url, application_name: 'outloud doctor' });
  await client.connect();
  try {
    return await ownerOf(client);
  } finally {
    await client.end();
  }
}
