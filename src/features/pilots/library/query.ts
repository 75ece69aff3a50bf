import { type SqlBool, sql } from 'kysely';
import type { Visit } from '../../feature.ts';
import { endedStates, openStates, type Pilot } from '../pilot.ts';
import { searchPilots } from '../search.ts';
import { seedOf } from '../store/pilots.ts';
import { pilotsFor, type Viewer } from '../visibility.ts';

/** What a reader looks for in the library; anything odd in the address counts as nothing. */
export interface LibraryQuery {
  readonly words: string;
  readonly channel: string;
  readonly contentType: string;
  readonly outcome: string;
  readonly team: string;
  readonly page: number;
}

export const outcomes = ['better', 'worse', 'same', 'open', 'too_small', 'story', 'stopped', 'running'] as const;

/** More than anybody reads, and what a download may hold. */
const mostFound = 5_000;
const longestTyped = 200;

export function readQuery(query: URLSearchParams): LibraryQuery {
  const of = (name: string) => (query.get(name) ?? '').trim().slice(0, longestTyped);
  const page = Number(of('page'));
  return {
    words: of('words'),
    channel: of('channel'),
    contentType: of('contentType'),
    outcome: of('outcome'),
    team: of('team'),
    page: Number.isInteger(page) && page > 0 && page < 1_000 ? page : 1,
  };
}

/** All that fit: those that were looked for by words in their order, else shuffled anew every day. */
export async function findEntries({ trx, words, now }: Visit, viewer: Viewer, query: LibraryQuery): Promise<Pilot[]> {
  if (query.words !== '') {
    const found = await searchPilots(trx, words, { text: query.words, viewer });
    return found.map((each) => each.pilot).filter((pilot) => fits(pilot, query));
  }
  return pilotsFor(trx, viewer)
    .selectAll('pilot')
    .where('pilot.state', 'not in', ['draft', 'no_result'])
    .where((where) => where.and(conditions(query)))
    .orderBy(sql`md5(pilot.id::text || ${seedOf(now)})`)
    .limit(mostFound)
    .execute();
}

function conditions({ channel, contentType, outcome, team }: LibraryQuery) {
  return [
    ...(channel ? [sql<SqlBool>`pilot.channel = ${channel}`] : []),
    ...(contentType ? [sql<SqlBool>`pilot.content_type = ${contentType}`] : []),
    ...(team ? [sql<SqlBool>`pilot.team = ${team}`] : []),
    ...(outcome ? [outcomeCondition(outcome)] : []),
  ];
}

function outcomeCondition(outcome: string) {
  if (outcome === 'stopped') return sql<SqlBool>`pilot.state = 'stopped'`;
  if (outcome === 'running') return sql<SqlBool>`pilot.state in ('running', 'collecting')`;
  return sql<SqlBool>`pilot.outcome = ${outcome}`;
}

function fits(pilot: Pilot, { channel, contentType, outcome, team }: LibraryQuery): boolean {
  return (
    pilot.state !== 'no_result' &&
    (channel === '' || pilot.channel === channel) &&
    (contentType === '' || pilot.content_type === contentType) &&
    (team === '' || pilot.team === team) &&
    (outcome === '' || hasOutcome(pilot, outcome))
  );
}

function hasOutcome({ state, outcome }: Pilot, wanted: string): boolean {
  if (wanted === 'stopped') return state === 'stopped';
  if (wanted === 'running') return openStates.some((each) => each === state);
  return outcome === wanted && endedStates.some((each) => each === state);
}

/** The teams on the pilots that this viewer may see. */
export async function teamsFor({ trx }: Visit, viewer: Viewer): Promise<string[]> {
  const rows = await pilotsFor(trx, viewer)
    .select('pilot.team')
    .distinct()
    .where('pilot.team', '!=', '')
    .where('pilot.state', '!=', 'draft')
    .orderBy('pilot.team')
    .limit(200)
    .execute();
  return rows.map((row) => row.team);
}
