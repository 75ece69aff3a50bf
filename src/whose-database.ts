import type { Kysely } from 'kysely';
import { AppError } from './base/errors.ts';
import type { Logger } from './base/logger.ts';
import { workspaceIdOf as slackWorkspaceOf } from './bots/slack/ids.ts';
import { workspaceIdOf as teamsWorkspaceOf } from './bots/teams/ids.ts';
import type { Config } from './config.ts';
import { slackWorkspace, teamsTenant } from './playground/org.ts';
import { hasPlayed } from './playground/store.ts';
import type { Database } from './storage/schema.ts';

/*
 * Made-up people and real ones are kept apart: a real Outloud would try to write to the playground's council, and the
 * playground would take what waits for real people for its own and lose it.
 */

const madeUp: readonly string[] = [slackWorkspaceOf(slackWorkspace.id), teamsWorkspaceOf(teamsTenant.id)];

/** Throws where Outloud is about to start on a database of the other kind. */
export async function refuseOthersDatabase(db: Kysely<Database>, config: Config, logger: Logger): Promise<void> {
  const installs = await db.selectFrom('installation').select('workspace_id').execute();
  const real = installs.filter(({ workspace_id }) => !madeUp.includes(workspace_id));
  const isPlayedIn = await hasPlayed(db);
  if (config.local && !isPlayedIn && real.length > 0) throw refusal('it holds what real people wrote', realTodo);
  if (config.local || !isPlayedIn) return;
  if (real.length === 0) throw refusal('it holds the made-up council of the playground', playedTodo(config));
  logger.warn('this database was played in before it was connected: names of the made-up council may stand in it');
}

const realTodo =
  'Slack and Teams are no longer set up, so Outloud would play them. Set them up again: .env is read from the folder in which you start. To play, set another DATA_DIR and no DATABASE_URL.';

function playedTodo({ databaseUrl, dataDir }: Config): string {
  return databaseUrl
    ? 'Set DATABASE_URL to an empty database.'
    : `Delete the folder ${dataDir}, or set DATA_DIR to another one. To go on playing, take the settings of Slack and Teams out.`;
}

function refusal(why: string, todo: string): AppError {
  return new AppError(`not started on this database: ${why}`, {
    tell: `Outloud does not start on this database: ${why}. ${todo}`,
  });
}
