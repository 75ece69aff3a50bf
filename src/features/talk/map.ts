import { talkMapCard } from '../../cards/talk-map-card.ts';
import { toPng } from '../../charts/png.ts';
import type { CommandEvent } from '../../chat/event.ts';
import type { PersonId } from '../../chat/ids.ts';
import type { Person } from '../../chat/person.ts';
import { note, type Reply } from '../../chat/reply.ts';
import { talkMapPage, talkMapPicture } from '../../pages/talk-map.ts';
import { workspacesOf } from '../../people/organisation.ts';
import { may } from '../../people/roles.ts';
import type { Handling, Page, ShownPage, Visit } from '../feature.ts';
import type { TalkDeps } from './deps.ts';
import { readMap } from './store.ts';

/** The map of who talks with whom, for those who look after a channel: a page, and a picture for a report. */

const pageName = 'talk-map';

/** `/highlight map` */
export async function sendMap(deps: TalkDeps, event: CommandEvent, { trx, words, now }: Handling): Promise<Reply> {
  const { id } = event.person;
  if (!(await maySee(deps, trx, event.person))) return note(words('talk.onlyHosts'));
  const address = deps.linkTo(pageName, id, now);
  return note(address ? talkMapCard(words, address) : words('talk.noAddress'));
}

/** Those who look after a channel, and facilitators. */
async function maySee(
  { hosts }: TalkDeps,
  trx: Visit['trx'],
  person: Pick<Person, 'id' | 'external'>,
): Promise<boolean> {
  return may(trx, person, 'talk.see', { owns: await hosts(trx, person.id) });
}

export function createMapPage(deps: TalkDeps): Page {
  return { name: pageName, show: (visit) => showMap(deps, visit) };
}

async function showMap(deps: TalkDeps, { trx, words, now, person, query }: Visit): Promise<ShownPage | undefined> {
  // Somebody may have stopped looking after a channel since the link was given.
  const workspace = (await maySee(deps, trx, { id: person })) && (await workspaceOf(trx, person));
  if (!workspace) return undefined;
  const anybody = { workspaces: await workspacesOf(trx, workspace), unnamed: words('talk.unnamed') };
  if (query.get('as') !== 'png') {
    return { kind: 'page', html: talkMapPage(words, await readMap(trx, { ...anybody, person }, now)) };
  }
  // A picture goes into reports: nothing on it is for some people only.
  const content = await toPng(talkMapPicture(words, await readMap(trx, anybody, now)));
  return { kind: 'file', name: 'who-talks-with-whom.png', type: 'image/png', content };
}

async function workspaceOf(trx: Visit['trx'], person: PersonId) {
  const row = await trx.selectFrom('person').select('workspace_id').where('id', '=', person).executeTakeFirst();
  return row?.workspace_id;
}
