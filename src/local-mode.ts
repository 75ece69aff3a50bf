import type { Kysely } from 'kysely';
import { shortcuts } from './all-features.ts';
import type { MovableClock } from './base/clock.ts';
import type { Logger } from './base/logger.ts';
import { createOrders } from './bots/orders.ts';
import { workspaceIdOf as slackWorkspaceOf } from './bots/slack/ids.ts';
import { workspaceIdOf as teamsWorkspaceOf } from './bots/teams/ids.ts';
import { createCardDesk } from './card-desk.ts';
import { wordsFor } from './cards/words.ts';
import type { Config } from './config.ts';
import type { Feature } from './features/feature.ts';
import { skipSilence } from './people/silence.ts';
import { createPlayground, type Playground } from './playground/playground.ts';
import type { Database } from './storage/schema.ts';

/*
 * With nothing configured, Outloud is connected to the playground: a Slack and a Teams of its own, on one page.
 */

export interface LocalMode {
  /** Where the page is. */
  readonly address: string;
  readonly db: Kysely<Database>;
  readonly clock: MovableClock;
  readonly features: readonly Feature[];
  /** Does what is due by now. */
  readonly onClockMoved: () => Promise<void>;
  readonly logger: Logger;
}

export function openPlayground({ address, db, clock, features, onClockMoved, logger }: LocalMode): Promise<Playground> {
  return createPlayground({
    origin: () => address,
    db,
    clock,
    nextDueAt: () => nextDueAt(features, db),
    onClockMoved,
    commands: createOrders(features).commands.map((command) => ({
      command: `/${command}`,
      hint: 'help',
      description: descriptionOf(features, command),
    })),
    shortcuts,
    cards: createCardDesk(),
    logger,
  });
}

/** The settings that connect both adapters to the playground's own Slack and Teams. */
export function playgroundSettings({ slack, teams }: Playground): Pick<Config, 'slack' | 'teams'> {
  return {
    slack: {
      signingSecret: slack.signingSecret,
      botToken: slack.botToken,
      oauth: slack.oauth,
      apiUrl: slack.apiUrl(),
    },
    teams: {
      appId: teams.appId,
      password: teams.password,
      type: 'SingleTenant',
      tenantId: teams.tenantId,
      auth: 'on',
      openIdMetadataUrl: teams.openIdMetadataUrl(),
      loginUrl: teams.loginUrl(),
    },
  };
}

/** Whoever tries it out finds it at work; the first run can be gone through all the same. */
export async function skipSilences({ slack, teams }: Playground, db: Kysely<Database>, now: Date): Promise<void> {
  for (const workspace of [slackWorkspaceOf(slack.team), teamsWorkspaceOf(teams.tenantId)]) {
    await skipSilence(db, workspace, now);
  }
}

/** What the command does alone; else it is the one for everything else. */
function descriptionOf(features: readonly Feature[], command: string): string {
  const alone = features
    .flatMap((feature) => feature.words ?? [])
    .find((each) => each.command === command && !each.word);
  return alone?.help(wordsFor('en')) ?? 'Working out loud';
}

async function nextDueAt(features: readonly Feature[], db: Kysely<Database>): Promise<Date | undefined> {
  const due = await Promise.all(features.map(async (feature) => feature.nextDueAt?.(db)));
  return due.filter((each) => each !== undefined).toSorted((one, other) => one.getTime() - other.getTime())[0];
}
