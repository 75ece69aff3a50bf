import { type Outcome, outcomeOf } from './outcome.ts';
import { type Reading, verdictIn } from './reading.ts';
import { roundDifference } from './rounding.ts';

/**
 * A pilot and those that borrowed from it, side by side on one scale. Their figures are never added up or averaged:
 * other audiences, other weeks, other hands.
 */
export interface SideBySide {
  /** In the order given. */
  readonly rows: readonly TryRow[];
  /** What whole numbers in `rows` and `scale` are per: the same for all. */
  readonly per: number;
  /** Ends of the common scale, nought among them. */
  readonly scale: { readonly low: number; readonly high: number };
  /** How many came to what: "2 better, 1 too close to call". Only what occurs. */
  readonly outcomes: readonly { readonly outcome: Outcome; readonly count: number }[];
}

export interface Try {
  readonly id: string;
  readonly reading: Reading;
}

export interface TryRow {
  readonly id: string;
  readonly outcome: Outcome;
  /** The improvement and its range. Absent where there is none to draw: items, values, stories, too small to tell. */
  readonly change?: { readonly diff: number; readonly low: number; readonly high: number };
}

export function sideBySide(tries: readonly Try[]): SideBySide {
  const per = Math.max(
    1000,
    ...tries.map(({ reading }) => (isDrawn(reading) ? roundDifference(reading, reading.worthwhile).per : 0)),
  );
  const rows = tries.map(({ id, reading }): TryRow => {
    const outcome = outcomeOf(verdictIn(reading));
    return isDrawn(reading) ? { id, outcome, change: changePer(per, reading) } : { id, outcome };
  });
  const drawn = rows.flatMap(({ change }) => (change ? [change] : []));
  return {
    rows,
    per,
    scale: { low: Math.min(0, ...drawn.map(({ low }) => low)), high: Math.max(0, ...drawn.map(({ high }) => high)) },
    outcomes: countOutcomes(rows),
  };
}

type Drawn = Extract<Reading, { kind: 'shares' }>;

function isDrawn(reading: Reading): reading is Drawn {
  return reading.kind === 'shares' && reading.verdict !== 'too_small';
}

function changePer(per: number, { diff, low, high }: Drawn): NonNullable<TryRow['change']> {
  const shown = (proportion: number): number => Math.round(proportion * per) + 0;
  return { diff: shown(diff), low: shown(low), high: shown(high) };
}

const order: readonly Outcome[] = ['better', 'worse', 'same', 'open', 'too_small', 'story'];

function countOutcomes(rows: readonly TryRow[]): SideBySide['outcomes'] {
  return order
    .map((outcome) => ({ outcome, count: rows.filter((row) => row.outcome === outcome).length }))
    .filter(({ count }) => count > 0);
}
