import type { Words } from '../../cards/words.ts';
import type { PilotFigures, PilotPlan } from '../../storage/tables/pilots.ts';
import { metricOf } from './channels.ts';
import { readFigures } from './figures/figures.ts';
import { sayQuestion } from './figures/questions.ts';

/** What a person typed or pasted as one side's figures: read, or a kind question about it. */
export function readTyped(
  words: Words,
  plan: Pick<PilotPlan, 'metric'>,
  typed: string,
): { figures?: PilotFigures; complaint?: string } {
  const { kind } = metricOf(plan);
  if (kind === 'words') return {};
  const { value, question } = readFigures(typed, kind);
  return question ? { complaint: sayQuestion(words, question) } : { figures: value };
}

/** As people would type them again, one item on each line. */
export function writeFigures(figures: PilotFigures | undefined): string {
  if (!figures) return '';
  if (figures.kind === 'values') return figures.values.join('\n');
  return figures.shares.map(({ count, of }) => `${count} of ${of}`).join('\n');
}

export function sameFigures(one: PilotFigures | undefined, other: PilotFigures | undefined): boolean {
  return writeFigures(one) === writeFigures(other);
}
