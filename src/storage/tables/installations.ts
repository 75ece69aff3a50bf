import type { Generated } from 'kysely';
import type { ConversationId, PersonId, WorkspaceId } from '../../chat/ids.ts';

/** Where Outloud is installed, or was until `removed_at`; `people/installations.ts` tells what that means. */
export interface InstallationTable {
  workspace_id: WorkspaceId;
  /** As the platform calls the workspace, where it says so. */
  name: string | null;
  installed_by: PersonId | null;
  installed_at: Date;
  removed_at: Generated<Date | null>;
}

/** The single teams and chats of a workspace that the app was added to, where it is added to those. */
export interface InstalledPlaceTable {
  conversation_id: ConversationId;
  workspace_id: WorkspaceId;
}

/** The keys that Slack gave us to a workspace; `bots/slack/grants.ts` keeps them. */
export interface SlackGrantTable {
  workspace_id: WorkspaceId;
  /** Which key they are encrypted with. */
  key_id: string;
  /** The access token and the refresh token, encrypted: `storage/sealing.ts`. */
  sealed: Buffer;
  /** When the access token ends; absent for one that does not. */
  expires_at: Date | null;
  /** Another one whenever the tokens are others: who has older ones can tell. */
  version: string;
  granted_at: Date;
  /** Slack's id of the bot there. */
  bot_user: string;
  scopes: string[];
}

/** Installs that were begun in a browser and are not finished yet. */
export interface SlackInstallStateTable {
  state_hash: Buffer;
  browser_hash: Buffer;
  expires_at: Date;
}

export interface InstallationsTables {
  installation: InstallationTable;
  installed_place: InstalledPlaceTable;
  slack_grant: SlackGrantTable;
  slack_install_state: SlackInstallStateTable;
}
