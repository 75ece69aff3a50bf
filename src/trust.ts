import { scopes, subscriptions } from './bots/slack/access.ts';
import { appPermissions, communityPermissions } from './bots/teams/access.ts';
import type { Config } from './config.ts';
import type { ShownSight, TrustView } from './pages/trust.ts';
import { graceMs } from './people/installations.ts';
import { hasRights, isRight, type Role, rights, roles } from './people/roles.ts';
import type { Holding } from './storage/holding.ts';

/** What the trust page tells: of these settings, of the permissions that the packages ask for, of what is held. */
export function trustView(config: Config, holdings: readonly Holding[]): TrustView {
  return {
    connected: connectedOf(config),
    // In local mode typed replies are played too, but no package asks for them.
    community: config.communityEdition && !config.local,
    builtInDatabase: config.databaseUrl === undefined,
    permissions: permissionsOf(config),
    letsIn: letsInBy(config),
    held: ofPeople(holdings).map(({ kind, tables }) => ({ kind, tables: Object.keys(tables) })),
    seen: whoSees(holdings),
    graceDays: graceMs / 86_400_000,
    dataContact: config.dataContact,
    privacyNotice: config.privacyUrl,
    address: config.publicUrl,
  };
}

function ofPeople(holdings: readonly Holding[]): Holding[] {
  return holdings.filter(({ kind }) => kind !== 'upkeep');
}

/** Who sees what: from the table of rights, and from what each holding says. */
export function whoSees(holdings: readonly Holding[]): TrustView['seen'] {
  const seers = roles.filter(hasRights).toReversed();
  return {
    roles: seers,
    rows: ofPeople(holdings).map(({ kind, seen, copy }) => ({
      kind,
      person: copy ? 'all' : 'none',
      where: seen.where ?? sightOf('member', seen),
      roles: seers.map((role) => sightOf(role, seen)),
    })),
  };
}

/** Everybody here but a guest is a member, whatever else they are. */
function sightOf(role: Role, { where, by = {} }: Holding['seen']): ShownSight {
  for (const [right, sight] of Object.entries(by)) {
    const holders: readonly Role[] = isRight(right) ? rights[right] : [];
    if (holders.includes(role) || holders.includes('member')) return sight;
  }
  if (where === 'all') return 'among';
  return where === 'other' ? 'count' : (where ?? 'none');
}

function connectedOf({ local, slack, teams }: Config): TrustView['connected'] {
  if (local) return 'local';
  if (slack && teams) return 'both';
  return slack ? 'slack' : 'teams';
}

function letsInBy({ local, slack, teams }: Config): TrustView['letsIn'] {
  if (local) return {};
  const { oauth } = slack ?? {};
  return {
    slack: oauth ? (oauth.allowedWorkspaces?.length ?? 'any') : slack && 'one',
    teams: teams?.allowedTenants?.length,
  };
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
