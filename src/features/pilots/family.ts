import type { Kysely } from 'kysely';
import type { ChartView } from '../../cards/pilots/chart-view.ts';
import type { Words } from '../../cards/words.ts';
import { findName } from '../../people/store.ts';
import type { Database } from '../../storage/schema.ts';
import { triesChart } from './chart.ts';
import { hasResult, type Pilot, readingOf, titleOf } from './pilot.ts';
import { headlineOf } from './result-view.ts';
import { type SideBySide, sideBySide } from './statistics/tries.ts';
import { familyOf, namesOf } from './store/pilots.ts';
import { findConclusion } from './store/remarks.ts';
import type { Viewer } from './visibility.ts';

/** A pilot and all that borrowed from each other, side by side on one scale; their figures are never added up. */
export interface FamilySeen {
  readonly compared: SideBySide;
  /** In the same order as the rows that are compared. */
  readonly members: readonly FamilyMember[];
  /** On one scale; absent where fewer than two have a range. */
  readonly chart?: ChartView;
  /** What their owners now think. */
  readonly conclusion?: string;
}

export interface FamilyMember {
  readonly title: string;
  readonly owner: string;
  readonly headline: string;
  /** "+23 per 1,000, likely +9 to +36."; empty where there is nothing to compare. */
  readonly change: string;
  /** "+23 (+9 to +36)" */
  readonly changeInShort: string;
}

/** Only what this viewer may see; nothing where that is no more than one. */
export async function familySeen(
  db: Kysely<Database>,
  words: Words,
  pilot: Pilot,
  viewer: Viewer,
): Promise<FamilySeen | undefined> {
  const family = (await familyOf(db, pilot.family_id, viewer)).filter(hasResult);
  if (family.length < 2) return undefined;
  const compared = sideBySide(family.map((each) => ({ id: each.id, reading: readingOf(each) })));
  const names = await namesOf(
    db,
    family.map((each) => each.owner_id),
  );
  const members = family.map((each, at) => ({
    title: titleOf(each),
    owner: names.get(each.owner_id) || words('update.someone'),
    headline: headlineOf(words, each),
    ...changeInWords(words, compared, at),
  }));
  const conclusion = await conclusionOf(db, words, family);
  const chart = triesChart(
    words,
    compared,
    members.map((each) => each.owner),
  );
  return { compared, members, ...(chart && { chart }), ...(conclusion && { conclusion }) };
}

const signed = new Intl.NumberFormat('en-GB', { signDisplay: 'exceptZero' });

function changeInWords(
  words: Words,
  { rows, per }: SideBySide,
  at: number,
): Pick<FamilyMember, 'change' | 'changeInShort'> {
  const change = rows[at]?.change;
  if (!change) return { change: '', changeInShort: '' };
  const shown = { diff: signed.format(change.diff), low: signed.format(change.low), high: signed.format(change.high) };
  return {
    change: words('pilots.details.change', { ...shown, per }),
    changeInShort: words('pilots.details.changeInShort', shown),
  };
}

/** Only where its author has a result among those that are seen here. */
async function conclusionOf(db: Kysely<Database>, words: Words, family: readonly Pilot[]): Promise<string | undefined> {
  const conclusion = family[0] && (await findConclusion(db, family[0].family_id));
  if (!conclusion || !family.some((each) => each.owner_id === conclusion.author_id)) return undefined;
  const owner = (await findName(db, conclusion.author_id)) || words('update.someone');
  return words('pilots.details.conclusionBy', { text: conclusion.text, owner });
}
