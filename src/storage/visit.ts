import type { Kysely } from 'kysely';
import { AppError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { lookAtFolder, openEmbedded } from './embedded.ts';
import { pendingMigrations } from './migrate.ts';
import { openDatabase } from './pool.ts';
import type { Database } from './schema.ts';

interface VisitOptions {
  readonly databaseUrl?: string;
  readonly dataDir: string;
  readonly logger: Logger;
}

/** For a command: uses the database while Outloud runs on it, or starts the built-in one for that long. */
export async function visitDatabase<T>(options: VisitOptions, work: (db: Kysely<Database>) => Promise<T>): Promise<T> {
  const { logger, dataDir } = options;
  if (options.databaseUrl) return withDatabase(options.databaseUrl, logger, work);
  const folder = await lookAtFolder(dataDir);
  if (folder.url) return withDatabase(folder.url, logger, work);
  if (!folder.exists) {
    const tell = `There is no database in ${dataDir} yet. Start Outloud once, or set DATA_DIR or DATABASE_URL to where it is.`;
    throw new AppError(`no database in ${dataDir}`, { tell });
  }
  const server = await openEmbedded({ dataDir, logger });
  try {
    return await withDatabase(server.url, logger, work);
  } finally {
    await server.stop();
  }
}

async function withDatabase<T>(url: string, logger: Logger, work: (db: Kysely<Database>) => Promise<T>): Promise<T> {
  const db = openDatabase(url, logger);
  try {
    const pending = await pendingMigrations(db);
    if (pending.length > 0) {
      const tell = 'The database was made by an earlier Outloud. Start this one once, which brings it up to date.';
      throw new AppError(`migrations are pending: ${pending.join(', ')}`, { tell });
    }
    return await work(db);
  } finally {
    await db.destroy();
  }
}
