import { scopes, subscriptions } from './bots/slack/access.ts';
import { appPermissions, communityPermissions } from './bots/teams/access.ts';
import type { Config } from './config.ts';
import type { TrustView } from './pages/trust.ts';
import { graceMs } from './people/installations.ts';
import type { Holding } from './storage/holding.ts';

/** What the trust page tells: of these settings, of the permissions that the packages ask for, of what is held. */
export function trustView(config: Config, holdings: readonly Holding[]): TrustView {
  return {
    connected: connectedOf(config),
    // In local mode typed replies are played too, but no package asks for them.
    community: config.communityEdition && !config.local,
    builtInDatabase: config.databaseUrl === undefined,
    permissions: permissionsOf(config),
    held: holdings
      .filter(({ kind }) => kind !== 'upkeep')
      .map(({ kind, tables }) => ({ kind, tables: Object.keys(tables) })),
    graceDays: graceMs / 86_400_000,
    dataContact: config.dataContact,
    privacyNotice: config.privacyUrl,
    address: config.publicUrl,
  };
}

function connectedOf({ local, slack, teams }: Config): TrustView['connected'] {
  if (local) return 'local';
  if (slack && teams) return 'both';
  return slack ? 'slack' : 'teams';
}

/** In local mode what it would ask for, once it is connected. */
function permissionsOf({ local, slack, teams, communityEdition }: Config): TrustView['permissions'] {
  const isCommunity = communityEdition && !local;
  const ofSlack = [
    ...scopes.map(({ name, why, without }) => ({ name, why, without })),
    ...subscriptions.filter((each) => isCommunity && each.communityOnly).map(({ name, why }) => ({ name, why })),
  ];
  const ofTeams = [...appPermissions, ...(isCommunity ? communityPermissions : [])].map(({ name, why }) => ({
    name,
    why,
  }));
  return [
    ...(local || slack ? ofSlack.map((each) => ({ platform: 'Slack' as const, ...each })) : []),
    ...(local || teams ? ofTeams.map((each) => ({ platform: 'Teams' as const, ...each })) : []),
  ];
}
