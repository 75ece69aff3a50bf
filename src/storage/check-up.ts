import type { Kysely } from 'kysely';
import pg from 'pg';
import { AppError, messageOf } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { lookAtFolder, openEmbedded, ownerOf } from './embedded.ts';
import { pendingMigrations } from './migrate.ts';
import { openDatabase } from './pool.ts';
import type { Database } from './schema.ts';

/** What can be said of the database while Outloud may be running on it. */
export interface DatabaseReport {
  readonly ok: boolean;
  readonly detail: string;
  readonly todo?: string;
  /** Absent where the database cannot be read, or is not as this version has it. */
  readonly installs?: InstallsReport;
}

/** Where Outloud is installed, and how the keys to it are encrypted. */
export interface InstallsReport {
  readonly installed: number;
  /** Removed, and not erased yet. */
  readonly removed: readonly { readonly workspace: string; readonly removedAt: Date }[];
  /** The workspaces that installed it by OAuth. */
  readonly granted: readonly string[];
  /** Ids of the keys that tokens are encrypted with, and how many each. */
  readonly keys: readonly { readonly id: string; readonly tokens: number }[];
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
    const report = { ok: true, detail: `it answers, ${state}` };
    return pending.length === 0 ? { ...report, installs: await lookAtInstalls(db) } : report;
  } finally {
    await db.destroy();
  }
}

async function lookAtInstalls(db: Kysely<Database>): Promise<InstallsReport> {
  const rows = await db
    .selectFrom('installation')
    .select(['workspace_id', 'removed_at'])
    .orderBy('removed_at')
    .execute();
  const keys = await db
    .selectFrom('slack_grant')
    .select(({ fn }) => ['key_id as id', fn.countAll<number>().as('tokens')])
    .groupBy('key_id')
    .orderBy('key_id')
    .execute();
  const granted = await db.selectFrom('slack_grant').select('workspace_id').orderBy('workspace_id').execute();
  return {
    granted: granted.map((row) => row.workspace_id),
    installed: rows.filter(({ removed_at }) => removed_at === null).length,
    removed: rows.flatMap(({ workspace_id: workspace, removed_at: removedAt }) =>
      removedAt ? [{ workspace, removedAt }] : [],
    ),
    keys,
  };
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
