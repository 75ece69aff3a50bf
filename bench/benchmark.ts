/** One benchmark: what it measures is in its own file, how it is shown is here. */
export interface Benchmark {
  readonly name: string;
  readonly about: string;
  run(): Promise<Report>;
}

export interface Report {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** What to know when reading the figures, and what follows from them. */
  readonly notes: readonly string[];
  /** Every single measurement, for the file. */
  readonly samples: readonly object[];
}

export function renderTable({ columns, rows }: Pick<Report, 'columns' | 'rows'>): string {
  const lines = [columns, ...rows.map((row) => row.map(renderCell))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  const isNumber = columns.map((_, index) => rows.some((row) => typeof row[index] === 'number'));
  const draw = (line: readonly string[]): string =>
    line.map((cell, index) => pad(cell, widths[index] ?? 0, isNumber[index] === true)).join('  ');
  return [draw(columns), widths.map((width) => '-'.repeat(width)).join('  '), ...lines.slice(1).map(draw)].join('\n');
}

function pad(cell: string, width: number, right: boolean): string {
  return right ? cell.padStart(width) : cell.padEnd(width);
}

function renderCell(value: string | number): string {
  if (typeof value === 'string') return value;
  if (!Number.isFinite(value)) return '-';
  return value.toFixed(value >= 100 || Number.isInteger(value) ? 0 : value >= 10 ? 1 : 2);
}

export function median(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
