import { chooseForm, facilitatorCard, firstRunSaid } from '../../cards/first-run/cards.ts';
import { wordsFor } from '../../cards/words.ts';
import type { ActionEvent, FormEvent } from '../../chat/event.ts';
import type { PersonId } from '../../chat/ids.ts';
import { form, note, type Reply, replace } from '../../chat/reply.ts';
import { noteChange } from '../../people/audit.ts';
import { giveRole, may } from '../../people/roles.ts';
import { findName, peopleNamed } from '../../people/store.ts';
import type { Handling, Happening } from '../feature.ts';
import type { FirstRunDeps } from './deps.ts';
import { followInvited } from './go.ts';
import { lockFirstRun, moveChannel, saveProgress } from './store.ts';

/** The administrator says who looks after it; whoever that is gets one message, with the first of five questions. */

/** [Choose a facilitator] */
export async function openChoice({ person }: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  if (!(await may(trx, person, 'first-run.choose'))) return note(words('connecting.notYours'));
  return form(chooseForm(words, {}));
}

export async function choose(deps: FirstRunDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  if (!(await may(trx, event.person, 'first-run.choose'))) return note(words('connecting.notYours'));
  const { name = '', person: chosen } = event.inputs;
  const found = await peopleNamed(trx, event.workspace, name);
  if (found.length === 0) return form(chooseForm(words, { name }), { name: words('firstRun.unknown', { name }) });
  const person = found.length === 1 ? found[0] : found.find(({ id }) => id === chosen);
  if (!person) {
    const people = found.map((each) => ({ title: each.name, value: each.id }));
    return form(chooseForm(words, { name, people }), { name: words('administration.several') });
  }
  await appoint(deps, { person: person.id, by: event.person.id }, event, handling);
  return note(words('firstRun.chosen', { name: person.name }));
}

/** [I do it myself] */
export async function chooseMyself(deps: FirstRunDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  if (!(await may(trx, event.person, 'first-run.choose'))) return note(words('connecting.notYours'));
  await appoint(deps, { person: event.person.id, by: event.person.id }, event, handling);
  return replace(firstRunSaid(words('firstRun.myself')));
}

/** [Leave it for now] */
export async function chooseLater({ person }: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  if (!(await may(trx, person, 'first-run.choose'))) return note(words('connecting.notYours'));
  return replace(firstRunSaid(words('firstRun.later')));
}

interface Appointing {
  readonly person: PersonId;
  readonly by: PersonId;
}

async function appoint(
  deps: FirstRunDeps,
  { person, by }: Appointing,
  { workspace }: FormEvent | ActionEvent,
  handling: Handling,
): Promise<void> {
  const { trx, now } = handling;
  const isNew = await giveRole(trx, { workspace, person, role: 'facilitator' }, { by, now });
  if (isNew) await noteChange(trx, { workspace, by, what: 'role-given', person, detail: 'facilitator' }, now);
  await invite(deps, { person, by }, { workspace, ...handling });
}

/** A facilitator was named by `roles`: before the first run is over that is the same. A channel may get another id. */
export async function follow(
  deps: FirstRunDeps,
  happening: Happening,
  handling: Pick<Handling, 'trx' | 'now'>,
): Promise<void> {
  if (happening.kind === 'place-changed' && happening.before) {
    await moveChannel(handling.trx, happening.before, happening.conversation);
  }
  if (happening.kind === 'invited') return followInvited(deps, happening, handling);
  if (happening.kind !== 'role-given' || happening.role !== 'facilitator') return;
  await invite(deps, happening, { workspace: happening.workspace, ...handling });
}

async function invite(
  deps: FirstRunDeps,
  { person, by }: Appointing,
  { workspace, trx, now }: Pick<Handling, 'trx' | 'now'> & Pick<FormEvent, 'workspace'>,
): Promise<void> {
  const run = await lockFirstRun(trx, workspace, now);
  if (run.begun_at || run.facilitator_id === person) return;
  await saveProgress(trx, run, { facilitator_id: person });
  const message = facilitatorCard(wordsFor('en'), {
    name: await findName(trx, person),
    ...(by !== person && { by: await findName(trx, by) }),
  });
  await deps.outbox.post(trx, { to: { person }, message, priority: 'answer' }, now);
}
