import { wordsFor } from '../../../../src/cards/words.ts';
import { type Read, sayQuestion } from '../../../../src/features/pilots/figures/questions.ts';

/** What was asked, and that it can be said. */
export function asked(read: Read<unknown>): string | undefined {
  if (!read.question) return undefined;
  const said = sayQuestion(wordsFor('en'), read.question);
  if (/\{\{\w+(?:, number)?\}\}|undefined|NaN|\[object/.test(said)) throw new Error(said);
  return read.question.about;
}
