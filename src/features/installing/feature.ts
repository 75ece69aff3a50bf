import type { InstallationEvent, MembershipEvent } from '../../chat/event.ts';
import { nothing, type Reply } from '../../chat/reply.ts';
import { noteChange } from '../../people/audit.ts';
import { recordInstall, recordRemoval } from '../../people/installations.ts';
import type { Feature, Handling } from '../feature.ts';
import type { InstallingDeps } from './deps.ts';
import { erasePastGrace } from './erase.ts';

/** Where Outloud is installed, who installed it, and what becomes of a workspace that took it out. */
export function createInstallingFeature(deps: InstallingDeps): Feature {
  return {
    name: 'installing',
    installation: (event, handling) =>
      event.change === 'added' ? keepInstall(deps, event, handling) : keepRemoval(deps, event, handling),
    membership(event, handling) {
      // Where the app is added to single places, coming into one and being added to it is the same.
      const isInstall = deps.platforms.get(event.platform)?.abilities.addedToPlaces ?? false;
      if (!isInstall || event.bot === 'no') return Promise.resolve(nothing);
      return event.bot === 'joined' ? keepInstall(deps, event, handling) : keepRemoval(deps, event, handling);
    },
    jobs: [{ name: 'installing.erase', cron: '37 * * * *', run: (now) => erasePastGrace(deps, now) }],
  };
}

async function keepInstall(
  { logger }: InstallingDeps,
  event: InstallationEvent | MembershipEvent,
  { trx, now }: Handling,
): Promise<Reply> {
  const { workspace, conversation, person } = event;
  const by = person.bot ? undefined : person.id;
  const name = event.kind === 'installation' ? event.workspaceName : undefined;
  const arrival = await recordInstall(trx, { workspace, name, by, place: conversation?.id }, now);
  if (arrival === 'known') return nothing;
  logger.info({ workspace, arrival }, 'installed in a workspace');
  await noteChange(trx, { workspace, what: 'installed', ...(by && { by }) }, now);
  return nothing;
}

/** Nothing is sent there from here on; `erase.ts` takes the rest away when the grace has ended. */
async function keepRemoval(
  { logger }: InstallingDeps,
  event: InstallationEvent | MembershipEvent,
  { trx, now }: Handling,
): Promise<Reply> {
  const { workspace, conversation, person } = event;
  if (!(await recordRemoval(trx, { workspace, place: conversation?.id }, now))) return nothing;
  logger.info({ workspace }, 'removed from a workspace');
  await noteChange(trx, { workspace, what: 'uninstalled', ...(!person.bot && { by: person.id }) }, now);
  return nothing;
}
