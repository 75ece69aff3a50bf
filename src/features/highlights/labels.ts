import type { Kysely } from 'kysely';
import type { Words } from '../../cards/words.ts';
import type { PersonId } from '../../chat/ids.ts';
import type { Place } from '../../people/places.ts';
import { findName } from '../../people/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { Facts } from './facts.ts';
import { type Highlight, isPrivate } from './highlight.ts';

/** How people and places are called elsewhere: a private channel's name never shows outside it. */

/** "Digital Leads (on Teams)", "a private channel on Teams" */
export function placeLabel(words: Words, place: Place): string {
  const platform = words(`highlights.platform.${place.platform}`);
  if (place.kind === 'group') return words('highlights.place.groupOne', { platform });
  if (isPrivate(place) || !place.name) return words('highlights.place.privateOne', { platform });
  return words('highlights.place.named', { name: place.name, platform });
}

/** "From #digital-network (on Slack), shared with its author's OK." */
export function fromLine(words: Words, home: Place): string {
  const platform = words(`highlights.platform.${home.platform}`);
  if (isPrivate(home) || !home.name) return words('highlights.card.fromPrivate', { platform });
  return words('highlights.card.from', { place: placeLabel(words, home) });
}

type Signed = Pick<Highlight, 'author_id' | 'named' | 'team'>;

/** "Amina Rahman (Comms)"; without the name "Someone in Comms". */
export function authorLabel(words: Words, highlight: Signed, { nameOf }: Pick<Facts, 'nameOf'>): string {
  const { author_id, named, team } = highlight;
  if (!named) return namelessLabel(words, team);
  const name = nameOf(author_id) || words('update.someone');
  return team ? words('highlights.card.named', { name, team }) : name;
}

export function namelessLabel(words: Words, team: string): string {
  return team ? words('highlights.card.nameless', { team }) : words('highlights.card.namelessAnywhere');
}

interface Writing {
  readonly highlight: Highlight;
  readonly person: PersonId;
  /** Where it was written. */
  readonly place: Place;
  readonly external: boolean;
}

/** "Rhys Evans (Digital Leads, on Teams)"; whoever shares without a name replies without one too. */
export async function bylineOf(db: Kysely<Database>, words: Words, writing: Writing): Promise<string> {
  const { highlight, person, place, external } = writing;
  const platform = words(`highlights.platform.${place.platform}`);
  const isHidden = person === highlight.author_id && !highlight.named;
  const name = isHidden ? words('highlights.reply.author') : (await findName(db, person)) || words('update.someone');
  if (external) return words('highlights.reply.byline', { name, where: words('highlights.reply.guest', { platform }) });
  const isNamed = !isPrivate(place) && place.name !== undefined && !isHidden;
  const where = isNamed ? words('highlights.reply.whereNamed', { place: place.name ?? '', platform }) : platform;
  return words('highlights.reply.byline', { name, where });
}
