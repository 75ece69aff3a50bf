import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { AppError } from '../base/errors.ts';
import * as peopleInboxOutbox from './migrations/0001-people-inbox-outbox.ts';
import * as workingOutLoud from './migrations/0002-working-out-loud.ts';
import * as playground from './migrations/0003-playground.ts';
import * as outboxByWorkspace from './migrations/0004-outbox-by-workspace.ts';
import * as calendars from './migrations/0006-calendars.ts';
import * as peopleInChannels from './migrations/0007-people-in-channels.ts';
import * as pilots from './migrations/0008-pilots.ts';
import * as secrets from './migrations/0009-secrets.ts';
import * as talkGraph from './migrations/0010-talk-graph.ts';
import * as highlights from './migrations/0011-highlights.ts';
import * as highlightWeeks from './migrations/0012-highlight-weeks.ts';
import * as places from './migrations/0013-places.ts';
import * as linksRolesAudit from './migrations/0014-links-roles-audit.ts';
import * as outboxLaneByLane from './migrations/0015-outbox-lane-by-lane.ts';
import * as installations from './migrations/0016-installations.ts';
import * as linkedAccounts from './migrations/0019-linked-accounts.ts';
import * as firstRun from './migrations/0020-first-run.ts';
import * as greetings from './migrations/0021-greetings.ts';
import * as leaving from './migrations/0022-leaving.ts';
import * as retention from './migrations/0023-retention.ts';
import * as travellingPilots from './migrations/0025-travelling-pilots.ts';
import * as inboxReplies from './migrations/0027-inbox-replies.ts';
import * as joining from './migrations/0028-joining.ts';
import * as indexesOfReferences from './migrations/0030-indexes-of-references.ts';
import type { Database } from './schema.ts';

/** In order; a name, once released, never changes. */
const migrations: Record<string, Migration> = {
  '0001-people-inbox-outbox': peopleInboxOutbox,
  '0002-working-out-loud': workingOutLoud,
  '0003-playground': playground,
  '0004-outbox-by-workspace': outboxByWorkspace,
  '0006-calendars': calendars,
  '0007-people-in-channels': peopleInChannels,
  '0008-pilots': pilots,
  '0009-secrets': secrets,
  '0010-talk-graph': talkGraph,
  '0011-highlights': highlights,
  '0012-highlight-weeks': highlightWeeks,
  '0013-places': places,
  '0014-links-roles-audit': linksRolesAudit,
  '0015-outbox-lane-by-lane': outboxLaneByLane,
  '0016-installations': installations,
  '0019-linked-accounts': linkedAccounts,
  '0020-first-run': firstRun,
  '0021-greetings': greetings,
  '0022-leaving': leaving,
  '0023-retention': retention,
  '0025-travelling-pilots': travellingPilots,
  '0027-inbox-replies': inboxReplies,
  '0028-joining': joining,
  '0030-indexes-of-references': indexesOfReferences,
};

/** Any number that nothing else in the database locks. */
const migrationLock = 733102;

/** Brings the database to this version's tables; of several that start together one does it, the others find it done. */
export async function migrate(db: Kysely<Database>): Promise<void> {
  if ((await pendingMigrations(db)).length === 0) return;
  await db.transaction().execute(async (trx) => {
    await sql`set local statement_timeout = 0`.execute(trx);
    // Kysely makes its own tables before it takes its own lock; ours comes first.
    await sql`select pg_advisory_xact_lock(${migrationLock})`.execute(trx);
    const migrator = new Migrator({ db: trx, provider: { getMigrations: async () => migrations } });
    const { error } = await migrator.migrateToLatest();
    if (error) throw error;
  });
}

/** What is still to be done; throws if the database is ahead of us. */
export async function pendingMigrations(db: Kysely<Database>): Promise<string[]> {
  const done = await appliedMigrations(db);
  const unknown = done.filter((name) => !(name in migrations));
  if (unknown.length > 0) throw tooNew(unknown);
  return Object.keys(migrations).filter((name) => !done.includes(name));
}

/** Every one of this version, in order. */
export function knownMigrations(): string[] {
  return Object.keys(migrations);
}

async function appliedMigrations(db: Kysely<Database>): Promise<string[]> {
  try {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
    return rows.map(({ name }) => name);
  } catch (error) {
    // The table is not there yet.
    if ((error as { code?: string }).code === '42P01') return [];
    throw error;
  }
}

function tooNew(unknown: string[]): AppError {
  return new AppError(`the database has migrations this version does not know: ${unknown.join(', ')}`, {
    tell: `The database was made by a newer Outloud (${unknown.at(-1)}). Start that version or a later one, or use another database (DATABASE_URL or DATA_DIR). Nothing was changed.`,
  });
}
