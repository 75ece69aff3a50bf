import { constants, existsSync } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import { AppError, codeOf, messageOf } from '../base/errors.ts';
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
    return { ok: false, detail: messageOf(error), todo: error instanceof AppError ? error.tell : adviceFor(error) };
  }
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html, and what Node says where nothing answers. */
const advice: Readonly<Record<string, string>> = {
  '28P01': 'The user or the password in DATABASE_URL (or DATABASE_PASSWORD) is wrong.',
  '28000':
    'The server does not let this user in from here: whoever runs it must allow it (pg_hba.conf), perhaps over TLS alone (?sslmode=verify-full).',
  '3D000': 'There is no such database: make it ("createdb"), or correct the name at the end of DATABASE_URL.',
  '42501': 'The user in DATABASE_URL may not read the database: make it the owner of it.',
  '53300': 'The server has no connection left: raise its max_connections, or stop what uses them.',
  ENOTFOUND: 'There is no host of that name: correct it in DATABASE_URL, or check the name service of this machine.',
  ECONNREFUSED: 'Nothing listens there: check that the server runs, and host and port in DATABASE_URL.',
  ETIMEDOUT: 'Nothing answers there: check host and port in DATABASE_URL, and the firewall.',
  SELF_SIGNED_CERT_IN_CHAIN:
    'The server has a certificate of its own authority: name that one by ?sslrootcert=FILE in DATABASE_URL.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The server has a certificate of its own: name it by ?sslrootcert=FILE in DATABASE_URL.',
};

function adviceFor(error: unknown): string {
  const codes = [error, ...(error instanceof AggregateError ? error.errors : [])].map((each) => String(codeOf(each)));
  const known = codes.find((code) => code in advice);
  return (known && advice[known]) ?? 'Check that the server runs, and the address in DATABASE_URL.';
}

async function checkServer(url: string, logger: Logger): Promise<DatabaseReport> {
  const db = openDatabase(url, logger);
  try {
    const pending = await pendingMigrations(db);
    const lacking = await lackingRight(db);
    if (pending.length > 0 && lacking) return lacking;
    const state = pending.length === 0 ? 'migrated' : `the next start migrates it (${pending.join(', ')})`;
    const report = { ok: true, detail: `it answers, ${state}` };
    return pending.length === 0 ? { ...report, installs: await lookAtInstalls(db) } : report;
  } finally {
    await db.destroy();
  }
}

/** The tables stand where the user's own stand; the queue has a schema of its own. */
async function lackingRight(db: Kysely<Database>): Promise<DatabaseReport | undefined> {
  const { rows } = await sql<{ user: string; database: string; may: boolean | null }>`
    select current_user as user, current_database() as database,
      has_schema_privilege(current_schema(), 'create')
        and (to_regnamespace('pgboss') is not null or has_database_privilege(current_database(), 'create')) as may`.execute(
    db,
  );
  const [row] = rows;
  if (!row || row.may) return undefined;
  const { user, database } = row;
  const todo = `Make it the owner, as whoever runs the server: alter database "${database}" owner to "${user}"`;
  return { ok: false, detail: `it answers, but its user "${user}" may not make tables in "${database}"`, todo };
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
  if (!exists) return lookAtPlace(dataDir);
  if (!url) return checkAtRest(dataDir, logger);
  const [report, owner] = await Promise.all([checkServer(url, logger), findOwner(url)]);
  const who =
    owner === undefined ? 'left running by an Outloud that was killed' : `Outloud runs on it (process ${owner})`;
  return { ...report, detail: `${dataDir}: ${report.detail}; ${who}` };
}

/** Where it will be made: in the folder that is there already. */
async function lookAtPlace(dataDir: string): Promise<DatabaseReport> {
  let place = resolve(dataDir);
  while (!existsSync(place)) place = dirname(place);
  const isUsable = (await stat(place)).isDirectory() && (await access(place, constants.W_OK).then(...yesOrNo));
  if (isUsable) return { ok: true, detail: `none yet: the first start makes it in ${dataDir}` };
  const todo = `Let this user write in ${place}, or set DATA_DIR to a folder where it may.`;
  return { ok: false, detail: `none yet, and none can be made in ${dataDir}`, todo };
}

const yesOrNo = [() => true, () => false] as const;

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
