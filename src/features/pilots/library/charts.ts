import type { Words } from '../../../cards/words.ts';
import type { Markup } from '../../../pages/document.ts';
import { dotRows, forest, rangeBars } from '../../../pages/pilot-charts.ts';
import { metricName, nounsOf } from '../channels.ts';
import { hasResult, type Pilot, readingOf } from '../pilot.ts';
import { figuresInWords, figuresTable, itemFormat, percentOf, plain, sideNames } from '../shown-figures.ts';
import type { ItemsReading, Reading, SharesReading, ValuesReading } from '../statistics/reading.ts';
import type { SideBySide } from '../statistics/tries.ts';
import { middleOf } from '../statistics/usual-range.ts';

/** A pilot's figures as a picture for a page, named by the same figures in words; none where there are none. */
export function chartOf(words: Words, pilot: Pilot): Markup | undefined {
  if (!hasResult(pilot)) return undefined;
  const reading = readingOf(pilot);
  const name = nameOf(words, pilot, reading);
  const id = `pattern-${pilot.code}`;
  switch (reading.kind) {
    case 'shares':
      return sharesChart(words, reading, { id, name });
    case 'items':
      return itemsChart(words, reading, { id, name });
    case 'values':
      return valuesChart(words, reading, { id, name });
    case 'story':
      return undefined;
  }
}

function nameOf(words: Words, pilot: Pilot, reading: Reading): string {
  const table = figuresTable(words, reading, nounsOf(words, pilot.plan));
  return words('pilots.figures.chart', {
    measured: metricName(words, pilot.plan),
    figures: figuresInWords(table).join(' '),
  });
}

interface Named {
  readonly id: string;
  readonly name: string;
}

function sharesChart(words: Words, reading: SharesReading, named: Named): Markup {
  const names = sideNames(words, reading);
  const percent = percentOf(reading);
  const bar = (side: 'before' | 'after') => {
    const { proportion: value, low, high, share } = reading[side];
    const counts = words('pilots.figures.counts', { count: share.count, of: share.of });
    return { label: names[side], value, low, high, shown: percent(value), counts, hatched: side === 'after' };
  };
  return rangeBars({ ...named, bars: [bar('before'), bar('after')] });
}

/** The usual items are known by their range and their middle. */
function itemsChart(words: Words, reading: ItemsReading, named: Named): Markup {
  const names = sideNames(words, reading);
  const shown = itemFormat(reading);
  const { usual, pilot } = reading;
  const tried = pilot.map((item) => item.value);
  return dotRows({
    ...named,
    rows: [
      {
        label: names.before,
        values: [usual.low, usual.high],
        middle: usual.middle,
        hollow: true,
        shown: words('pilots.figures.range', { low: shown(usual.low), high: shown(usual.high) }),
      },
      {
        label: names.after,
        values: tried,
        middle: middleOf(tried),
        hollow: false,
        shown: tried.slice(0, 4).map(shown).join(', '),
      },
    ],
  });
}

function valuesChart(words: Words, reading: ValuesReading, named: Named): Markup {
  const names = sideNames(words, reading);
  const row = (side: 'before' | 'after') => ({
    label: names[side],
    values: reading[side].values,
    middle: reading[side].middle,
    hollow: side === 'before',
    shown: words('pilots.figures.middleIs', { middle: plain(reading[side].middle) }),
  });
  return dotRows({ ...named, rows: [row('before'), row('after')] });
}

/** Pilots that borrowed from each other, on one scale. */
export function familyChart(
  words: Words,
  { rows, scale }: SideBySide,
  labelled: readonly { readonly label: string; readonly shown: string }[],
): Markup | undefined {
  if (!rows.some((row) => row.change)) return undefined;
  const shown = rows.map((row, at) => ({
    label: labelled[at]?.label ?? '',
    shown: labelled[at]?.shown ?? '',
    ...(row.change && { change: row.change }),
  }));
  const name = `${words('pilots.details.family')}: ${shown.map((row) => `${row.label} ${row.shown}`).join('; ')}`;
  return forest({ id: 'pattern-family', name, rows: shown, scale, noChange: words('pilots.library.noChange') });
}
