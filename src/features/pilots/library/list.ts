import type { Choice } from '../../../cards/elements.ts';
import type { Words } from '../../../cards/words.ts';
import { type Filter, type LibraryEntry, pilotLibraryPage } from '../../../pages/pilot-library.ts';
import type { ShownPage, Visit } from '../../feature.ts';
import { channelIds, channelName, contentTypeName, contentTypes } from '../channels.ts';
import type { Pilot } from '../pilot.ts';
import { resultView } from '../result-view.ts';
import type { Viewer } from '../visibility.ts';
import { chartOf } from './charts.ts';
import { type LibraryQuery, outcomes, teamsFor } from './query.ts';

const pageSize = 20;

/** The list with its filters; addresses are relative, so that the reader's key stays in them. */
export async function showList(
  visit: Visit,
  viewer: Viewer,
  { query, found }: { query: LibraryQuery; found: readonly Pilot[] },
): Promise<ShownPage> {
  const { words } = visit;
  const from = (query.page - 1) * pageSize;
  const shown = found.slice(from, from + pageSize);
  const entries: LibraryEntry[] = [];
  for (const pilot of shown) entries.push(await entryOf(visit, viewer, pilot));
  const html = pilotLibraryPage(words, {
    entries,
    count: found.length,
    words: query.words,
    filters: filtersOf(words, query, await teamsFor(visit, viewer)),
    csv: addressOf(query, { as: 'csv' }),
    ...(query.page > 1 && { previous: addressOf(query, { page: String(query.page - 1) }) }),
    ...(from + pageSize < found.length && { next: addressOf(query, { page: String(query.page + 1) }) }),
  });
  return { kind: 'page', html };
}

function addressOf({ page: _, ...query }: LibraryQuery, change: Record<string, string>): string {
  const kept = Object.entries({ ...query, ...change }).filter(([, value]) => value !== '');
  return `?${new URLSearchParams(kept)}`;
}

async function entryOf({ trx, words }: Visit, viewer: Viewer, pilot: Pilot): Promise<LibraryEntry> {
  const view = await resultView(trx, words, pilot, viewer);
  const chart = chartOf(words, pilot);
  return {
    address: `?id=${pilot.id}`,
    title: view.title,
    headline: view.headline,
    byline: view.byline,
    meaning: view.meaning,
    learned: view.learned,
    lineage: view.lineage,
    ...(chart && { chart }),
  };
}

function filtersOf(words: Words, query: LibraryQuery, teams: readonly string[]): Filter[] {
  const choices = (values: readonly string[], titleOf: (value: string) => string): Choice[] =>
    values.map((value) => ({ value, title: titleOf(value) }));
  const outcomeChoices = outcomes.map((each) => ({ value: each, title: words(`pilots.library.outcomes.${each}`) }));
  const filter = (name: 'channel' | 'contentType' | 'outcome' | 'team', offered: Choice[]): Filter => ({
    name,
    label: words(`pilots.library.${name}`),
    value: query[name],
    choices: offered,
  });
  return [
    filter(
      'channel',
      choices(channelIds, (each) => channelName(words, each)),
    ),
    filter(
      'contentType',
      choices(contentTypes, (each) => contentTypeName(words, each)),
    ),
    filter('outcome', outcomeChoices),
    ...(teams.length > 0
      ? [
          filter(
            'team',
            choices(teams, (each) => each),
          ),
        ]
      : []),
  ];
}
