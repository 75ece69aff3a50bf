import type { MetricKind } from '../statistics/design.ts';
import type { Figures } from '../statistics/reading.ts';
import { readAmounts, readCounts, readRatings, readShares } from './lists.ts';
import type { Read } from './questions.ts';

/** One side of a pilot from one box, as its metric has it. */
export function readFigures(text: string, metric: Exclude<MetricKind, 'words'>): Read<Figures> {
  if (metric === 'share') {
    const { value: shares, question } = readShares(text);
    return question ? { question } : { value: { kind: 'shares', shares } };
  }
  const { value: values, question } = readers[metric](text);
  return question ? { question } : { value: { kind: 'values', values } };
}

const readers = { count_per_item: readCounts, time: readAmounts, rating: readRatings };
