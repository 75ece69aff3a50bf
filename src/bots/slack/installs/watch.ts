import type { Clock } from '../../../base/clock.ts';
import { messageOf } from '../../../base/errors.ts';
import type { Logger } from '../../../base/logger.ts';
import type { Bot } from '../../../chat/bot.ts';
import type { InstallationEvent } from '../../../chat/event.ts';
import type { WorkspaceId } from '../../../chat/ids.ts';
import { none } from '../arrival.ts';
import type { SlackCaller, SlackClients } from '../client.ts';
import { slackWordOf } from '../errors.ts';
import { eventIdOf, personIdOf, teamOf } from '../ids.ts';
import type { HandInstall } from './access.ts';
import type { Grants } from './grants.ts';
import type { GrantedTokens } from './tokens.ts';

/*
 * Whether a workspace still lets us in. Slack tells of an uninstall in two events, in either order, perhaps twice, and
 * perhaps only after the app was installed again; and tells nothing of what happened while nobody answered for hours. So
 * an event that is older than the install is about an earlier one, and for a newer one Slack itself is asked with the
 * token that we have; and once a day it is asked for every workspace.
 */

export interface InstallWatch {
  /** Whether Slack's word that it is over is about what we have now. `toldAt`: when it came about, by Slack's clock. */
  isOver(workspace: WorkspaceId, toldAt: Date | undefined): Promise<boolean>;
  /** It is over, and everyone knows: its tokens go. */
  forget(workspace: WorkspaceId): Promise<void>;
  /** Asks Slack about every workspace, and tells the bot what it does not know. */
  lookRound(): Promise<void>;
}

export interface WatchOptions {
  readonly grants?: Grants;
  readonly tokens?: GrantedTokens;
  readonly hand?: HandInstall;
  readonly clients: SlackClients;
  readonly bot: Bot;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The app is gone; other refusals may be for a while, or be our own fault. */
const gone = new Set(['account_inactive', 'app_not_installed', 'team_not_found', 'token_revoked']);

export function createInstallWatch(options: WatchOptions): InstallWatch {
  const { grants, tokens, hand, clients, logger } = options;

  async function isOver(workspace: WorkspaceId, toldAt: Date | undefined): Promise<boolean> {
    const grant = await grants?.glance(workspace);
    if (grant && toldAt && toldAt < toSecond(grant.grantedAt)) return false;
    return (await stateOf(clients.at(workspace))) !== 'alive';
  }

  async function forget(workspace: WorkspaceId): Promise<void> {
    const grant = await grants?.glance(workspace);
    if (grant) await grants?.drop(workspace, grant.version);
    tokens?.forget(workspace);
  }

  async function lookRound(): Promise<void> {
    for (const workspace of (await grants?.workspaces()) ?? []) await lookAt(workspace);
    if (hand) await lookAtHand(hand);
  }

  async function lookAt(workspace: WorkspaceId): Promise<void> {
    const before = await grants?.glance(workspace);
    if ((await stateOf(clients.at(workspace))) !== 'gone') return;
    // It may just have been installed again.
    if ((await grants?.glance(workspace))?.version !== before?.version) return;
    logger.warn({ workspace }, 'Slack no longer lets us in there: the app was uninstalled');
    await tell('removed', workspace, 'USLACKBOT');
    await forget(workspace);
  }

  /** One that was put in by hand nobody tells us of: its first day is the first time that its token works. */
  async function lookAtHand(install: HandInstall): Promise<void> {
    try {
      const { workspace, botUser } = await install.place();
      if ((await stateOf(clients.at(workspace))) === 'alive') await tell('added', workspace, botUser);
    } catch (error) {
      logger.warn({ reason: messageOf(error) }, 'the workspace of SLACK_BOT_TOKEN could not be looked at');
    }
  }

  /** Nobody did it that we know: the bot stands for them. */
  async function tell(change: InstallationEvent['change'], workspace: WorkspaceId, user: string): Promise<void> {
    const at = options.clock.now();
    await options.bot.handle({
      kind: 'installation',
      change,
      id: eventIdOf('looked', teamOf(workspace), change, at.toISOString()),
      platform: 'slack',
      workspace,
      at,
      person: { id: personIdOf(workspace, user), workspace, name: '', bot: true },
      answers: none,
    });
  }

  return { isOver, forget, lookRound };
}

async function stateOf(caller: SlackCaller): Promise<'alive' | 'gone' | 'unknown'> {
  try {
    await caller.call('auth.test', (web) => web.auth.test());
    return 'alive';
  } catch (error) {
    // Where there is no token, or none that can be decrypted, Slack was not asked.
    return gone.has(slackWordOf(error) ?? '') ? 'gone' : 'unknown';
  }
}

/** Slack tells whole seconds. */
function toSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000);
}
