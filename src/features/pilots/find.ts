import type { Kysely } from 'kysely';
import { type ListedPilot, pilotFindForm, pilotListCard } from '../../cards/pilots/list.ts';
import type { Words } from '../../cards/words.ts';
import type { CommandEvent, FormEvent } from '../../chat/event.ts';
import type { Person } from '../../chat/person.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling } from '../feature.ts';
import { channelName } from './channels.ts';
import type { PilotsDeps } from './deps.ts';
import { datesOf } from './facts.ts';
import { libraryPage } from './library/name.ts';
import { type Pilot, titleOf } from './pilot.ts';
import { headlineOf } from './result-view.ts';
import { searchPilots } from './search.ts';
import { namesOf, othersPilots, ownPilots, seedOf } from './store/pilots.ts';
import { viewerFor } from './visibility.ts';

/** `/pilot list` and `/pilot find WORDS`: one's own, and what others tried, stopped tests and null results among them. */

const mostOwn = 5;
const mostOthers = 8;

/** `/pilot list` */
export async function list(deps: PilotsDeps, person: Person, { trx, words, now }: Handling): Promise<Reply> {
  const viewer = await viewerFor(trx, person);
  const own = await ownPilots(trx, person.id, mostOwn);
  const others = await othersPilots(trx, viewer, { owner: person.id, seed: seedOf(now), limit: mostOthers });
  return note(
    pilotListCard(words, {
      yours: await listed(trx, words, own),
      others: await listed(trx, words, others),
      library: deps.linkTo(libraryPage, person.id, now),
    }),
  );
}

/** `/pilot find WORDS` */
export async function find(deps: PilotsDeps, event: CommandEvent, handling: Handling): Promise<Reply> {
  const asked = event.words.trim();
  if (asked === '') return form(pilotFindForm(handling.words));
  return found(deps, { person: event.person, asked }, handling);
}

export function findByForm(deps: PilotsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  return found(deps, { person: event.person, asked: (event.inputs.words ?? '').trim() }, handling);
}

async function found(
  deps: PilotsDeps,
  { person, asked }: { person: Person; asked: string },
  { trx, words, now }: Handling,
): Promise<Reply> {
  const viewer = await viewerFor(trx, person);
  const pilots = (await searchPilots(trx, words, { text: asked, viewer })).map((each) => each.pilot);
  return note(
    pilotListCard(words, {
      asked: asked.slice(0, 80),
      count: pilots.length,
      yours: [],
      others: await listed(trx, words, pilots.slice(0, mostOthers)),
      library: deps.linkTo(libraryPage, person.id, now),
    }),
  );
}

export async function listed(db: Kysely<Database>, words: Words, pilots: readonly Pilot[]): Promise<ListedPilot[]> {
  const names = await namesOf(
    db,
    pilots.map((pilot) => pilot.owner_id),
  );
  return pilots.map((pilot) => ({
    pilot: pilot.id,
    code: pilot.code,
    title: titleOf(pilot),
    verdict: headlineOf(words, pilot),
    owner: names.get(pilot.owner_id) || words('update.someone'),
    channel: channelName(words, pilot.channel),
    dates: datesOf(pilot),
  }));
}
