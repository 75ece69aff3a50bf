import type { Button } from '@slack/types';
import { exactMrkdwn } from './mrkdwn.ts';
import { type ImagePiece, inlinesOf, isText, type Picture, type Piece, type TextPiece, textPiece } from './pieces.ts';
import {
  type Inline,
  joinInlines,
  joinRich,
  lengthOf,
  type Rich,
  richLength,
  section,
  singleLine,
  textInline,
} from './rich.ts';

/** Columns side by side, as far as Slack can: two of text, a text with a picture or a button, a strip; else below each other. */

const LONGEST_SECTION = 3000;
const LONGEST_FIELD = 2000;
const SHORT = 100;
const MOST_IN_ICON_LINE = 3;

export function columnsOf(all: readonly (readonly Piece[])[]): Piece[] {
  const columns = all.filter((column) => column.length > 0);
  const one = columns[0];
  if (!one || columns.length === 1) return [...(one ?? [])];
  const pieces = columns.flat();
  const iconLine = pieces.length <= MOST_IN_ICON_LINE && pieces.some(isIcon) ? stripOf(pieces) : undefined;
  const piece = lineOf(columns) ?? fieldsOf(columns) ?? iconLine ?? besideOf(columns) ?? tightOf(columns, pieces);
  return piece ? [piece] : columns.flatMap((column) => stripOf(column) ?? column);
}

function isIcon(piece: Piece): boolean {
  return piece.kind === 'image' && piece.isIcon === true;
}

/** One short line of a list, with its signs. */
function tightOf(columns: readonly (readonly Piece[])[], pieces: readonly Piece[]): Piece | undefined {
  const isTight = columns.every((column) => column.length === 1 || column.every((piece) => piece.kind === 'image'));
  return isTight ? stripOf(pieces) : undefined;
}

function textsOf(column: readonly Piece[]): readonly TextPiece[] | undefined {
  return column.every(isText) ? column : undefined;
}

/** The texts of a column as one, if each is a plain paragraph. */
function stacked(texts: readonly TextPiece[]): { rich: Rich[]; from: string[] } {
  let rich: Rich[] = [];
  for (const text of texts) rich = joinRich(rich, text.rich);
  return { rich, from: texts.flatMap((text) => text.from) };
}

/** Three or more one-text columns: a row of a list, on one line. */
function lineOf(columns: readonly (readonly Piece[])[]): TextPiece | undefined {
  if (columns.length < 3) return undefined;
  const parts: (readonly Inline[])[] = [];
  for (const column of columns) {
    const text = column[0];
    const line = column.length === 1 && text && isText(text) ? singleLine(text.rich) : undefined;
    if (!line || lengthOf(line) > SHORT || line.some((inline) => inline.type === 'text' && inline.text.includes('\n')))
      return undefined;
    parts.push(line);
  }
  const inlines = parts.flatMap((part, at) => (at > 0 ? [textInline('  ·  '), ...part] : part));
  return textPiece(
    [section(joinInlines(inlines))],
    columns.flat().flatMap((piece) => piece.from),
  );
}

/** Columns of texts only, two to a row. */
function fieldsOf(columns: readonly (readonly Piece[])[]): Piece | undefined {
  if (columns.length > 10) return undefined;
  const fields: string[] = [];
  let rich: Rich[] = [];
  for (const column of columns) {
    const texts = textsOf(column);
    const field = texts && mrkdwnOf(stacked(texts).rich);
    if (!texts || field === undefined || field.length > LONGEST_FIELD) return undefined;
    fields.push(field);
    rich = joinRich(rich, stacked(texts).rich);
  }
  return { kind: 'fields', fields, rich, from: columns.flat().flatMap((piece) => piece.from) };
}

function mrkdwnOf(rich: readonly Rich[]): string | undefined {
  const line = singleLine(rich);
  return line && exactMrkdwn(line);
}

/** Texts, and exactly one picture or button: that stands at their side. */
function besideOf(columns: readonly (readonly Piece[])[]): Piece | undefined {
  const pieces = columns.flat();
  const texts = pieces.filter(isText);
  const others = pieces.filter((piece) => !isText(piece));
  const other = others[0];
  if (others.length !== 1 || !other || texts.length === 0) return undefined;
  const accessory = accessoryOf(other);
  const { rich } = stacked(texts);
  const mrkdwn = mrkdwnOf(rich);
  if (!accessory || mrkdwn === undefined || mrkdwn.length > LONGEST_SECTION) return undefined;
  return { kind: 'beside', mrkdwn, rich, accessory, from: pieces.flatMap((piece) => piece.from) };
}

function accessoryOf(piece: Piece): Picture | Button | undefined {
  if (piece.kind === 'image') return piece.picture;
  if (piece.kind !== 'actions' || piece.elements.length !== 1) return undefined;
  const element = piece.elements[0]?.element;
  return element?.type === 'button' ? element : undefined;
}

/** A column of short texts and pictures (a day of a weather forecast): one line of small things. */
function stripOf(column: readonly Piece[]): Piece | undefined {
  if (column.length < 2 || column.length > 10 || !column.some((piece) => piece.kind === 'image')) return undefined;
  const elements: (string | Picture)[] = [];
  let rich: Rich[] = [];
  for (const piece of column) {
    const element = smallOf(piece);
    if (element === undefined) return undefined;
    elements.push(element);
    rich = joinRich(rich, isText(piece) ? piece.rich : [section([textInline((piece as ImagePiece).picture.alt_text)])]);
  }
  return { kind: 'strip', elements, rich, from: column.flatMap((piece) => piece.from) };
}

function smallOf(piece: Piece): string | Picture | undefined {
  if (piece.kind === 'image') return piece.picture;
  if (!isText(piece) || richLength(piece.rich) > SHORT) return undefined;
  return singleLine(piece.rich) && exactMrkdwn(inlinesOf(piece));
}
