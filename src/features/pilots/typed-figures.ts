import type { Words } from '../../cards/words.ts';
import type { PilotFigures, PilotPlan } from '../../storage/schema.ts';
import { metricOf } from './channels.ts';
import { readAmounts, readCounts, readRatings, readShares } from './figures/lists.ts';
import { type Read, sayQuestion } from './figures/questions.ts';

/** What a person typed or pasted as one side's figures: read, or a kind question about it. */
export function readFigures(
  words: Words,
  plan: Pick<PilotPlan, 'metric' | 'design'>,
  text: string,
): { figures?: PilotFigures; complaint?: string } {
  const read = readAs(plan, text);
  return read.question ? { complaint: sayQuestion(words, read.question) } : { figures: read.value };
}

function readAs({ metric }: Pick<PilotPlan, 'metric' | 'design'>, text: string): Read<PilotFigures> {
  switch (metricOf({ metric }).kind) {
    case 'share':
      return into(readShares(text), (shares) => ({ kind: 'shares', shares }));
    case 'rating':
      return into(readRatings(text), toValues);
    case 'time':
      return into(readAmounts(text), toValues);
    default:
      return into(readCounts(text), toValues);
  }
}

function toValues(values: readonly number[]): PilotFigures {
  return { kind: 'values', values };
}

function into<From, To>(read: Read<From>, to: (value: From) => To): Read<To> {
  return read.question ? read : { value: to(read.value) };
}

/** As people would type them again: shares one on each line, values in one line. */
export function writeFigures(figures: PilotFigures | undefined): string {
  if (!figures) return '';
  if (figures.kind === 'values') return figures.values.map(String).join(', ');
  return figures.shares.map(({ count, of }) => `${count} of ${of}`).join('\n');
}

export function sameFigures(one: PilotFigures | undefined, other: PilotFigures | undefined): boolean {
  return writeFigures(one) === writeFigures(other);
}
