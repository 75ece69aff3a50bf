import type { Kysely } from 'kysely';
import type { Words } from '../../cards/words.ts';
import type { Database } from '../../storage/schema.ts';
import { nounsOf } from './channels.ts';
import { endedStates, hasEnded, type Pilot, readingOf, titleOf } from './pilot.ts';
import { searchPilots } from './search.ts';
import { sayReading } from './statistics/sentences.ts';
import { namesOf } from './store/pilots.ts';
import { pilotsFor, type Viewer } from './visibility.ts';

/** "Has anyone tried this?", at the moment of starting: the nearest earlier pilots with a result, and a person to ask. */

const mostShown = 3;

interface Nearest {
  readonly title: string;
  readonly verdict: string;
  readonly owner: string;
  readonly code: string;
}

export async function similarPilots(
  db: Kysely<Database>,
  words: Words,
  { pilot, viewer }: { pilot: Pilot; viewer: Viewer },
): Promise<Nearest[]> {
  const nearest = await nearestTo(db, words, pilot, viewer);
  const names = await namesOf(
    db,
    nearest.map((each) => each.owner_id),
  );
  return nearest.map((each) => ({
    title: titleOf(each),
    verdict: sayReading(words, readingOf(each), nounsOf(words, each.plan)).headline,
    owner: names.get(each.owner_id) || words('update.someone'),
    code: each.code,
  }));
}

/** By words first; a pilot of the same kind on the same channel counts as near even where no word is the same. */
async function nearestTo(db: Kysely<Database>, words: Words, pilot: Pilot, viewer: Viewer): Promise<Pilot[]> {
  const { doing, change } = pilot.idea;
  const found = await searchPilots(db, words, { text: `${doing} ${change}`, viewer });
  const byWords = found
    .filter((each) => hasEnded(each.pilot) && each.pilot.id !== pilot.id)
    .map((each) => ({ pilot: each.pilot, score: each.score * likeness(each.pilot, pilot) }))
    .toSorted((one, other) => other.score - one.score)
    .map((each) => each.pilot);
  const ofItsKind = byWords.length < mostShown ? await sameKind(db, pilot, viewer) : [];
  const known = new Set(byWords.map((each) => each.id));
  return [...byWords, ...ofItsKind.filter((each) => !known.has(each.id))].slice(0, mostShown);
}

function likeness(one: Pilot, other: Pilot): number {
  return (one.channel === other.channel ? 1.5 : 1) * (one.content_type === other.content_type ? 1.25 : 1);
}

function sameKind(db: Kysely<Database>, pilot: Pilot, viewer: Viewer): Promise<Pilot[]> {
  return pilotsFor(db, viewer)
    .selectAll('pilot')
    .where('pilot.channel', '=', pilot.channel)
    .where('pilot.content_type', '=', pilot.content_type)
    .where('pilot.state', 'in', endedStates)
    .where('pilot.id', '!=', pilot.id)
    .orderBy('pilot.ended_at', 'desc')
    .limit(mostShown)
    .execute();
}
