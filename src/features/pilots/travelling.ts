import type { Kysely } from 'kysely';
import { wordsFor } from '../../cards/words.ts';
import type { Database } from '../../storage/schema.ts';
import type { HighlightContent } from '../../storage/tables/highlights.ts';
import type { Pilot } from './pilot.ts';
import { resultView } from './result-view.ts';
import { viewersOf } from './visibility.ts';

/**
 * A pilot as it reads where it travels to: what it found and how sure that is, without its owner's name, which stands
 * there only as they wish, and without the pilots around it, which others may not see.
 */
export async function contentFor(db: Kysely<Database>, pilot: Pilot): Promise<HighlightContent> {
  const words = wordsFor('en');
  const view = await resultView(db, words, pilot, await viewersOf(db, pilot));
  const said = [view.headline, view.claim, ...view.meaning, view.second].filter((each) => each !== undefined);
  return {
    question: '',
    fields: [
      { label: '', value: view.title },
      { label: words('pilots.result.kickerTravelled'), value: said.map(asSentence).join(' ') },
      { label: words('pilots.result.caveats'), value: view.caveats.join(' ') },
      { label: words('pilots.result.learned'), value: view.learned },
      { label: words('pilots.result.next'), value: view.next },
    ].filter(({ value }) => value !== ''),
    ...(view.figures.length > 0 && { figures: [...view.figures] }),
  };
}

function asSentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
