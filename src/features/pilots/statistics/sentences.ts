import type { Words } from '../../../cards/words.ts';
import { neededToSettle } from './detectable.ts';
import { outcomeOf } from './outcome.ts';
import type { ItemsReading, Reading, SharesReading, ValuesReading } from './reading.ts';
import { decimalsOf, roundDifference, roundUp, toPercent } from './rounding.ts';
import type { Difference } from './shares.ts';
import { luckWordOf } from './usual-range.ts';
import { leastToCompare } from './values.ts';

/** What a card says of a reading, top to bottom. */
export interface Said {
  readonly headline: string;
  /** The strongest fair claim, where the verdict bears one. */
  readonly claim?: string;
  /** The figures in plain terms, a sentence or more each. */
  readonly meaning: readonly string[];
  /** What follows from the verdict. */
  readonly second?: string;
}

/** What a metric counts, in the reader's words: `clicks` of `emails`. */
export interface Nouns {
  readonly counted: string;
  readonly of: string;
}

export function sayReading(words: Words, reading: Reading, nouns: Nouns): Said {
  switch (reading.kind) {
    case 'shares':
      return sayShares(words, reading, nouns);
    case 'items':
      return sayItems(words, reading);
    case 'values':
      return sayValues(words, reading);
    case 'story':
      return { headline: words('pilotReading.headline.story'), meaning: [] };
  }
}

function sayShares(words: Words, reading: SharesReading, nouns: Nouns): Said {
  const { verdict, better } = reading;
  return {
    headline: words(`pilotReading.headline.${better}.${verdict}`),
    ...claimOf(words, reading),
    meaning: verdict === 'too_small' ? [seen(words, reading, nouns)] : differenceInWords(words, reading, nouns),
    second: words(`pilotReading.second.${verdict}`, secondValues(reading)),
  };
}

function seen(words: Words, { design, before, after }: SharesReading, nouns: Nouns): string {
  return words(`pilotReading.meaning.${design === 'split' ? 'seenSplit' : 'seen'}`, {
    before: before.share.count,
    beforeOf: before.share.of,
    after: after.share.count,
    afterOf: after.share.of,
    ...nouns,
  });
}

/** More and fewer as counted, whichever way better lies. */
function differenceInWords(words: Words, reading: SharesReading, nouns: Nouns): string[] {
  const { per, worthwhile, ...shown } = roundDifference(reading, reading.worthwhile);
  const isHigher = reading.better === 'higher';
  const counted = isHigher ? shown : { diff: -shown.diff, low: -shown.high, high: -shown.low };
  return [
    words(`pilotReading.meaning.${differenceKey(counted)}`, { per, ...unsigned(counted), ...nouns }),
    words(`pilotReading.meaning.${isHigher ? 'wantedMore' : 'wantedFewer'}`, { per, worthwhile }),
  ];
}

type Shown = Pick<Difference, 'diff' | 'low' | 'high'>;

function differenceKey({ diff, low, high }: Shown) {
  if (diff === 0) return 'same';
  if (diff > 0) return low >= 0 ? 'more' : 'moreOrFewer';
  return high <= 0 ? 'fewer' : 'fewerOrMore';
}

/** "9 to 36 more", "9 to 36 fewer", "4 fewer to 5 more". */
function unsigned({ diff, low, high }: Shown): Shown {
  const isFewer = high <= 0 && low < 0;
  return { diff: Math.abs(diff), low: Math.abs(isFewer ? high : low), high: Math.abs(isFewer ? low : high) };
}

function secondValues(reading: SharesReading) {
  const { before, after, worthwhile } = reading;
  const shown = roundDifference(reading, worthwhile);
  const needed = roundUp(neededToSettle(before.proportion, after.proportion, worthwhile));
  return { worthwhile: shown.worthwhile, per: shown.per, needed };
}

/** Said where the range leaves out nought, or luck is unlikely: and then no more than the design allows. */
function claimOf(words: Words, reading: SharesReading | ItemsReading): Pick<Said, 'claim'> {
  const outcome = outcomeOf(reading.verdict);
  if (outcome !== 'better' && outcome !== 'worse') return {};
  const way = (outcome === 'better') === (reading.better === 'higher') ? 'up' : 'down';
  if (reading.design === 'split') return { claim: words(`pilotReading.claim.split.${outcome}`) };
  const design = reading.kind === 'items' ? 'usual_range' : 'before_after';
  return { claim: words(`pilotReading.claim.${design}.${way}`) };
}

function sayItems(words: Words, reading: ItemsReading): Said {
  const { verdict, better, luck } = reading;
  const second = verdict === 'too_small' ? 'too_small' : luckWordOf(luck);
  const isOutsideByLuck = verdict === 'as_usual' && reading.allBeyond;
  return {
    headline: isOutsideByLuck
      ? words('pilotReading.headline.outsideByLuck')
      : words(`pilotReading.headline.${better}.${verdict}`),
    ...claimOf(words, reading),
    meaning: [placesInWords(words, reading)],
    second: words(`pilotReading.second.${second}`),
  };
}

function placesInWords(words: Words, { usual, pilot, allBeyond, areShares }: ItemsReading): string {
  const decimals = decimalsOf([usual.low, usual.high]);
  const shown = (value: number): number => (areShares ? toPercent(value, decimals) : value);
  const range = { low: shown(usual.low), high: shown(usual.high), unit: areShares ? '%' : '', count: pilot.length };
  if (allBeyond) {
    const key = allBeyond.side === 'above' ? 'allAbove' : 'allBelow';
    return words(`pilotReading.meaning.${key}`, { ...range, oneIn: allBeyond.oneIn });
  }
  const at = (place: 'above' | 'within' | 'below'): number => pilot.filter((item) => item.place === place).length;
  return words('pilotReading.meaning.placed', {
    ...range,
    above: at('above'),
    within: at('within'),
    below: at('below'),
  });
}

function sayValues(words: Words, { design, metric, before, after, luck }: ValuesReading): Said {
  const isSplit = design === 'split';
  const ratings = {
    before: before.high ?? 0,
    beforeOf: before.values.length,
    after: after.high ?? 0,
    afterOf: after.values.length,
  };
  const middles = { before: before.middle, after: after.middle };
  return {
    headline: words('pilotReading.headline.values'),
    meaning: [
      metric === 'rating'
        ? words(`pilotReading.meaning.${isSplit ? 'ratingsSplit' : 'ratings'}`, ratings)
        : words(`pilotReading.meaning.${isSplit ? 'middleSplit' : 'middle'}`, middles),
    ],
    second: luck
      ? words(`pilotReading.second.${luckWordOf(luck)}`)
      : words('pilotReading.second.fewValues', { least: leastToCompare }),
  };
}
