import type { WorkspaceId } from '../../../chat/ids.ts';
import { PlatformError } from '../../../chat/platform.ts';
import type { SlackAccess, SlackCaller } from '../client.ts';
import { workspaceIdOf } from '../ids.ts';
import { type GrantedTokens, refuse } from './tokens.ts';

/** The one workspace to which the app was installed by hand; its token stands in the settings. */
export interface HandInstall {
  readonly token: string;
  /** Which one that is, and the bot's user there. Slack is asked once; a failure is not remembered. */
  place(): Promise<HandPlace>;
}

interface HandPlace {
  readonly workspace: WorkspaceId;
  readonly botUser: string;
}

export function createHandInstall(token: string, caller: SlackCaller): HandInstall {
  let known: Promise<HandPlace> | undefined;

  async function ask(): Promise<HandPlace> {
    const answer = await caller.call('auth.test', (web) => web.auth.test());
    const team = answer.is_enterprise_install ? answer.enterprise_id : answer.team_id;
    if (!team || !answer.user_id) throw new PlatformError('rejected', 'auth.test: no workspace or user in the answer');
    return { workspace: workspaceIdOf(team), botUser: answer.user_id };
  }

  return {
    token,
    place() {
      known ??= ask().catch((error: unknown) => {
        known = undefined;
        throw error;
      });
      return known;
    },
  };
}

/** An install by OAuth comes first; where there is none, the one by hand counts for its own workspace alone. */
export function createAccess({ granted, hand }: { granted?: GrantedTokens; hand?: HandInstall }): SlackAccess {
  async function isByHand(workspace: WorkspaceId): Promise<boolean> {
    if (!hand) return false;
    // Nobody else can have installed it.
    return !granted || (await hand.place()).workspace === workspace;
  }

  return {
    async tokenFor(workspace) {
      const token = await granted?.of(workspace);
      if (token !== undefined) return token;
      return hand && (await isByHand(workspace)) ? hand.token : refuse(workspace);
    },
    hasOther: async (workspace, token) => (await granted?.hasOther(workspace, token)) ?? false,
    async botUserIn(workspace) {
      const botUser = await granted?.botUserOf(workspace);
      if (botUser !== undefined) return botUser;
      return hand && (await isByHand(workspace)) ? (await hand.place()).botUser : refuse(workspace);
    },
  };
}
