import { isPercent, plainText, runsOf } from './runs.ts';

/** What was pasted from a spreadsheet, or written one to a line: rows of cells that have a figure in them. */
export function rowsOf(text: string): string[][] {
  const rows = plainText(text)
    .split(/\r\n|\r|\n/)
    .map((line) => line.split(/[\t;|]/).map((cell) => cell.trim()))
    .filter((cells) => cells.some((cell) => /\d/.test(cell)));
  return withoutHeading(rows);
}

/** `Clicks 2026` above a column of nothing but numbers. */
function withoutHeading(rows: string[][]): string[][] {
  const [first, ...others] = rows;
  const hasWords = first?.some((cell) => /\p{L}/u.test(cell)) && !first.some(isNumber);
  const isHeading = hasWords && others.length > 0 && others.every((cells) => cells.some(isNumber));
  return isHeading ? others : rows;
}

/** A cell with one number and nothing else. */
export function isNumber(cell: string): boolean {
  const [run, ...more] = runsOf(cell);
  return run !== undefined && more.length === 0 && /^[-+(]?\s?$/.test(run.before) && /^\)?$/.test(run.after);
}

export function isPercentage(cell: string): boolean {
  const [run, ...more] = runsOf(cell);
  return run !== undefined && more.length === 0 && isPercent(run);
}

/** The label of a row that adds the others up. */
export function totalIn(rows: readonly (readonly string[])[]): string | undefined {
  return rows
    .find((cells) => cells.some((cell) => /^(?:grand |sub-?)?(?:totals?|sum|average|mean)\b/i.test(cell)))
    ?.join(' ');
}
