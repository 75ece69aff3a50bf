import { dayOnly } from '../../cards/dates.ts';
import { linkCutForm, linkListCard } from '../../cards/link-cards.ts';
import { wordsFor } from '../../cards/words.ts';
import type { ActionEvent, CommandEvent, FormEvent } from '../../chat/event.ts';
import { platformOf, type WorkspaceId } from '../../chat/ids.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import { noteChange } from '../../people/audit.ts';
import { may } from '../../people/roles.ts';
import { findName } from '../../people/store.ts';
import { cutLink, type LinkedWorkspace, linkedWorkspaces, nameOfWorkspace } from '../../people/workspace-links.ts';
import { loadCalendar } from '../../scheduling/store.ts';
import type { Handling } from '../feature.ts';
import type { ConnectingDeps } from './deps.ts';

/** `/outloud links` */
export async function listLinks(
  deps: ConnectingDeps,
  event: CommandEvent,
  { trx, words, now }: Handling,
): Promise<Reply> {
  if (!(await may(trx, event.person, 'links.see'))) return note(words('connecting.notYours'));
  const canCut = await may(trx, event.person, 'links.change');
  const { timeZone } = await loadCalendar(trx, event.person.id, deps.organisation);
  const links = await linkedWorkspaces(trx, event.workspace);
  return note(
    linkListCard(
      words,
      links.map(({ workspace, name, linkedAt }) => ({
        workspace,
        name,
        platform: platformOf(workspace),
        day: dayOnly(linkedAt, { timeZone, now }),
        canCut,
      })),
    ),
  );
}

/** [Cut the link]: says first what that means. */
export async function askToCut(event: ActionEvent, handling: Handling): Promise<Reply> {
  const found = await linkTo(event, event.values.workspace, handling);
  return 'kind' in found ? found : form(linkCutForm(handling.words, found));
}

export async function cut(deps: ConnectingDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const { workspace, person } = event;
  const found = await linkTo(event, event.state, handling);
  if ('kind' in found) return found;
  const { name } = found;
  const own = (await nameOfWorkspace(trx, workspace)) ?? '';
  await cutLink(trx, workspace, found.workspace);
  await noteChange(trx, { workspace, by: person.id, what: 'link-cut', detail: name }, now);
  // Over there it is a name of ours, not a person of theirs, who did it.
  await noteChange(trx, { workspace: found.workspace, by: person.id, what: 'link-cut', detail: own }, now);
  await deps.tell({ kind: 'link-cut', a: workspace, b: found.workspace }, { trx, now });
  const text = wordsFor('en')('connecting.cutThere', { name: own, person: await findName(trx, person.id) });
  await deps.outbox.post(trx, { to: { person: found.by }, message: { text }, priority: 'answer' }, now);
  return note(words('connecting.cutDone', { name }));
}

/** A link of the person's own workspace that they may cut: what a button carries is looked up again. */
async function linkTo(
  { workspace, person }: ActionEvent | FormEvent,
  to: string | undefined,
  { trx, words }: Handling,
): Promise<LinkedWorkspace | Reply> {
  if (!(await may(trx, person, 'links.change'))) return note(words('connecting.notYours'));
  const links = await linkedWorkspaces(trx, workspace);
  return links.find((each) => each.workspace === (to as WorkspaceId)) ?? note(words('connecting.cutGone'));
}
