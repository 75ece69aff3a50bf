import type { Kysely } from 'kysely';
import type { Choice } from '../../cards/elements.ts';
import type { Words } from '../../cards/words.ts';
import { type Place, placesOf } from '../../people/places.ts';
import { linkedWorkspaces } from '../../people/workspace-links.ts';
import type { Database } from '../../storage/schema.ts';
import { type Highlight, hasOutsiders, suitsTopics } from './highlight.ts';
import { placeLabel } from './labels.ts';
import { takingChannels } from './store/channels.ts';

/** The channels that a highlight could go to: they take highlights, are linked, and care for what it is about. */

/** What a list can hold (Slack's limit is 100). */
const mostTargets = 50;

export async function targetsFor(db: Kysely<Database>, highlight: Highlight): Promise<Place[]> {
  const { content, home_id, workspace_id } = highlight;
  if (!content) return [];
  const workspaces = [workspace_id, ...(await linkedWorkspaces(db, workspace_id))];
  const channels = (await takingChannels(db, workspaces))
    .filter(({ conversation_id }) => conversation_id !== home_id)
    .filter(({ topics }) => suitsTopics(topics, content));
  const places = await placesOf(
    db,
    channels.map(({ conversation_id }) => conversation_id),
  );
  return places.filter(({ archived }) => !archived).slice(0, mostTargets);
}

/** "Digital Leads (on Teams), 4 people, 1 guest from outside" */
export function describePlace(words: Words, place: Place): string {
  const people =
    place.people === undefined
      ? words('highlights.consent.peopleUnknown')
      : words('highlights.consent.people', { count: place.people });
  const outside = [
    ...(place.guests > 0 ? [words('highlights.consent.guests', { count: place.guests })] : []),
    ...(place.otherOrganisations ? [words('highlights.consent.organisations')] : []),
  ];
  const who = [people, ...outside].join(', ');
  return words('highlights.consent.place', { place: placeLabel(words, place), people: who });
}

export function placeChoices(words: Words, places: readonly Place[]): Choice[] {
  return places.map((place) => ({ value: place.id, title: describePlace(words, place) }));
}

export function insideOf(places: readonly Place[]): Place[] {
  return places.filter((place) => !hasOutsiders(place));
}
