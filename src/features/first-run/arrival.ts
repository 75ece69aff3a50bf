import { installedCard } from '../../cards/first-run/cards.ts';
import { wordsFor } from '../../cards/words.ts';
import type { InstallationEvent, MembershipEvent } from '../../chat/event.ts';
import { type PersonId, platformOf } from '../../chat/ids.ts';
import { nothing, type Reply } from '../../chat/reply.ts';
import { roleHolders } from '../../people/roles.ts';
import { noteInstalled } from '../../people/silence.ts';
import { findName } from '../../people/store.ts';
import type { Handling } from '../feature.ts';
import type { FirstRunDeps } from './deps.ts';
import { type FirstRun, saveProgress, untold } from './store.ts';

/*
 * The app has been added somewhere. Its administrator gets one message, as soon as it is known who that is: on Slack the
 * platform has to be asked first.
 */

export async function noteArrival(event: InstallationEvent | MembershipEvent, { trx, now }: Handling): Promise<Reply> {
  const isIn = event.kind === 'installation' ? event.change === 'added' : event.bot === 'joined';
  const by = event.person.bot || event.person.external ? null : event.person.id;
  if (isIn) await noteInstalled(trx, { workspace: event.workspace, by }, now);
  return nothing;
}

/** Every minute: whoever can be told by now. */
export async function tellAdministrators(deps: FirstRunDeps, now: Date): Promise<void> {
  await deps.transaction(async (trx) => {
    for (const run of await untold(trx)) await tellOne(deps, run, { trx, now });
  });
}

async function tellOne(deps: FirstRunDeps, run: FirstRun, { trx, now }: Pick<Handling, 'trx' | 'now'>): Promise<void> {
  const holders = await roleHolders(trx, run.workspace_id);
  const administrators = holders.filter(({ role }) => role === 'administrator').map(({ person }) => person);
  const person: PersonId | undefined = administrators.find((each) => each === run.installed_by) ?? administrators[0];
  if (!person) return;
  const isTold = deps.platforms.get(platformOf(person))?.abilities.tellsAdministrators ?? false;
  const message = installedCard(wordsFor('en'), {
    name: await findName(trx, person),
    first: !isTold,
    trustPage: deps.trustPage,
  });
  await deps.outbox.post(trx, { to: { person }, message, priority: 'answer' }, now);
  await saveProgress(trx, run, { told_id: person });
}
