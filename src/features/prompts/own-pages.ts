import type { Kysely } from 'kysely';
import { dayAndTime } from '../../cards/dates.ts';
import { homeCard, homeMessage, type OwnNote, placesCard } from '../../cards/prompts/own-pages.ts';
import { rhythmInWords } from '../../cards/prompts/setup-form.ts';
import type { Words } from '../../cards/words.ts';
import type { CommandEvent, HomeEvent } from '../../chat/event.ts';
import type { PersonId } from '../../chat/ids.ts';
import { note, type Reply } from '../../chat/reply.ts';
import type { Calendar } from '../../scheduling/calendar.ts';
import { loadCalendar } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling } from '../feature.ts';
import { ownRhythm } from './community.ts';
import type { PromptsDeps } from './deps.ts';
import { type CommunityOf, communitiesOf } from './store/communities.ts';
import { ownUpdates } from './store/updates.ts';

/** What a person sees alone: where they are asked, their notes. */

const mostNotesShown = 15;

/** `/outloud prompts` */
export async function showPlaces(deps: PromptsDeps, event: CommandEvent, { trx, words }: Handling): Promise<Reply> {
  const calendar = await loadCalendar(trx, event.person.id, deps.organisation);
  const communities = await communitiesOf(trx, event.person.id);
  const places = communities.map((community) => ({
    community: community.id as string,
    asked: community.member_state === 'asked',
    line: placeLine(words, community, calendar),
  }));
  return note(placesCard(words, places));
}

function placeLine(words: Words, community: CommunityOf, calendar: Calendar): string {
  const place = community.name;
  if (community.member_state !== 'asked') return words('prompts.reading', { place });
  if (!community.next_ask_at) return words('prompts.paused', { place });
  const rhythm = rhythmInWords(words, ownRhythm(community, calendar));
  return words('prompts.asked', { place, rhythm, when: dayAndTime(community.next_ask_at, calendar.timeZone) });
}

/** The person's own page: everything they wrote. */
export async function home(event: HomeEvent, { trx, words }: Handling): Promise<Reply> {
  return { kind: 'home', card: homeCard(words, await notesOf(trx, event.person.id)) };
}

/** `/outloud notes`: the same page, where there is no home. */
export async function showNotes(event: CommandEvent, { trx, words }: Handling): Promise<Reply> {
  return note(homeMessage(words, await notesOf(trx, event.person.id)));
}

async function notesOf(db: Kysely<Database>, person: PersonId): Promise<OwnNote[]> {
  const updates = await ownUpdates(db, person, mostNotesShown);
  return updates.map((update) => ({
    id: update.id,
    question: update.question ?? '',
    fields: update.draft?.fields ?? update.fields,
    ...(update.place && { place: update.place }),
  }));
}
