import { copyReadyCard, eraseForm, type HeldCount, myDataCard } from '../../cards/leaving-cards.ts';
import type { ActionEvent, CommandEvent, FormEvent } from '../../chat/event.ts';
import type { PersonId } from '../../chat/ids.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import { roleHolders } from '../../people/roles.ts';
import type { Handling } from '../feature.ts';
import { copyPage } from './copy.ts';
import type { Db, LeavingDeps } from './deps.ts';
import { beginErasing } from './erasing.ts';

/** `/outloud mydata`: what is held of a person, in words; a copy, and erasing it. */

export async function showMyData(deps: LeavingDeps, event: CommandEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  switch (event.words.trim().toLowerCase()) {
    case 'export':
      return giveCopy(deps, event, handling);
    case 'erase':
      return askToErase(deps, event, handling);
    default:
      return note(myDataCard(words, { held: await countHeld(deps, trx, event.person.id), platform: event.platform }));
  }
}

/** Kinds of which there is something, in the order in which people would look for them. */
export async function countHeld(deps: Pick<LeavingDeps, 'holdings'>, db: Db, person: PersonId): Promise<HeldCount[]> {
  const counts: HeldCount[] = [];
  for (const { kind, count } of deps.holdings()) {
    const found = count ? await count(db, person) : 0;
    if (found > 0) counts.push({ kind, count: found });
  }
  return counts;
}

/** [Get a copy] */
export async function giveCopy(
  deps: LeavingDeps,
  { person }: ActionEvent | CommandEvent,
  { words, now }: Handling,
): Promise<Reply> {
  const address = deps.linkTo(copyPage, person.id, now);
  return note(address ? copyReadyCard(words, address) : words('leaving.noAddress'));
}

/** [Erase everything]: says first what goes, what stays and why. */
export async function askToErase(
  deps: LeavingDeps,
  event: ActionEvent | CommandEvent,
  { trx, words }: Handling,
): Promise<Reply> {
  if (await isLastAdministrator(trx, event)) return note(words('leaving.lastAdministrator'));
  const { id } = event.person;
  return form(eraseForm(words, { held: await countHeld(deps, trx, id), hasResults: await hasSharedResults(trx, id) }));
}

/** Somebody must be left who can give roles; alone in a workspace nobody is kept. */
async function isLastAdministrator(
  db: Db,
  { person, workspace }: ActionEvent | CommandEvent | FormEvent,
): Promise<boolean> {
  const administrators = (await roleHolders(db, workspace)).filter(({ role }) => role === 'administrator');
  return administrators.length > 0 && administrators.every((each) => each.person === person.id);
}

async function hasSharedResults(db: Db, person: PersonId): Promise<boolean> {
  const row = await db
    .selectFrom('pilot')
    .select('id')
    .where('owner_id', '=', person)
    .where('state', 'in', ['finished', 'stopped'])
    .where('seen_by', '!=', 'me')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function erase(deps: LeavingDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  if (await isLastAdministrator(trx, event)) return note(words('leaving.lastAdministrator'));
  const direct = event.conversation?.kind === 'direct' ? event.conversation.id : undefined;
  const keepResults = event.inputs.results === 'keep';
  await beginErasing(deps, { person: event.person.id, direct, keepResults }, handling);
  return note(words('leaving.begun'));
}
