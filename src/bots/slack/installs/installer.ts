import type { Clock } from '../../../base/clock.ts';
import { messageOf } from '../../../base/errors.ts';
import type { Logger } from '../../../base/logger.ts';
import type { Bot } from '../../../chat/bot.ts';
import type { InstallationEvent } from '../../../chat/event.ts';
import { PlatformError } from '../../../chat/platform.ts';
import { none } from '../arrival.ts';
import { eventIdOf, personIdOf, teamOf } from '../ids.ts';
import type { Grants } from './grants.ts';
import type { Granted, SlackOAuth } from './oauth.ts';
import { type Begun, type InstallStates, installWithinMs } from './states.ts';
import type { GrantedTokens } from './tokens.ts';

/** Installs by OAuth, without what the pages look like. */
export interface SlackInstaller {
  /** Where to send the browser, and what it keeps meanwhile; nothing where too many begin at once. */
  begin(): Promise<Beginning | undefined>;
  /** What came of it, from the address that Slack sent the browser to and what the browser had kept. */
  finish(query: URLSearchParams, browser: string | undefined): Promise<InstallOutcome>;
}

export interface Beginning {
  readonly address: string;
  readonly browser: string;
  readonly withinMs: number;
}

export type InstallOutcome =
  | { readonly kind: 'installed'; readonly workspace: string; readonly address: string }
  | { readonly kind: 'unlisted'; readonly workspace: string; readonly id: string; readonly isTakenOut: boolean }
  | { readonly kind: InstallTrouble };

export type InstallTrouble =
  /** The person said no to Slack. */
  | 'refused'
  /** Finished already, or begun too long ago. */
  | 'past'
  /** Begun in another browser. */
  | 'elsewhere'
  /** Not what Slack sends. */
  | 'garbled'
  /** Slack does not take the code, or the app's own credentials. */
  | 'rejected'
  | 'unreachable'
  /** On our side, after Slack had said yes. */
  | 'failed';

export interface InstallerOptions {
  readonly states: InstallStates;
  readonly oauth: SlackOAuth;
  readonly grants: Grants;
  /** Who may install it, by Slack's ids; absent where any may. */
  readonly allowedWorkspaces?: readonly string[] | undefined;
  readonly tokens: Pick<GrantedTokens, 'forget'>;
  readonly bot: Bot;
  readonly clock: Clock;
  /** An install and its tokens live in real time, whatever the app's clock was moved to. */
  readonly realClock: Clock;
  readonly logger: Logger;
}

/** Slack's own are far shorter. */
const longestCode = 512;

export function createInstaller(options: InstallerOptions): SlackInstaller {
  const { states, oauth, grants, realClock, logger } = options;

  async function exchange(code: string): Promise<InstallOutcome> {
    let granted: Granted;
    try {
      granted = await oauth.exchange(code);
    } catch (error) {
      logger.warn({ reason: messageOf(error) }, 'an install could not be finished');
      return { kind: error instanceof PlatformError && error.retryable ? 'unreachable' : 'rejected' };
    }
    try {
      if (!(await mayInstall(granted))) return await turnAway(granted);
      await keep(granted);
    } catch (error) {
      logger.error({ err: error, workspace: granted.workspace }, 'an install could not be kept');
      return { kind: 'failed' };
    }
    logger.info({ workspace: granted.workspace }, 'installed');
    return { kind: 'installed', workspace: granted.name, address: addressOf(granted) };
  }

  /** A workspace that has it may renew its install: the list is for those that would be new. */
  async function mayInstall({ workspace, organisation }: Granted): Promise<boolean> {
    const { allowedWorkspaces: allowed } = options;
    if (!allowed || allowed.includes(teamOf(workspace)) || (organisation && allowed.includes(organisation)))
      return true;
    return (await grants.glance(workspace)) !== undefined;
  }

  /** Slack has added it before we could say no: it is taken out again, and nothing is kept. */
  async function turnAway({ workspace, name, tokens: { access } }: Granted): Promise<InstallOutcome> {
    const isTakenOut = await oauth.uninstall(access).then(
      () => true,
      (error: unknown) => {
        logger.warn({ workspace, reason: messageOf(error) }, 'an app that nobody may use could not be taken out again');
        return false;
      },
    );
    logger.warn({ workspace, isTakenOut }, 'an install was refused: it is not in SLACK_ALLOWED_WORKSPACES');
    return { kind: 'unlisted', workspace: name, id: teamOf(workspace), isTakenOut };
  }

  /** The tokens first: from then on they are not lost, and what the event causes may need them. */
  async function keep(granted: Granted): Promise<void> {
    const { workspace, expiresInMs } = granted;
    const grantedAt = realClock.now();
    const expiresAt = expiresInMs === undefined ? null : new Date(grantedAt.getTime() + expiresInMs);
    const version = await grants.keep({ ...granted, grantedAt, expiresAt });
    options.tokens.forget(workspace);
    const event: InstallationEvent = {
      kind: 'installation',
      change: 'added',
      id: eventIdOf('installed', version),
      platform: 'slack',
      workspace,
      workspaceName: granted.name,
      at: options.clock.now(),
      person: { id: personIdOf(workspace, granted.installer), workspace, name: '' },
      answers: none,
    };
    await options.bot.handle(event);
  }

  return {
    async begin() {
      const begun = await states.begin(realClock.now());
      if (!begun) return undefined;
      return { address: oauth.consentAddress(begun.state), browser: begun.browser, withinMs: installWithinMs };
    },

    async finish(query, browser = '') {
      const said = readReturn(query);
      if (!said) return { kind: 'garbled' };
      const brought: Begun = { state: said.state, browser };
      const verdict = await states.redeem(brought, realClock.now());
      if (verdict !== 'good') logger.warn({ verdict }, 'an install was not finished: its state is not good');
      if (said.code === undefined) return { kind: 'refused' };
      if (verdict === 'good') return exchange(said.code);
      return { kind: verdict === 'forged' ? 'garbled' : verdict };
    },
  };
}

/** https://docs.slack.dev/authentication/installing-with-oauth: `code` and `state`, or `error` and `state`; each once. */
function readReturn(query: URLSearchParams): { state: string; code?: string } | undefined {
  const only = (name: string): string | undefined => {
    const [first, ...more] = query.getAll(name);
    return more.length === 0 ? first : undefined;
  };
  const [state, code, error] = [only('state'), only('code'), only('error')];
  if (!state || !/^[\w-]{1,64}\.[\w-]{1,64}$/.test(state)) return undefined;
  if (error === 'access_denied' && !query.has('code')) return { state };
  if (!code || query.has('error') || code.length > longestCode || !/^[\w.-]+$/.test(code)) return undefined;
  return { state, code };
}

/** Opens Slack at the bot's own page (https://docs.slack.dev/interactivity/deep-linking). */
function addressOf({ workspace, appId }: Granted): string {
  const address = new URL('https://slack.com/app_redirect');
  address.search = new URLSearchParams({ app: appId, team: teamOf(workspace) }).toString();
  return address.href;
}
