import type { Piece, TablePiece, TextPiece } from './pieces.ts';
import { type Inline, richLength, section, stackRich } from './rich.ts';
import type { Scope } from './scope.ts';

/** Rows of a list made of columns, one ColumnSet after the other, are a table in all but name. */

const FEWEST_ROWS = 3;
const MOST_ROWS = 100;
const MOST_COLUMNS = 20;

type Row = TextPiece & { readonly cells: readonly (readonly Inline[])[] };

/** The first list of rows as Slack's one table of a message, unless the card has a table of its own. */
export function withRowsAsTable(scope: Scope, pieces: readonly Piece[]): Piece[] {
  if (scope.room.tables < 1) return [...pieces];
  const run = firstRun(pieces);
  const table = run && tableOf(run.rows, scope.room.tableLetters);
  if (!run || !table) return [...pieces];
  scope.room.tables -= 1;
  return pieces.toSpliced(run.at, run.rows.length, table);
}

function firstRun(pieces: readonly Piece[]): { at: number; rows: Row[] } | undefined {
  let rows: Row[] = [];
  for (const [at, piece] of pieces.entries()) {
    const fits = isRow(piece) && (rows.length === 0 || rows[0]?.cells.length === piece.cells.length);
    if (!fits && rows.length >= FEWEST_ROWS) return { at: at - rows.length, rows };
    if (!isRow(piece)) rows = [];
    else if (fits) rows.push(piece);
    else rows = [piece];
  }
  return rows.length >= FEWEST_ROWS ? { at: pieces.length - rows.length, rows } : undefined;
}

function isRow(piece: Piece): piece is Row {
  return piece.kind === 'text' && piece.cells !== undefined && piece.cells.length <= MOST_COLUMNS;
}

function tableOf(rows: readonly Row[], mostLetters: number): TablePiece | undefined {
  const rich = stackRich(rows.map((row) => row.rich));
  if (rows.length > MOST_ROWS || richLength(rich) > mostLetters) return undefined;
  const cells = rows.map((row) => row.cells.map((cell) => [section(cell)]));
  const from = rows.flatMap((row) => row.from);
  const width = rows[0]?.cells.length ?? 0;
  const align = Array.from({ length: width }, (_, at) => (isNumeric(rows, at) ? 'right' : 'left') as 'right' | 'left');
  return { kind: 'table', rows: cells, align, rich, from };
}

const AMOUNT = /^[\s\p{Sc}+\-−–(]*\d[\d\s.,:%)]*\p{Sc}?\s*$/u;

/** Amounts stand under each other; the first row may be a heading. */
function isNumeric(rows: readonly Row[], at: number): boolean {
  return rows.slice(1).every((row) => AMOUNT.test(lettersOfCell(row.cells[at] ?? [])));
}

function lettersOfCell(cell: readonly Inline[]): string {
  return cell.map((inline) => ('text' in inline ? (inline.text ?? '') : '')).join('');
}
