import { copyReadyCard, eraseForm, type HeldCount, myDataCard } from '../../cards/leaving/cards.ts';
import type { ActionEvent, CommandEvent, FormEvent } from '../../chat/event.ts';
import { type PersonId, platformOf } from '../../chat/ids.ts';
import type { Message } from '../../chat/message.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import { accountsOf } from '../../people/accounts.ts';
import type { Handling } from '../feature.ts';
import { copyPage } from './copy.ts';
import type { Db, LeavingDeps } from './deps.ts';
import { beginErasing } from './erasing.ts';
import { vacanciesAfter } from './succession.ts';

/** `/outloud mydata`: what is held of a person, in words; a copy, and erasing it. */

export async function showMyData(deps: LeavingDeps, event: CommandEvent, handling: Handling): Promise<Reply> {
  switch (event.words.trim().toLowerCase()) {
    case 'export':
      return giveCopy(deps, event, handling);
    case 'erase':
      return askToErase(deps, event, handling);
    default:
      return note(await myData(deps, event, handling));
  }
}

async function myData(deps: LeavingDeps, { person }: CommandEvent, { trx, words }: Handling): Promise<Message> {
  const platforms = (await accountsOf(trx, person.id)).map(platformOf);
  const { trustPage } = deps;
  return myDataCard(words, { held: await countHeld(deps, trx, person.id), platforms, trustPage });
}

/** Kinds of which there is something, of all accounts of a person. */
export async function countHeld(deps: Pick<LeavingDeps, 'holdings'>, db: Db, person: PersonId): Promise<HeldCount[]> {
  const accounts = await accountsOf(db, person);
  const counts: HeldCount[] = [];
  for (const { kind, count } of deps.holdings()) {
    let found = 0;
    for (const account of accounts) found += (await count?.(db, account)) ?? 0;
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
  const { id } = event.person;
  return form(
    eraseForm(words, {
      held: await countHeld(deps, trx, id),
      hasResults: await hasSharedResults(trx, id),
      vacancies: await vacanciesAfter(trx, id),
    }),
  );
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
  const { words } = handling;
  const direct = event.conversation?.kind === 'direct' ? event.conversation.id : undefined;
  const keepResults = event.inputs.results === 'keep';
  await beginErasing(deps, { person: event.person.id, direct, keepResults }, handling);
  return note(words('leaving.begun'));
}
