import type { Kysely } from 'kysely';
import type { Choice } from '../../cards/elements.ts';
import type { Words } from '../../cards/words.ts';
import type { ConversationId } from '../../chat/ids.ts';
import { type Place, placesOf } from '../../people/places.ts';
import { loadLinks } from '../../people/workspace-links.ts';
import type { Database } from '../../storage/schema.ts';
import type { HighlightId } from '../../storage/tables/highlights.ts';
import { type Channel, type Highlight, hasOutsiders, suitsTopics } from './highlight.ts';
import { placeLabel } from './labels.ts';
import { takingChannels } from './store/channels.ts';

/** The channels that a highlight could go to: they take highlights, are linked, and care for what it is about. */

/** What a list can hold (Slack's limit is 100). */
const mostTargets = 50;

export async function targetsFor(db: Kysely<Database>, highlight: Highlight): Promise<readonly Place[]> {
  return (await targetsForAll(db, [highlight])).get(highlight.id) ?? [];
}

/** The same for many, in a few statements. */
export async function targetsForAll(
  db: Kysely<Database>,
  highlights: readonly Highlight[],
): Promise<ReadonlyMap<HighlightId, readonly Place[]>> {
  const links = await loadLinks(
    db,
    highlights.map(({ workspace_id }) => workspace_id),
  );
  const workspaces = highlights.flatMap(({ workspace_id }) => links.reachableFrom(workspace_id));
  const channels = await takingChannels(db, [...new Set(workspaces)]);
  const places = await placesOf(
    db,
    channels.map(({ conversation_id }) => conversation_id),
  );
  return new Map(
    highlights.map((highlight) => {
      const reachable = links.reachableFrom(highlight.workspace_id);
      const near = channels.filter(({ workspace_id }) => reachable.includes(workspace_id));
      return [highlight.id, targetsAmong(near, places, highlight)];
    }),
  );
}

function targetsAmong(
  channels: readonly Channel[],
  places: ReadonlyMap<ConversationId, Place>,
  { content, home_id }: Highlight,
): Place[] {
  if (!content) return [];
  return channels
    .filter(({ conversation_id, topics }) => conversation_id !== home_id && suitsTopics(topics, content))
    .flatMap(({ conversation_id }) => places.get(conversation_id) ?? [])
    .filter(({ archived }) => !archived)
    .slice(0, mostTargets);
}

/** "Digital Leads (on Teams), 4 people, 1 guest from outside" */
export function describePlace(words: Words, place: Place): string {
  const people =
    place.people === undefined
      ? words('highlights.consent.peopleUnknown')
      : words('highlights.consent.people', { count: place.people - place.guests });
  const outside = [
    ...(place.guests > 0 ? [words('highlights.consent.guests', { count: place.guests })] : []),
    ...(place.otherOrganisations ? [words('highlights.consent.organisations')] : []),
  ];
  const who = [people, ...outside].join(', ');
  return words('highlights.consent.place', { place: placeLabel(words, place), people: who });
}

export function choicesOf(words: Words, places: readonly Place[]): Choice[] {
  return places.map((place) => ({ value: choiceOf(place), title: describePlace(words, place) }));
}

const outsideMark = '!outside';

/** A choice remembers whether it said that outsiders read there: nobody agrees to what they were not shown. */
export function choiceOf(place: Place): string {
  return hasOutsiders(place) ? `${place.id}${outsideMark}` : place.id;
}

/** Those that were picked, each with what its choice said. */
export function pickedOf(
  places: readonly Place[],
  value: string | undefined,
): { readonly place: Place; readonly outside: boolean }[] {
  const values = (value ?? '').split(',');
  return places.flatMap((place) => {
    const outside = values.includes(`${place.id}${outsideMark}`);
    return outside || values.includes(place.id) ? [{ place, outside }] : [];
  });
}

export function insideOf(places: readonly Place[]): Place[] {
  return places.filter((place) => !hasOutsiders(place));
}
