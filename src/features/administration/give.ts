import { roleForm } from '../../cards/role-cards.ts';
import { type Words, wordsFor } from '../../cards/words.ts';
import type { CommandEvent, FormEvent } from '../../chat/event.ts';
import type { WorkspaceId } from '../../chat/ids.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import { noteChange } from '../../people/audit.ts';
import { type GivenRole, givenRoles, giveRole, hasRights, may, roleHolders, takeRole } from '../../people/roles.ts';
import { findName, type NamedPerson, peopleNamed, tidyName } from '../../people/store.ts';
import type { Handling } from '../feature.ts';
import type { AdministrationDeps } from './deps.ts';

/** Administrators say who is what: by a form, or in words: `roles Jo Bevan facilitator`. */

interface Wish {
  readonly person: NamedPerson;
  readonly role: GivenRole;
  readonly take: boolean;
}

/** [Give or take a role] */
export async function openGiving(event: { person: FormEvent['person'] }, { trx, words }: Handling): Promise<Reply> {
  if (!(await may(trx, event.person, 'roles.give'))) return note(words('connecting.notYours'));
  return form(roleForm(words, { roles: choicesOf(words) }));
}

/** A role that can do nothing yet is not on offer. */
function choicesOf(words: Words) {
  return givenRoles
    .filter(hasRights)
    .toSorted((one, other) => Number(one === 'administrator') - Number(other === 'administrator'))
    .map((role) => ({ title: words(`administration.role.${role}`), value: role }));
}

export async function giveByWords(deps: AdministrationDeps, event: CommandEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  if (!(await may(trx, event.person, 'roles.give'))) return note(words('connecting.notYours'));
  const [, typed = '', last = ''] = /^(.*?)\s*(\S+)$/s.exec(event.words.trim()) ?? [];
  const role = readRole(last);
  const name = role ? typed : event.words;
  const shown = { roles: choicesOf(words), name: tidyName(name), ...(role && { role }) };
  const found = role ? await peopleNamed(trx, event.workspace, name) : [];
  const [person] = found;
  if (!role || !person || found.length > 1) return form(roleForm(words, shown));
  return carryOut(deps, event, { person, role, take: false }, handling);
}

export async function keepGiving(deps: AdministrationDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  if (!(await may(trx, event.person, 'roles.give'))) return note(words('connecting.notYours'));
  const { name = '', role: typed = '', what = 'give', person: chosen } = event.inputs;
  const role = readRole(typed);
  if (!role) return note(words('core.goneForm'));
  const shown = { roles: choicesOf(words), name, role, what };
  const found = await peopleNamed(trx, event.workspace, name);
  const person = found.length === 1 ? found[0] : found.find(({ id }) => id === chosen);
  if (found.length === 0) return form(roleForm(words, shown), { name: words('administration.nobody') });
  if (!person) {
    const people = found.map((each) => ({ title: each.name, value: each.id }));
    return form(roleForm(words, { ...shown, people }), { name: words('administration.several') });
  }
  return carryOut(deps, event, { person, role, take: what === 'take' }, handling);
}

function readRole(word: string): GivenRole | undefined {
  return givenRoles.filter(hasRights).find((role) => role === word.toLowerCase());
}

async function carryOut(
  deps: AdministrationDeps,
  event: CommandEvent | FormEvent,
  wish: Wish,
  handling: Handling,
): Promise<Reply> {
  const { trx, words, now } = handling;
  const { workspace, person: by } = event;
  const { person, role, take } = wish;
  const refusal = take && role === 'administrator' ? await refuseTaking(workspace, person, handling) : undefined;
  if (refusal) return note(refusal);
  const what = { workspace, person: person.id, role };
  const isChanged = take ? await takeRole(trx, what) : await giveRole(trx, what, { by: by.id, now });
  if (!isChanged) return note(words('administration.unchanged'));
  const change = take ? 'role-taken' : 'role-given';
  await noteChange(trx, { workspace, by: by.id, what: change, person: person.id, detail: role }, now);
  if (!take) await deps.tell({ kind: 'role-given', workspace, person: person.id, role, by: by.id }, handling);
  if (person.id !== by.id) await tell(deps, { ...wish, by: await findName(trx, by.id) }, handling);
  const title = words(`administration.role.${role}`);
  return note(words(take ? 'administration.taken' : 'administration.given', { name: person.name, role: title }));
}

/** Somebody must be left who can give roles; and what the platform says, only the platform changes. */
async function refuseTaking(
  workspace: WorkspaceId,
  person: NamedPerson,
  { trx, words }: Handling,
): Promise<string | undefined> {
  const administrators = (await roleHolders(trx, workspace)).filter(({ role }) => role === 'administrator');
  const { administrator } = await trx
    .selectFrom('person')
    .select('administrator')
    .where('id', '=', person.id)
    .executeTakeFirstOrThrow();
  if (administrator) return words('administration.byPlatform', { name: person.name });
  const isLast = administrators.every((each) => each.person === person.id);
  return isLast ? words('administration.lastAdministrator') : undefined;
}

async function tell(
  { outbox }: AdministrationDeps,
  { person, role, take, by }: Wish & { by: string },
  { trx, now }: Handling,
): Promise<void> {
  const words = wordsFor('en');
  const key = take ? 'administration.takenFromYou' : 'administration.givenToYou';
  const text = words(key, { name: by, role: words(`administration.role.${role}`) });
  await outbox.post(trx, { to: { person: person.id }, message: { text }, priority: 'answer' }, now);
}
