import type { SummaryView } from '../../cards/first-run/cards.ts';
import { rhythmInWords } from '../../cards/prompts/setup-form.ts';
import { placeOf } from '../../people/places.ts';
import type { Handling } from '../feature.ts';
import { usualRhythm } from './first-run.ts';
import type { FirstRun } from './store.ts';

/** All answers as their person reads them. */
export async function summaryOf(
  { answers, previewed_at, begun_at }: FirstRun,
  { trx, words }: Pick<Handling, 'trx' | 'words'>,
): Promise<SummaryView> {
  const place = answers.channel && (await placeOf(trx, answers.channel));
  const { weekday, time, everyWeeks } = { ...usualRhythm, ...answers };
  return {
    who: answers.who ?? '',
    place: place?.name ?? '',
    greets: answers.greets ?? false,
    greeters: answers.greeters ?? [],
    rhythm: rhythmInWords(words, { weekdays: [weekday], timeOfDay: time, everyWeeks }),
    starters: answers.starters ?? [],
    isPreviewed: previewed_at !== null,
    isBegun: begun_at !== null,
  };
}
