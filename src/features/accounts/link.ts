import { asId } from '../../base/ids.ts';
import { accountCodeCard, accountEnterForm, accountLinkedCard } from '../../cards/account-cards.ts';
import { dayOnly } from '../../cards/dates.ts';
import type { CommandEvent, FormEvent } from '../../chat/event.ts';
import { type PersonId, platformOf } from '../../chat/ids.ts';
import { form, type NoteReply, note, type Reply, replace } from '../../chat/reply.ts';
import { linkAccounts, linkedAccount } from '../../people/accounts.ts';
import { codeMinutes, hasGuessedTooOften, keepGuess, makeCode } from '../../people/one-time-codes.ts';
import { may } from '../../people/roles.ts';
import { findName } from '../../people/store.ts';
import { linkedWorkspaces } from '../../people/workspace-links.ts';
import { hasCalendar, loadCalendar, shareCalendar } from '../../scheduling/store.ts';
import type { Handling } from '../feature.ts';
import type { AccountsDeps } from './deps.ts';
import { noteAccounts, tellAccount } from './notices.ts';
import { type AccountCode, claimCode, isOwnCode, keepCode, useCode } from './store.ts';

/*
 * A person asks for a code with one account and types it with the other. There they see whose account asked for it, and
 * link. Nothing is guessed: who has the code and says "this is me" is who they say.
 */

/** `/outloud account`, `/outloud account CODE` */
export async function account(deps: AccountsDeps, event: CommandEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  if (!(await may(trx, event.person, 'accounts.link'))) return note(words('accounts.guest'));
  const linked = await showLinked(deps, event.person.id, handling);
  if (linked) return linked;
  return event.words.trim() === '' ? giveCode(event, handling) : enterCode(event, handling);
}

async function showLinked(
  deps: AccountsDeps,
  person: PersonId,
  { trx, words, now }: Handling,
): Promise<NoteReply | undefined> {
  const linked = await linkedAccount(trx, person);
  if (!linked) return undefined;
  const { timeZone } = await loadCalendar(trx, person, deps.organisation);
  const day = dayOnly(linked.linkedAt, { timeZone, now });
  return note(accountLinkedCard(words, { name: linked.name, platform: platformOf(linked.account), day }));
}

async function giveCode({ person }: CommandEvent, { trx, words, now }: Handling): Promise<Reply> {
  const elsewhere = (await linkedWorkspaces(trx, person.workspace)).find(
    ({ workspace }) => platformOf(workspace) !== platformOf(person.id),
  );
  if (!elsewhere) return note(words('accounts.nowhere'));
  const code = makeCode();
  await keepCode(trx, person, { code, now });
  return note(accountCodeCard(words, { code, minutes: codeMinutes, platform: platformOf(elsewhere.workspace) }));
}

async function enterCode(event: CommandEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const { person } = event;
  if (await hasGuessedTooOften(trx, person.id, now)) return note(words('accounts.tooMany'));
  const code = await claimCode(trx, event.words, { person, now });
  if (code && platformOf(code.person_id) !== platformOf(person.id))
    return askWhetherItIsThem(code, person.id, handling);
  if (await isOwnCode(trx, event.words, person.id)) return note(words('accounts.ownCode'));
  await keepGuess(trx, person.id, now);
  return note(words('accounts.wrongCode', { count: codeMinutes }));
}

async function askWhetherItIsThem(
  { person_id: asker }: AccountCode,
  person: PersonId,
  handling: Handling,
): Promise<Reply> {
  const { trx, words } = handling;
  const hasBoth = (await hasCalendar(trx, asker)) && (await hasCalendar(trx, person));
  const [name, platform] = [await findName(trx, asker), platformOf(asker)];
  return form(accountEnterForm(words, { asker, name, platform, own: platformOf(person), hasBoth }));
}

/** [Link them] */
export async function linkThem(deps: AccountsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const { person } = event;
  if (!(await may(trx, person, 'accounts.link'))) return note(words('accounts.guest'));
  const asker: PersonId = asId(event.state);
  if (!(await useCode(trx, { asker, by: person.id, now }))) return note(words('accounts.codeGone'));
  const obstacle = await linkAccounts(trx, asker, person.id, now);
  if (obstacle) return note(words(`accounts.obstacle.${obstacle}`));
  await shareCalendar(trx, await whoseCalendar(asker, event, handling));
  await noteAccounts([asker, person.id], 'account-linked', handling);
  await deps.tell({ kind: 'accounts-changed', accounts: [asker, person.id] }, handling);
  await tellAccount(deps, { account: asker, other: person.id, what: 'linked' }, handling);
  const shown = await showLinked(deps, person.id, handling);
  // Where the question stands in a card, it is answered: nothing is left to press there.
  return shown && event.answers.replace ? replace(shown.message) : (shown ?? note(words('accounts.codeGone')));
}

/** The one that was chosen; where only one of them was ever set, that one. */
async function whoseCalendar(asker: PersonId, { person, inputs }: FormEvent, { trx }: Handling) {
  const theirs = { keep: asker, other: person.id };
  const ours = { keep: person.id, other: asker };
  if (!(await hasCalendar(trx, asker))) return ours;
  if (!(await hasCalendar(trx, person.id))) return theirs;
  return inputs.calendar === 'theirs' ? theirs : ours;
}
