import { arrivalHoldings } from './bots/holdings.ts';
import { deliveryHoldings } from './delivery/holdings.ts';
import type { Feature } from './features/feature.ts';
import { peopleHoldings } from './people/holdings.ts';
import { schedulingHoldings } from './scheduling/holdings.ts';
import type { HeldTables, Holding } from './storage/holding.ts';
import { talkHoldings } from './talk-graph/holdings.ts';

/**
 * Everything that Outloud holds of people: what its features say they hold (`Feature.holds`), then what they stand on.
 * In this order it is erased, so that what leads to the rest, who somebody is and where they are reached, goes last.
 * `storage/holding.ts` tells how to read it. With `listFeatures()` it can be read but not erased by.
 */
export function allHoldings(features: readonly Feature[]): readonly Holding[] {
  return [
    ...features.flatMap(({ holds }) => holds ?? []),
    ...talkHoldings,
    ...schedulingHoldings,
    ...arrivalHoldings,
    ...deliveryHoldings,
    ...peopleHoldings,
  ];
}

/** Keys of Outloud's own, nobody's and of no workspace. */
export const ownTables: HeldTables = {
  secret: { columns: { name: 'ours', value: 'ours' }, workspace: 'none' },
};
