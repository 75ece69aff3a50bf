import { z } from 'zod';
import type { WorkspaceId } from '../../../chat/ids.ts';
import { PlatformError } from '../../../chat/platform.ts';
import { scopes } from '../access.ts';
import type { SlackCaller } from '../client.ts';
import { workspaceIdOf } from '../ids.ts';
import type { Tokens } from './grants.ts';

/*
 * Slack's side of an install: OAuth v2 (https://docs.slack.dev/authentication/installing-with-oauth) and token rotation
 * (https://docs.slack.dev/authentication/using-token-rotation).
 *
 * `InstallProvider` of @slack/oauth does the same for one process. It is not used, because two that refresh at once each
 * get tokens of which only the later ones are good, and it keeps either (slackapi/node-slack-sdk#2504); a refresh whose
 * result could not be stored is lost; its state is the cookie itself, without SameSite and not compared in constant time;
 * and it logs the address with the state in it.
 */

export interface OAuthOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where Slack sends the browser back to. */
  readonly redirectUrl: string;
  /** Of the Web API, ending with a slash. */
  readonly apiUrl: string;
  /** Who may install it, by Slack's ids; absent where any may. */
  readonly allowedWorkspaces?: readonly string[] | undefined;
  /** Without a token. */
  readonly caller: SlackCaller;
}

/** What Slack gives for a code. */
export interface Granted {
  readonly workspace: WorkspaceId;
  /** Slack's id of the organisation that it belongs to, or is. */
  readonly organisation: string | undefined;
  /** As people there call it. */
  readonly name: string;
  readonly tokens: Tokens;
  readonly expiresInMs: number | undefined;
  readonly botUser: string;
  readonly scopes: readonly string[];
  /** Slack's id of the person who installed it. */
  readonly installer: string;
  readonly appId: string;
}

export type Refreshed = Pick<Granted, 'tokens' | 'expiresInMs'>;

export interface SlackOAuth {
  /** Where a person is asked whether to install. */
  consentAddress(state: string): string;
  /** A code is good for one exchange within ten minutes. Fails with a `PlatformError`. */
  exchange(code: string): Promise<Granted>;
  /** Fails with a `PlatformError`: `unauthorized` where this refresh token is no longer good. */
  refresh(refreshToken: string): Promise<Refreshed>;
  /** Takes the app out where this token is from: every token of it ends there. Fails with a `PlatformError`. */
  uninstall(token: string): Promise<void>;
}

const place = z.object({ id: z.string().min(1), name: z.string().nullish() });

const newTokens = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.number().positive().optional(),
});

const newInstall = newTokens.extend({
  token_type: z.literal('bot'),
  scope: z.string(),
  app_id: z.string(),
  bot_user_id: z.string().min(1),
  authed_user: z.object({ id: z.string().min(1) }),
  is_enterprise_install: z.boolean().nullish(),
  team: place.nullish(),
  enterprise: place.nullish(),
});

export function createSlackOAuth(options: OAuthOptions): SlackOAuth {
  const { clientId, clientSecret, redirectUrl, apiUrl, allowedWorkspaces = [], caller } = options;
  const [only, ...others] = allowedWorkspaces;
  // Slack then offers that one; who chooses another all the same is turned away afterwards.
  const chosen: Record<string, string> = only?.startsWith('T') && others.length === 0 ? { team: only } : {};
  const app = { client_id: clientId, client_secret: clientSecret };

  return {
    consentAddress(state) {
      // `https://slack.com/api/` and `https://slack.com/oauth/v2/authorize`; an emulator has them side by side too.
      const address = new URL('../oauth/v2/authorize', apiUrl);
      const scope = scopes.map(({ name }) => name).join(',');
      address.search = new URLSearchParams({
        client_id: clientId,
        scope,
        state,
        redirect_uri: redirectUrl,
        ...chosen,
      }).toString();
      return address.href;
    },

    async exchange(code) {
      const answer = await caller.call('oauth.v2.access', (web) =>
        web.oauth.v2.access({ ...app, code, redirect_uri: redirectUrl }),
      );
      return grantedIn(read(newInstall, answer));
    },

    async refresh(refreshToken) {
      const answer = await caller.call('oauth.v2.access', (web) =>
        web.oauth.v2.access({ ...app, grant_type: 'refresh_token', refresh_token: refreshToken }),
      );
      return tokensIn(read(newTokens, answer));
    },

    async uninstall(token) {
      await caller.call('apps.uninstall', (web) => web.apps.uninstall({ ...app, token }));
    },
  };
}

function grantedIn(answer: z.infer<typeof newInstall>): Granted {
  // For a whole organisation there is no team, and what is in `team` counts for nothing.
  const where = answer.is_enterprise_install ? answer.enterprise : answer.team;
  if (!where) throw new PlatformError('rejected', 'oauth.v2.access: neither team nor organisation in the answer');
  return {
    ...tokensIn(answer),
    workspace: workspaceIdOf(where.id),
    organisation: answer.enterprise?.id,
    name: where.name ?? '',
    botUser: answer.bot_user_id,
    scopes: answer.scope.split(',').filter((scope) => scope !== ''),
    installer: answer.authed_user.id,
    appId: answer.app_id,
  };
}

function tokensIn({ access_token: access, refresh_token: refresh, expires_in }: z.infer<typeof newTokens>): Refreshed {
  return {
    tokens: { access, ...(refresh !== undefined && { refresh }) },
    expiresInMs: expires_in === undefined ? undefined : expires_in * 1000,
  };
}

/** What is wrong is named by its field alone: the rest are secrets. */
function read<T extends z.ZodType>(shape: T, answer: unknown): z.infer<T> {
  const parsed = shape.safeParse(answer);
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))];
  throw new PlatformError('unavailable', `oauth.v2.access: missing or wrong in the answer: ${fields.join(', ')}`);
}
