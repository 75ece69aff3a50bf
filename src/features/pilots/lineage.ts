import type { Kysely } from 'kysely';
import { listOf } from '../../cards/dates.ts';
import type { Words } from '../../cards/words.ts';
import { findName } from '../../people/store.ts';
import type { Database } from '../../storage/schema.ts';
import { hasEnded, isOpen, type Pilot, readingOf } from './pilot.ts';
import { sideBySide } from './statistics/tries.ts';
import { findPilot, triesOf } from './store/pilots.ts';
import type { Viewer } from './visibility.ts';

/** "Borrowed from Rhys Evans. Tried by 3 others: 2 better, 1 too close to call." Only what this viewer may see. */
export async function lineageOf(db: Kysely<Database>, words: Words, pilot: Pilot, viewer: Viewer): Promise<string[]> {
  const lender = await findPilot(db, pilot.borrowed_from ?? undefined, viewer);
  const tries = await triesOf(db, pilot.id, viewer);
  return [...(lender ? [await borrowedLine(db, words, lender)] : []), ...triedLines(words, tries)];
}

async function borrowedLine(db: Kysely<Database>, words: Words, lender: Pilot): Promise<string> {
  const owner = (await findName(db, lender.owner_id)) || words('update.someone');
  return words('pilots.lineage.borrowed', { owner, code: lender.code });
}

function triedLines(words: Words, tries: readonly Pilot[]): string[] {
  const ended = tries.filter((each) => hasEnded(each) && each.state !== 'no_result');
  const open = tries.filter(isOpen).length;
  return [
    ...(ended.length > 0
      ? [words('pilots.lineage.tried', { count: ended.length, outcomes: outcomesInWords(words, ended) })]
      : []),
    ...(open > 0 ? [words('pilots.lineage.trying', { count: open })] : []),
  ];
}

function outcomesInWords(words: Words, pilots: readonly Pilot[]): string {
  const { outcomes } = sideBySide(pilots.map((each) => ({ id: each.id, reading: readingOf(each) })));
  return listOf(outcomes.map(({ outcome, count }) => words(`pilotReading.outcome.${outcome}`, { count })));
}
