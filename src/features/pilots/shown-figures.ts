import type { Words } from '../../cards/words.ts';
import type { ItemsReading, Reading, SharesReading, Side, ValuesReading } from './statistics/reading.ts';
import { decimalsFor } from './statistics/rounding.ts';
import type { Nouns } from './statistics/sentences.ts';

/** The figures of a result as a small table, and as a sentence for each side: the same everywhere they are shown. */
export interface FiguresTable {
  readonly caption: string;
  /** What is above the names of the sides is the caption. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function figuresTable(words: Words, reading: Reading, nouns: Nouns): FiguresTable | undefined {
  const table = tableOf(words, reading, nouns);
  if (!table) return undefined;
  const caption = words('pilots.figures.caption');
  return { caption, head: [caption, ...table.head], rows: table.rows };
}

/** The heads of all columns but the first. */
type Table = Omit<FiguresTable, 'caption'>;

function tableOf(words: Words, reading: Reading, nouns: Nouns): Table | undefined {
  switch (reading.kind) {
    case 'shares':
      return sharesTable(words, reading, nouns);
    case 'items':
      return itemsTable(words, reading);
    case 'values':
      return valuesTable(words, reading);
    case 'story':
      return undefined;
  }
}

/** What the two sides are called. */
export function sideNames(
  words: Words,
  reading: Exclude<Reading, { kind: 'story' }>,
): { before: string; after: string } {
  const key = reading.kind === 'items' ? 'usual' : reading.design === 'split' ? 'split' : 'times';
  return { before: words(`pilots.figures.${key}.before`), after: words(`pilots.figures.${key}.after`) };
}

function sharesTable(words: Words, reading: SharesReading, nouns: Nouns): Table {
  const names = sideNames(words, reading);
  const percent = percentOf(reading);
  const row = (name: string, side: Side) => [
    name,
    words('pilots.figures.counts', { ...side.share }),
    percent(side.proportion),
    words('pilots.figures.range', { low: percent(side.low), high: percent(side.high) }),
  ];
  return {
    head: [
      words('pilots.figures.counted', { ...nouns }),
      words('pilots.figures.share'),
      words('pilots.figures.likely'),
    ],
    rows: [row(names.before, reading.before), row(names.after, reading.after)],
  };
}

/** Both sides to the same number of decimals. */
export function percentOf({ before, after }: SharesReading): (proportion: number) => string {
  const decimals = decimalsFor([before.share, after.share], true);
  const format = new Intl.NumberFormat('en-GB', {
    style: 'percent',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return (proportion) => format.format(proportion);
}

const numbers = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });

export function plain(value: number): string {
  return numbers.format(value);
}

const percents = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 });

export function itemFormat({ areShares }: Pick<ItemsReading, 'areShares'>): (value: number) => string {
  return areShares ? (value) => percents.format(value) : plain;
}

function itemsTable(words: Words, reading: ItemsReading): Table {
  const names = sideNames(words, reading);
  const shown = itemFormat(reading);
  const { usual, pilot } = reading;
  const range = words('pilots.figures.range', { low: shown(usual.low), high: shown(usual.high) });
  return {
    head: [words('pilots.figures.items'), words('pilots.figures.values')],
    rows: [
      [names.before, plain(usual.items), range],
      [names.after, plain(pilot.length), pilot.map((item) => shown(item.value)).join(', ')],
    ],
  };
}

function valuesTable(words: Words, reading: ValuesReading): Table {
  const names = sideNames(words, reading);
  const isRating = reading.metric === 'rating';
  const row = (name: string, spread: ValuesReading['before']) => [
    name,
    plain(spread.values.length),
    isRating ? plain(spread.high ?? 0) : plain(spread.middle),
    spread.values.map(plain).join(', '),
  ];
  return {
    head: [
      words('pilots.figures.how_many'),
      words(isRating ? 'pilots.figures.said4' : 'pilots.figures.middle'),
      words('pilots.figures.values'),
    ],
    rows: [row(names.before, reading.before), row(names.after, reading.after)],
  };
}

/** "Before: clicks of e-mails 118 of 2,410, share 4.9%, likely range 4.1% to 5.8%." */
export function figuresInWords(table: FiguresTable | undefined): string[] {
  if (!table) return [];
  return table.rows.map(([name = '', ...cells]) => {
    const parts = cells.map((cell, at) => `${table.head[at + 1] ?? ''} ${cell}`.trim());
    return `${name}: ${parts.join(', ')}.`;
  });
}
