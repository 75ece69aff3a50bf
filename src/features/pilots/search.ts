import { type Kysely, type SqlBool, sql } from 'kysely';
import MiniSearch from 'minisearch';
import { type Words, wordsFor } from '../../cards/words.ts';
import { findName } from '../../people/store.ts';
import type { Database } from '../../storage/schema.ts';
import { channelName, contentTypeName, nounsOf } from './channels.ts';
import { hasEnded, type Pilot, readingOf, titleOf } from './pilot.ts';
import { keysFor, keysOf, wordsIn } from './search-keys.ts';
import { sayReading } from './statistics/sentences.ts';
import { pilotsFor, type Viewer } from './visibility.ts';

/*
 * Finding pilots by words. The database narrows them down, by keys and by who may see them; the best of what is left are
 * put in order by MiniSearch, in memory and for this one question only, so that nothing grows with the library.
 */

/** Words of one pilot that are looked at, and words of one question. */
const mostWords = 250;
const mostAsked = 12;
/** What is put in order. */
const mostCandidates = 200;

/** Keeps what a pilot is found by in step with what it says. */
export async function saveSearch(db: Kysely<Database>, pilot: Pilot): Promise<void> {
  const { owner_id, id } = pilot;
  if (pilot.state === 'draft' || pilot.state === 'deleted') {
    await db.deleteFrom('pilot_search').where('pilot_id', '=', id).execute();
    return;
  }
  const { title, hunch, rest } = textsOf(wordsFor('en'), pilot);
  const keys = keysOf(`${title} ${hunch} ${rest} ${await findName(db, owner_id)}`, mostWords);
  await db
    .insertInto('pilot_search')
    .values({ pilot_id: id, keys })
    .onConflict((conflict) => conflict.column('pilot_id').doUpdateSet({ keys }))
    .execute();
}

/** What a pilot says, by how much a word in it counts. */
function textsOf(words: Words, pilot: Pilot): { title: string; hunch: string; rest: string } {
  const { idea, result, plan } = pilot;
  const headline = hasEnded(pilot) ? sayReading(words, readingOf(pilot), nounsOf(words, plan)).headline : '';
  const places = [channelName(words, pilot.channel), contentTypeName(words, pilot.content_type), pilot.team];
  return {
    title: titleOf(pilot),
    hunch: [idea.doing, idea.change, idea.because, pilot.borrowed_how ?? ''].join(' '),
    rest: [...places, headline, idea.reaches, result?.learned ?? '', result?.caveat ?? ''].join(' '),
  };
}

export interface Found {
  readonly pilot: Pilot;
  /** Greater is nearer; comparable within one answer only. */
  readonly score: number;
}

interface Asked {
  readonly text: string;
  readonly viewer: Viewer;
}

/** The nearest first; nothing that the viewer may not see, whatever the words. */
export async function searchPilots(db: Kysely<Database>, words: Words, { text, viewer }: Asked): Promise<Found[]> {
  const asked = [...new Set(wordsIn(text))].slice(0, mostAsked);
  if (asked.length === 0) return [];
  return rank(words, await candidates(db, viewer, asked), asked);
}

function candidates(db: Kysely<Database>, viewer: Viewer, asked: readonly string[]): Promise<Pilot[]> {
  const hits = asked.map((word) => sql<SqlBool>`pilot_search.keys && ${keysFor(word)}::text[]`);
  const count = sql<number>`${sql.join(
    hits.map((hit) => sql`(${hit})::int`),
    sql` + `,
  )}`;
  return pilotsFor(db, viewer)
    .innerJoin('pilot_search', 'pilot_search.pilot_id', 'pilot.id')
    .selectAll('pilot')
    .where('pilot.state', '!=', 'draft')
    .where(sql<SqlBool>`pilot_search.keys && ${asked.flatMap(keysFor)}::text[]`)
    .orderBy(count, 'desc')
    .orderBy('pilot.ended_at', (order) => order.desc().nullsLast())
    .limit(mostCandidates)
    .execute();
}

function rank(words: Words, pilots: readonly Pilot[], asked: readonly string[]): Found[] {
  const index = new MiniSearch<{ id: string; title: string; hunch: string; rest: string }>({
    fields: ['title', 'hunch', 'rest'],
    tokenize: wordsIn,
    processTerm: (term) => term,
  });
  index.addAll(pilots.map((pilot) => ({ id: pilot.id, ...textsOf(words, pilot) })));
  const byId = new Map<string, Pilot>(pilots.map((pilot) => [pilot.id, pilot]));
  const results = index.search(asked.join(' '), {
    boost: { title: 3, hunch: 2 },
    fuzzy: (term) => (term.length >= 6 ? 2 : term.length >= 4 ? 1 : false),
    prefix: (term) => term.length >= 4,
  });
  return results.flatMap(({ id, score }) => {
    const pilot = byId.get(String(id));
    return pilot ? [{ pilot, score }] : [];
  });
}
