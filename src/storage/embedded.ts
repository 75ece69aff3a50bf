import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { AppError, messageOf } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { type Binaries, findBinaries } from './embedded/binaries.ts';
import { type DataFolder, inspectDataFolder, openDataFolder, readPassword, superuser } from './embedded/data-folder.ts';
import { findPostmaster, isAlive } from './embedded/postmaster.ts';
import { ensureServer, type RunningServer, stopServer } from './embedded/server.ts';

/** PostgreSQL that came with the packages, as a child process on a folder, for this Outloud alone. */
export interface EmbeddedServer {
  readonly url: string;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  dataDir: string;
  logger: Logger;
  settings?: Record<string, string>;
}

const databaseName = 'outloud';
/** Any two numbers; every Outloud asks for the same lock. It dies with the connection, thus with the process. */
const ownerLock = [7331, 1];
const lockPatienceMs = 5_000;
const reopenEveryMs = 1_000;
const takeAttempts = 20;
const pauseMs = 50;

export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const binaries = await findBinaries();
  const folder = await openDataFolder(options.dataDir, binaries);
  for (let attempt = 1; ; attempt++) {
    const server = await ensureServer({ ...options, folder, binaries });
    const owner = createOwner({ ...options, folder, binaries, server });
    try {
      await owner.take();
    } catch (error) {
      if (!isGoingDown(error) || attempt === takeAttempts) throw error;
      await pause(pauseMs);
      continue;
    }
    options.logger.debug({ pid: server.pid, port: server.port, found: server.found }, 'embedded PostgreSQL is ready');
    return { url: owner.url(), stop: () => owner.stop() };
  }
}

/** The Outloud before us was just stopping its server: the next look starts one. */
function isGoingDown(error: unknown): boolean {
  return ['57P01', '57P03', 'ECONNREFUSED', 'ECONNRESET'].includes((error as { code?: string }).code ?? '');
}

/** What `doctor` may know of a folder without touching it. */
export interface FolderState {
  exists: boolean;
  /** Address of the server that runs on it, if one does. */
  url?: string;
}

export async function lookAtFolder(dataDir: string): Promise<FolderState> {
  const { major } = await findBinaries();
  const folder = await inspectDataFolder(dataDir, major);
  if (!folder) return { exists: false };
  const postmaster = await findPostmaster(folder.pgData);
  if (postmaster?.status !== 'ready') return { exists: true };
  return { exists: true, url: urlOf(postmaster.port, await readPassword(folder)) };
}

/** The process that owns the folder now, by its lock; undefined if the server has no owner. */
export async function ownerOf(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ application_name: string }>(
    `select application_name from pg_stat_activity join pg_locks using (pid)
     where locktype = 'advisory' and classid = $1 and objid = $2 and granted`,
    ownerLock,
  );
  const [row] = rows;
  return row && Number(row.application_name.split(' ')[1] ?? 0);
}

function urlOf(port: number, password: string, database = databaseName): string {
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`;
}

interface OwnerOptions extends EmbeddedOptions {
  folder: DataFolder;
  binaries: Binaries;
  server: RunningServer;
}

/** Holds the folder's lock for as long as we run, and brings the server back if it dies under us. */
function createOwner(options: OwnerOptions) {
  const { folder, logger } = options;
  let { server } = options;
  let password = '';
  let connection: pg.Client | undefined;
  let stopping = false;
  let reopening: NodeJS.Timeout | undefined;

  async function take(): Promise<void> {
    password = await readPassword(folder);
    const client = await connect(urlOf(server.port, password), urlOf(server.port, password, 'postgres'));
    try {
      await lock(client, folder);
    } catch (error) {
      await client.end();
      throw error;
    }
    connection = client;
    // A lost connection says both, sometimes one only; the second one finds `connection` changed.
    client.on('error', () => lost(client)).on('end', () => lost(client));
  }

  function lost(client: pg.Client): void {
    if (stopping || connection !== client) return;
    connection = undefined;
    logger.error('the connection to the embedded database was lost, opening it again');
    reopening = setTimeout(() => void reopen(), reopenEveryMs);
  }

  async function reopen(): Promise<void> {
    try {
      server = await ensureServer({ ...options, port: server.port });
      if (stopping) return;
      await take();
      logger.info('the embedded database is back');
    } catch (error) {
      logger.error({ reason: messageOf(error) }, 'the embedded database is still away');
      if (!stopping) reopening = setTimeout(() => void reopen(), reopenEveryMs);
    }
  }

  async function stop(): Promise<void> {
    stopping = true;
    clearTimeout(reopening);
    // The lock is held until the server is gone: a start that comes now waits for the end instead of half a server.
    await stopServer(folder, server.pid);
    await connection?.end().catch(() => undefined);
  }

  return { take, stop, url: () => urlOf(server.port, password) };
}

async function connect(url: string, maintenanceUrl: string): Promise<pg.Client> {
  try {
    return await connectOnce(url);
  } catch (error) {
    if ((error as { code?: string }).code !== '3D000') throw error;
  }
  const maintenance = await connectOnce(maintenanceUrl);
  try {
    await maintenance.query(`create database ${databaseName}`);
  } catch (error) {
    // Made by a start that ran beside us; the lock decides which of the two goes on.
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
  } finally {
    await maintenance.end();
  }
  return connectOnce(url);
}

async function connectOnce(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: `outloud ${process.pid}` });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function lock(client: pg.Client, folder: DataFolder): Promise<void> {
  const deadline = Date.now() + lockPatienceMs;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1, $2) as taken', ownerLock);
    if (rows[0]?.taken) return;
    const owner = await ownerOf(client);
    // An owner that was just killed holds it until the server notices; that takes milliseconds.
    if ((owner !== undefined && isAlive(owner)) || Date.now() > deadline) throw occupied(folder, owner);
    await pause(pauseMs);
  }
}

function occupied(folder: DataFolder, owner: number | undefined): AppError {
  return new AppError(`another Outloud (process ${owner}) has ${folder.root}`, {
    tell: `Another Outloud (process ${owner ?? 'unknown'}) is running on the data folder ${folder.root}. Stop it first, or start this one with another DATA_DIR (and PORT).`,
  });
}
