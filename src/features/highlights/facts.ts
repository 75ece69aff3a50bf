import type { Kysely } from 'kysely';
import type { ConversationId, PersonId } from '../../chat/ids.ts';
import { type Place, placesOf } from '../../people/places.ts';
import { findNames } from '../../people/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { Highlight } from './highlight.ts';

/** What cards say of people and places, read at once for however many cards. */
export interface Facts {
  /** Empty for somebody whom nobody knows. */
  readonly nameOf: (person: PersonId) => string;
  readonly placeOf: (id: ConversationId) => Place | undefined;
}

export async function loadFacts(
  db: Kysely<Database>,
  highlights: readonly Pick<Highlight, 'author_id' | 'home_id'>[],
  places: readonly ConversationId[] = [],
): Promise<Facts> {
  const nameOf = await findNames(
    db,
    highlights.map(({ author_id }) => author_id),
  );
  const known = await placesOf(db, [...new Set([...highlights.map(({ home_id }) => home_id), ...places])]);
  return { nameOf, placeOf: (id) => known.get(id) };
}
