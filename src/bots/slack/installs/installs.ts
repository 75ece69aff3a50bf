import type { Kysely } from 'kysely';
import type { Clock } from '../../../base/clock.ts';
import type { Logger } from '../../../base/logger.ts';
import type { Bot } from '../../../chat/bot.ts';
import type { Database } from '../../../storage/schema.ts';
import type { Sealing } from '../../../storage/sealing.ts';
import { clientOptions, createSlackCaller, createSlackClients, type SlackClients } from '../client.ts';
import { createAccess, createHandInstall } from './access.ts';
import { createGrants, type Grants } from './grants.ts';
import { createInstaller, type SlackInstaller } from './installer.ts';
import { createSlackOAuth, type SlackOAuth } from './oauth.ts';
import { createInstallStates, type InstallStates } from './states.ts';
import { createGrantedTokens, type GrantedTokens } from './tokens.ts';
import { createInstallWatch, type InstallWatch } from './watch.ts';

/** Everything about which workspaces let us in: by hand, by OAuth, or both. */
export interface SlackInstalls {
  readonly clients: SlackClients;
  botUserIn: (workspace: Parameters<SlackClients['at']>[0]) => Promise<string>;
  readonly watch: InstallWatch;
  /** Absent where nobody can install by OAuth. */
  readonly installer?: SlackInstaller;
  readonly jobs: readonly SlackJob[];
  /** When nothing that Slack gave is unsaved. */
  settled(): Promise<void>;
}

/** Something that runs by the clock; five fields, UTC. */
export interface SlackJob {
  readonly name: string;
  readonly cron: string;
  /** It runs once at the start too. */
  readonly atStart?: true;
  run(): Promise<void>;
}

export interface SlackOAuthOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stateSecret: string;
  /** Who may install it, by Slack's ids; absent where any may. */
  readonly allowedWorkspaces?: readonly string[] | undefined;
  /** Where Slack sends the browser back to. */
  readonly redirectUrl: string;
  readonly db: Kysely<Database>;
  readonly sealing: Sealing;
  /** Installs and tokens live in real time, whatever the app's clock was moved to. */
  readonly realClock: Clock;
}

interface InstallsOptions {
  readonly botToken?: string;
  readonly oauth?: SlackOAuthOptions;
  readonly apiUrl?: string;
  readonly bot: Bot;
  readonly clock: Clock;
  readonly logger: Logger;
}

const slackApi = 'https://slack.com/api/';

export function createSlackInstalls(options: InstallsOptions): SlackInstalls {
  const { botToken, logger } = options;
  const settings = clientOptions(options);
  const byOAuth = options.oauth && createByOAuth(options.oauth, options);
  const hand = botToken === undefined ? undefined : createHandInstall(botToken, createSlackCaller(settings, botToken));
  const access = createAccess({ granted: byOAuth?.tokens, hand });
  const clients = createSlackClients(access, settings);
  const watch = createInstallWatch({ ...options, ...byOAuth, hand, clients });
  const look: SlackJob = { name: 'slack.look-round', cron: '23 5 * * *', atStart: true, run: () => watch.lookRound() };
  return {
    clients,
    botUserIn: (workspace) => access.botUserIn(workspace),
    watch,
    installer: byOAuth?.installer,
    jobs: byOAuth ? [look, ...oauthJobs(byOAuth, logger)] : [look],
    settled: async () => byOAuth?.tokens.settled(),
  };
}

interface ByOAuth {
  readonly grants: Grants;
  readonly tokens: GrantedTokens;
  readonly states: InstallStates;
  readonly oauth: SlackOAuth;
  readonly realClock: Clock;
  readonly installer: SlackInstaller;
}

function createByOAuth(settings: SlackOAuthOptions, options: InstallsOptions): ByOAuth {
  const { db, realClock } = settings;
  const { logger } = options;
  const caller = createSlackCaller(clientOptions(options));
  const apiUrl = options.apiUrl ?? slackApi;
  const oauth = createSlackOAuth({ ...settings, apiUrl: apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`, caller });
  const grants = createGrants(db, settings.sealing);
  const tokens = createGrantedTokens({ grants, oauth, db, realClock, logger });
  const states = createInstallStates(db, settings.stateSecret);
  const installer = createInstaller({ ...options, ...settings, states, oauth, grants, tokens });
  return { grants, tokens, states, oauth, realClock, installer };
}

function oauthJobs({ grants, tokens, states, realClock }: ByOAuth, logger: Logger): SlackJob[] {
  return [
    { name: 'slack.refresh', cron: '*/20 * * * *', run: () => tokens.refreshAll() },
    { name: 'slack.states', cron: '*/10 * * * *', run: () => states.sweep(realClock.now()) },
    {
      name: 'slack.seal',
      cron: '41 2 * * *',
      atStart: true,
      async run() {
        const done = await grants.sealAnew();
        if (done > 0) logger.info({ done }, 'tokens are encrypted with the new key');
      },
    },
  ];
}
