import { linkDecidedCard } from '../../cards/link-cards.ts';
import { wordsFor } from '../../cards/words.ts';
import type { ActionEvent } from '../../chat/event.ts';
import { note, type Reply, replace } from '../../chat/reply.ts';
import { noteChange } from '../../people/audit.ts';
import { may } from '../../people/roles.ts';
import { linkWorkspaces, type Side } from '../../people/workspace-links.ts';
import type { Handling } from '../feature.ts';
import type { ConnectingDeps } from './deps.ts';
import { forgetRequest, lockRequest } from './store.ts';

/** The administrator who gave out the code has seen who entered it, and decides. */

/** [Make the link] */
export async function makeLink(deps: ConnectingDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const sides = await sidesOf(event, handling);
  if ('kind' in sides) return sides;
  const { own, other } = sides;
  await linkWorkspaces(trx, [own, other], now);
  for (const [side, towards] of [
    [own, other],
    [other, own],
  ] as const) {
    await noteChange(trx, { workspace: side.workspace, by: side.by, what: 'link-made', detail: towards.name }, now);
  }
  await tellThere(deps, other, wordsFor('en')('connecting.made', { name: own.name }), handling);
  return replace(linkDecidedCard(words('connecting.made', { name: other.name })));
}

/** [No link] */
export async function refuseLink(deps: ConnectingDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const sides = await sidesOf(event, handling);
  if ('kind' in sides) return sides;
  const { own, other } = sides;
  const change = { workspace: own.workspace, by: own.by, what: 'link-refused', detail: other.name } as const;
  await noteChange(trx, change, now);
  await tellThere(deps, other, wordsFor('en')('connecting.refusedThere', { name: own.name }), handling);
  return replace(linkDecidedCard(words('connecting.refused')));
}

/** Who decides, and who waits for it; the request is used up. */
async function sidesOf(event: ActionEvent, { trx, words, now }: Handling): Promise<{ own: Side; other: Side } | Reply> {
  const { workspace, person } = event;
  if (!(await may(trx, person, 'links.change'))) return note(words('connecting.notYours'));
  const request = await lockRequest(trx, event.values.request, now);
  if (request?.workspace_id !== workspace) return note(words('connecting.requestGone'));
  const { entered_in, entered_name, entered_by } = request;
  if (!entered_in || !entered_name || !entered_by) return note(words('connecting.requestGone'));
  await forgetRequest(trx, request.id);
  return {
    own: { workspace, name: request.name, by: person.id },
    other: { workspace: entered_in, name: entered_name, by: entered_by },
  };
}

async function tellThere(
  { outbox }: ConnectingDeps,
  { by }: Side,
  text: string,
  { trx, now }: Handling,
): Promise<void> {
  await outbox.post(trx, { to: { person: by }, message: { text }, priority: 'answer' }, now);
}
