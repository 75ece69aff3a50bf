import { wordsFor } from '../../cards/words.ts';
import type { InstallationEvent } from '../../chat/event.ts';
import { nothing, type Reply } from '../../chat/reply.ts';
import { noteChange } from '../../people/audit.ts';
import { giveRole, roleHolders } from '../../people/roles.ts';
import { isSilent } from '../../people/silence.ts';
import type { Handling } from '../feature.ts';
import type { AdministrationDeps } from './deps.ts';

/**
 * Who installs the app into a whole workspace is its administrator: the platform lets only those do that who may.
 *
 * Where the platform does not say who runs the organisation (a bot in Teams is not told who administers its tenant), the
 * first person who adds the app to a team is its administrator, as Teams lets only those do that who may change the
 * team. Everyone sees in `roles` who that is. Adding the app for oneself alone makes nobody one.
 */
export async function nameFirst(
  deps: AdministrationDeps,
  event: InstallationEvent,
  handling: Handling,
): Promise<Reply> {
  const { trx, now } = handling;
  const { person, workspace, change, conversation } = event;
  if (change === 'added' && !conversation && !person.bot) {
    if (await giveRole(trx, { workspace, person: person.id, role: 'administrator' }, { by: null, now })) {
      await noteChange(trx, { workspace, what: 'installer', person: person.id }, now);
    }
    return nothing;
  }
  const isTold = deps.platforms.get(event.platform)?.abilities.tellsAdministrators ?? false;
  if (isTold || change !== 'added' || conversation?.kind !== 'channel' || person.external || person.bot) return nothing;
  const holders = await roleHolders(trx, workspace);
  if (holders.some(({ role }) => role === 'administrator')) return nothing;
  await giveRole(trx, { workspace, person: person.id, role: 'administrator' }, { by: null, now });
  await noteChange(trx, { workspace, what: 'first-administrator', person: person.id }, now);
  // In a workspace that is silent still, the first run tells them.
  if (await isSilent(trx, workspace)) return nothing;
  const message = { text: wordsFor(person.locale)('administration.firstAdministrator') };
  await deps.outbox.post(trx, { to: { person: person.id }, message, priority: 'answer' }, now);
  return nothing;
}
