import {
  linkCodeCard,
  linkEnterForm,
  linkOfferForm,
  linkRequestCard,
  longestWorkspaceName,
} from '../../cards/link-cards.ts';
import type { CommandEvent, FormEvent } from '../../chat/event.ts';
import type { Form } from '../../chat/form.ts';
import type { PersonId } from '../../chat/ids.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import { noteChange } from '../../people/audit.ts';
import { codeMinutes, hasGuessedTooOften, keepGuess, makeCode } from '../../people/one-time-codes.ts';
import { may } from '../../people/roles.ts';
import { findName } from '../../people/store.ts';
import { areLinked, nameOfWorkspace } from '../../people/workspace-links.ts';
import type { Handling } from '../feature.ts';
import type { ConnectingDeps } from './deps.ts';
import { claimCode, enterRequest, isOwnCode, keepCode, lockRequest } from './store.ts';

/*
 * Asking for a link. One administrator gets a code and hands it over by other means; the other enters it, sees who gave
 * it out, and asks; the first one then sees who asks, and decides (`decide.ts`).
 */

/** `/outloud link`, `/outloud link CODE` */
export async function link(event: CommandEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  if (!(await may(trx, event.person, 'links.change'))) return note(words('connecting.notYours'));
  if (event.words.trim() !== '') return enterCode(event, handling);
  const name = await nameOfWorkspace(trx, event.workspace);
  return form(linkOfferForm(words, { ...(name && { name }) }));
}

/** [Get a code] */
export async function giveCode(event: FormEvent, { trx, words, now }: Handling): Promise<Reply> {
  const { workspace, person } = event;
  if (!(await may(trx, person, 'links.change'))) return note(words('connecting.notYours'));
  const name = readName(event);
  if (!name) return complain(linkOfferForm(words, { name: event.inputs.name ?? '' }), words('connecting.nameWrong'));
  const code = makeCode();
  await keepCode(trx, { workspace, name, by: person.id }, { code, now });
  await noteChange(trx, { workspace, by: person.id, what: 'link-code' }, now);
  return note(linkCodeCard(words, { code, minutes: codeMinutes }));
}

async function enterCode(event: CommandEvent, { trx, words, now }: Handling): Promise<Reply> {
  const { workspace, person } = event;
  if (await hasGuessedTooOften(trx, workspace, now)) return note(words('connecting.tooMany'));
  const request = await claimCode(trx, event.words, { workspace, now });
  if (!request) {
    if (await isOwnCode(trx, event.words, workspace)) return note(words('connecting.ownCode'));
    await keepGuess(trx, workspace, now);
    const isEnough = await hasGuessedTooOften(trx, workspace, now);
    if (isEnough) await noteChange(trx, { workspace, by: person.id, what: 'link-guesses' }, now);
    return note(words('connecting.wrongCode', { count: codeMinutes }));
  }
  const { name } = request;
  if (await areLinked(trx, workspace, request.workspace_id)) return note(words('connecting.already', { name }));
  const own = await nameOfWorkspace(trx, workspace);
  const asker = await nameOf(request.asked_by, { trx, words });
  return form(linkEnterForm(words, { request: request.id, name, person: asker, ...(own && { own }) }));
}

/** [Ask for the link] */
export async function askForLink(
  deps: ConnectingDeps,
  event: FormEvent,
  { trx, words, now }: Handling,
): Promise<Reply> {
  const { workspace, person } = event;
  if (!(await may(trx, person, 'links.change'))) return note(words('connecting.notYours'));
  const request = await lockRequest(trx, event.state, now);
  if (request?.entered_in !== workspace || request.entered_by) return note(words('connecting.requestGone'));
  const { name: theirs, asked_by: asker } = request;
  const name = readName(event);
  if (!name) {
    const again = { request: request.id, name: theirs, person: await nameOf(asker, { trx, words }) };
    return complain(linkEnterForm(words, again), words('connecting.nameWrong'));
  }
  await enterRequest(trx, request.id, { workspace, name, by: person.id }, now);
  await noteChange(trx, { workspace, by: person.id, what: 'link-asked', detail: theirs }, now);
  const message = linkRequestCard(words, {
    request: request.id,
    name,
    person: await nameOf(person.id, { trx, words }),
  });
  await deps.outbox.post(trx, { to: { person: asker }, message, priority: 'answer' }, now);
  return note(words('connecting.asked', { name: theirs }));
}

async function nameOf(person: PersonId, { trx, words }: Pick<Handling, 'trx' | 'words'>): Promise<string> {
  return (await findName(trx, person)) || words('administration.somebody');
}

function readName({ inputs }: FormEvent): string | undefined {
  const name = (inputs.name ?? '').trim().replace(/\s+/g, ' ');
  return name.length >= 2 && name.length <= longestWorkspaceName ? name : undefined;
}

function complain(again: Form, complaint: string): Reply {
  return form(again, { name: complaint });
}
