import type { Better, Design, MetricKind } from './design.ts';
import { type Share, sumOfShares, wilson } from './shares.ts';
import { type ItemsJudgement, type ItemVerdict, judgeItems } from './usual-range.ts';
import { compareValues, type ValuesComparison } from './values.ts';
import { type Judgement, judgeShares, type ShareVerdict } from './verdict.ts';

/** One side of a pilot, as it is stored: a share for each item (one is enough), or a value for each item or person. */
export type Figures =
  | { readonly kind: 'shares'; readonly shares: readonly Share[] }
  | { readonly kind: 'values'; readonly values: readonly number[] };

export interface PilotToRead {
  readonly design: Design;
  readonly metric: MetricKind;
  readonly better: Better;
  /** As a proportion; needed for shares side by side or before and after. */
  readonly worthwhile?: number;
  /** Absent: there is nothing to compare with, so the pilot is a story. */
  readonly before?: Figures;
  readonly after?: Figures;
}

export type Verdict = ShareVerdict | ItemVerdict;

export type Reading = SharesReading | ItemsReading | ValuesReading | StoryReading;

interface Compared {
  readonly design: Design;
  readonly better: Better;
}

/** One side: what was counted, and the range that its share probably lies in. */
export interface Side {
  readonly share: Share;
  readonly proportion: number;
  readonly low: number;
  readonly high: number;
}

export interface SharesReading extends Compared, Judgement {
  readonly kind: 'shares';
  readonly worthwhile: number;
  readonly before: Side;
  readonly after: Side;
}

export interface ItemsReading extends Compared, ItemsJudgement {
  readonly kind: 'items';
  /** The items are proportions, not counts. */
  readonly areShares: boolean;
}

export interface ValuesReading extends Compared, ValuesComparison {
  readonly kind: 'values';
  readonly metric: 'time' | 'rating';
}

export interface StoryReading {
  readonly kind: 'story';
  readonly design: Design;
}

/** What a pilot came to. A `RangeError` where figures do not go with the metric: they are checked on entry. */
export function readPilot(pilot: PilotToRead): Reading {
  const { design, metric, better, before, after } = pilot;
  if (design === 'look_and_learn' || metric === 'words' || !before || !after) return { kind: 'story', design };
  if (metric === 'share' && design !== 'usual_range') return readShares(pilot, sharesOf(before), sharesOf(after));
  const [usual, tried] = [valuesOf(before), valuesOf(after)];
  if (metric === 'time' || metric === 'rating') {
    return { kind: 'values', design, better, metric, ...compareValues(metric, usual, tried) };
  }
  return { kind: 'items', design, better, areShares: before.kind === 'shares', ...judgeItems(usual, tried, better) };
}

/** `undefined`: a reading without verdict words. */
export function verdictIn(reading: Reading): Verdict | undefined {
  return reading.kind === 'shares' || reading.kind === 'items' ? reading.verdict : undefined;
}

function readShares({ design, better, worthwhile }: PilotToRead, before: Share, after: Share): SharesReading {
  if (worthwhile === undefined) throw new RangeError('a pilot with shares has a worthwhile change');
  return {
    kind: 'shares',
    design,
    better,
    worthwhile,
    before: sideOf(before),
    after: sideOf(after),
    ...judgeShares(before, after, { worthwhile, better }),
  };
}

function sideOf(share: Share): Side {
  return { share, proportion: share.count / share.of, ...wilson(share) };
}

/** Items of one side belong together: three issues to the same list are one share. Sides of other pilots never do. */
function sharesOf(figures: Figures): Share {
  if (figures.kind !== 'shares') throw new RangeError('a metric of shares has shares');
  return sumOfShares(figures.shares);
}

function valuesOf(figures: Figures): readonly number[] {
  return figures.kind === 'values' ? figures.values : figures.shares.map(({ count, of }) => count / of);
}
