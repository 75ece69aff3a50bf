import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { systemClock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { lookAtFolder, openEmbedded } from '../embedded.ts';
import { knownMigrations, pendingMigrations } from '../migrate.ts';
import { openDatabase } from '../pool.ts';
import { asAppError, openStorage } from '../storage.ts';
import { dump } from './dump.ts';
import { type Loaded, load } from './load.ts';

/** A database that is copied from or to: a server's address, or the folder of the one that comes with Outloud. */
export interface Place {
  readonly databaseUrl?: string;
  /** Where the address was written; absent: in the settings. */
  readonly writtenIn?: string;
  readonly dataDir: string;
}

interface Opened {
  readonly url: string;
  /** Somebody else's server, which is left alone. */
  readonly stop: () => Promise<void>;
}

const leaveRunning = async (): Promise<void> => undefined;

/** A copy as of one moment. `still`: nobody may be working on it, as what they do from now on would be lost. */
export async function* dumpFrom(
  place: Place,
  { still, logger }: { readonly still: boolean; readonly logger: Logger },
): AsyncGenerator<Buffer> {
  const { url, stop } = await openSource(place, { still, logger });
  const client = createClient(url);
  try {
    await refuseUnmigrated(url, logger);
    await client.connect();
    if (still) await refuseBusy(client);
    yield* dump(client, knownMigrations());
  } catch (error) {
    throw asAppError(error, place);
  } finally {
    await close(client, stop);
  }
}

/** Makes the tables, then fills them; a database that somebody works on or that holds anything is refused. */
export async function loadInto(place: Place, source: AsyncIterable<Uint8Array>, logger: Logger): Promise<Loaded> {
  await makeTables(place, logger);
  const server: Opened = place.databaseUrl
    ? { url: place.databaseUrl, stop: leaveRunning }
    : await openEmbedded({ dataDir: place.dataDir, logger });
  const client = createClient(server.url);
  try {
    await client.connect();
    await refuseBusy(client);
    return await load(client, source, knownMigrations());
  } finally {
    await close(client, () => server.stop());
  }
}

function createClient(url: string): pg.Client {
  const client = new pg.Client({ connectionString: url, application_name: 'outloud copy' });
  // Where it breaks, its query fails and says so; the event, unheard, would end the process.
  return client.on('error', () => undefined);
}

async function close(client: pg.Client, stop: Opened['stop']): Promise<void> {
  try {
    await client.end();
  } finally {
    await stop();
  }
}

async function openSource(place: Place, { still, logger }: { still: boolean; logger: Logger }): Promise<Opened> {
  if (place.databaseUrl) return { url: place.databaseUrl, stop: leaveRunning };
  const folder = await lookAtFolder(place.dataDir);
  if (!folder.exists) {
    const tell = `There is no database in ${place.dataDir}. Say where it is: a folder, or postgres://...`;
    throw new AppError(`no database in ${place.dataDir}`, { tell });
  }
  if (folder.url && !still) return { url: folder.url, stop: leaveRunning };
  return openEmbedded({ dataDir: place.dataDir, logger });
}

async function makeTables(place: Place, logger: Logger): Promise<void> {
  const storage = await openStorage({ ...place, logger, clock: systemClock });
  try {
    await storage.jobs.start();
  } finally {
    await storage.stop();
  }
}

async function refuseUnmigrated(url: string, logger: Logger): Promise<void> {
  const db = openDatabase(url, logger);
  try {
    const pending = await pendingMigrations(db);
    if (pending.length === 0) return;
    const tell = 'The database was made by an earlier Outloud. Start this one once, which brings it up to date.';
    throw new AppError(`migrations are pending: ${pending.join(', ')}`, { tell });
  } finally {
    await db.destroy();
  }
}

/** Connections that were just closed, ours among them, are seen for a moment longer. */
const goneWithinMs = 2_000;
const lookEveryMs = 100;

async function refuseBusy(client: pg.Client): Promise<void> {
  for (let waited = 0; waited < goneWithinMs; waited += lookEveryMs) {
    if (!(await isBusy(client))) return;
    await pause(lookEveryMs);
  }
  const tell = 'Outloud is running on that database. Stop every process of it first, and start it again afterwards.';
  throw new AppError('the database is in use', { tell });
}

/** The queue's listener stays connected; connections for queries come and go. */
const ofRunning = ['outloud', 'outloud jobs', 'outloud locks'];

async function isBusy(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ busy: boolean }>(
    `select exists (select from pg_stat_activity
       where datname = current_database() and application_name = any($1)) as busy`,
    [ofRunning],
  );
  return rows[0]?.busy ?? false;
}
