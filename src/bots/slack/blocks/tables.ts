import { flagOf, isObject, type JsonObject, listOf, step, wordOf } from './json.ts';
import { listUnkept } from './kept.ts';
import { inShort } from './losses.ts';
import { isText, type Piece, type TablePiece, textPiece } from './pieces.ts';
import {
  type Inline,
  isBlankRich,
  joinInlines,
  type Rich,
  richLength,
  section,
  singleLine,
  stackRich,
  styled,
  textInline,
} from './rich.ts';
import type { Scope } from './scope.ts';
import { hideInputs, isHidden } from './visibility.ts';

/** A Table of texts: Slack's own table (one a message), else its rows as lines. What a cell cannot hold follows below. */

const MOST_ROWS = 100;
const MOST_COLUMNS = 20;
const LONGEST_CELL = 2000;

interface Cell {
  readonly rich: readonly Rich[];
  readonly from: readonly string[];
  readonly after: readonly Piece[];
}

export function renderTable(scope: Scope, element: JsonObject, path: string): Piece[] {
  const rows = listOf(element.rows).map((row, at) => readRow(scope, row, step(step(path, 'rows'), at)));
  const filled = rows.filter((row) => row.some((cell) => cell.from.length > 0 || cell.rich.length > 0));
  const after = rows.flat().flatMap((cell) => cell.after);
  if (filled.length === 0) return [...after];
  const hasHeader =
    (flagOf(element.firstRowAsHeader) ?? flagOf(element.firstRowAsHeaders)) !== false && rows[0] === filled[0];
  return [tableOf(scope, element, filled, hasHeader), ...after];
}

function readRow(scope: Scope, row: unknown, path: string): Cell[] {
  if (!isObject(row)) {
    scope.ledger.add(path, `${inShort(row)} where a TableRow belongs`, 'left out');
    return [];
  }
  listUnkept(scope.ledger, row, path, 'TableRow');
  if (isHidden(scope, row)) {
    hideInputs(scope, row);
    return [];
  }
  return listOf(row.cells).map((cell, at) => readCell(scope, cell, step(step(path, 'cells'), at)));
}

function readCell(scope: Scope, cell: unknown, path: string): Cell {
  if (!isObject(cell)) {
    scope.ledger.add(path, `${inShort(cell)} where a TableCell belongs`, 'left out');
    return { rich: [], from: [], after: [] };
  }
  const pieces = scope.element(
    { ...scope, narrow: true },
    cell.type === undefined ? { ...cell, type: 'TableCell' } : cell,
    path,
  );
  const texts = pieces.filter((piece) => cellText(piece));
  const rich = stackRich(texts.flatMap((piece) => [cellText(piece) ?? []]));
  return {
    rich: isBlankRich(rich) ? [] : rich,
    from: texts.flatMap((piece) => piece.from),
    after: pieces.filter((piece) => !cellText(piece)),
  };
}

function cellText(piece: Piece): readonly Rich[] | undefined {
  if (isText(piece) || (piece.kind === 'fields' && !piece.accessory)) return piece.rich;
  if (piece.kind !== 'image') return undefined;
  return [section([{ type: 'link', url: piece.picture.image_url, text: piece.picture.alt_text }])];
}

function tableOf(scope: Scope, element: JsonObject, rows: readonly (readonly Cell[])[], hasHeader: boolean): Piece {
  const from = rows.flat().flatMap((cell) => cell.from);
  const rich = linesOfTable(rows, hasHeader);
  const width = Math.max(...rows.map((row) => row.length));
  const letters = richLength(rich) + rows.length * width;
  const isLong = rows.flat().some((cell) => richLength(cell.rich) > LONGEST_CELL);
  if (
    isLong ||
    scope.room.tables < 1 ||
    rows.length > MOST_ROWS ||
    width > MOST_COLUMNS ||
    letters > scope.room.tableLetters
  ) {
    return textPiece(rich, from);
  }
  scope.room.tables -= 1;
  scope.room.tableLetters -= letters;
  const cells = rows.map((row, at) =>
    Array.from({ length: width }, (_, column) => {
      const cell = row[column]?.rich ?? [];
      return at === 0 && hasHeader ? styled(cell, { bold: true }) : cell;
    }),
  );
  return { kind: 'table', rows: cells, align: alignOf(element, width), rich, from } satisfies TablePiece;
}

type Align = 'left' | 'center' | 'right';

/** As the columns say, else as the texts of a column do, if all agree. */
function alignOf(element: JsonObject, width: number): Align[] {
  const columns = listOf(element.columns);
  return Array.from({ length: width }, (_, at) => {
    const column = columns[at];
    const own = isObject(column) ? column.horizontalCellContentAlignment : undefined;
    return alignment(own ?? element.horizontalCellContentAlignment) ?? commonAlignment(element, at) ?? 'left';
  });
}

function alignment(value: unknown): Align | undefined {
  const word = wordOf(value);
  return word === 'left' || word === 'center' || word === 'right' ? word : undefined;
}

function commonAlignment(element: JsonObject, at: number): Align | undefined {
  const words = listOf(element.rows).flatMap((row) => {
    const cell = isObject(row) ? listOf(row.cells)[at] : undefined;
    const items = isObject(cell) ? listOf(cell.items) : [];
    return items.map((item) => (isObject(item) ? alignment(item.horizontalAlignment) : undefined));
  });
  return words.length > 0 && words.every((word) => word === words[0]) ? words[0] : undefined;
}

function linesOfTable(rows: readonly (readonly Cell[])[], hasHeader: boolean): Rich[] {
  return stackRich(
    rows.map((row, at) => {
      const cells = row.map((cell) => cell.rich).filter((cell) => cell.length > 0);
      return rowLine(at === 0 && hasHeader ? cells.map((cell) => styled(cell, { bold: true })) : cells);
    }),
  );
}

function rowLine(cells: readonly (readonly Rich[])[]): Rich[] {
  const lines: (readonly Inline[])[] = [];
  for (const cell of cells) {
    const line = singleLine(cell);
    if (!line) return stackRich(cells);
    lines.push(line);
  }
  return [section(joinInlines(lines.flatMap((line, at) => (at > 0 ? [textInline('  |  '), ...line] : line))))];
}
