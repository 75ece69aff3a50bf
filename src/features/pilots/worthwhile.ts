import type { Words } from '../../cards/words.ts';
import type { PilotPlan } from '../../storage/tables/pilots.ts';
import { metricOf } from './channels.ts';
import { hasWorthwhile } from './pilot.ts';
import { sayDetectable, sayDetectableItems } from './statistics/set-up.ts';
import { proportionOf, sumOfShares } from './statistics/shares.ts';

/** The smallest change worth bothering with, and how big a change one could notice. */

/** The new items that there will usually be, where nobody has said. */
const usualNewItems = 3;

/** Nothing where the figures say nothing of it. */
export function sayNoticeable(words: Words, plan: PilotPlan): string[] {
  const { before, design } = plan;
  if (!before) return [];
  if (design === 'usual_range') {
    const items = before.kind === 'shares' ? before.shares.length : before.values.length;
    return [sayDetectableItems(words, items, usualNewItems)];
  }
  if (before.kind !== 'shares' || !hasWorthwhile(plan)) return [];
  const all = sumOfShares(before.shares);
  const each = design === 'split' ? Math.floor(all.of / 2) : all.of;
  const hoped = { now: proportionOf(all), before: each, after: each, better: metricOf(plan).better };
  return [sayDetectable(words, hoped, plan.worthwhile ?? suggestedWorthwhile(proportionOf(all)))];
}

/** What the form begins with, in points. */
export function worthwhileToBegin(plan: PilotPlan): string {
  if (plan.worthwhile !== undefined) return pointsOf(plan.worthwhile);
  if (plan.before?.kind !== 'shares') return '';
  return pointsOf(suggestedWorthwhile(proportionOf(sumOfShares(plan.before.shares))));
}

/** A fifth of what it is now, as one would say it: of 4.9 % now, 1 point. */
function suggestedWorthwhile(now: number): number {
  return Math.max(0.001, Number((now / 5).toPrecision(1)));
}

export function worthwhileInWords(words: Words, plan: PilotPlan): string {
  if (plan.worthwhile === undefined || !hasWorthwhile(plan)) return '';
  return words('pilots.own.worthwhilePoints', { count: Number(pointsOf(plan.worthwhile)) });
}

/** 0.01 as "1". */
function pointsOf(proportion: number): string {
  return String(Number((100 * proportion).toPrecision(6)));
}
