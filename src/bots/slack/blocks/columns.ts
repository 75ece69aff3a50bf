import type { Button } from '@slack/types';
import { exactMrkdwn } from './mrkdwn.ts';
import { isText, type Picture, type Piece, type TextPiece, textPiece } from './pieces.ts';
import { type Inline, joinInlines, lengthOf, type Rich, section, singleLine, stackRich, textInline } from './rich.ts';
import { lineOfSmall, stripOf, tightOf } from './strips.ts';

/** Columns side by side, as far as Slack can: two of text, a text with a picture or a button, a strip; else below each other. */

type Column = readonly Piece[];

const LONGEST_SECTION = 3000;
const LONGEST_FIELD = 2000;
const LONGEST_CELL = 100;
/** More than that would be too long in any form. */
const MOST_ABREAST = 100;

export function columnsOf(all: readonly Column[]): Piece[] {
  const columns = withSigns(all.filter((column) => column.length > 0));
  const one = columns[0];
  if (!one || columns.length === 1) return [...(one ?? [])];
  return headingFirst(columns) ?? sideBySide(columns);
}

function sideBySide(columns: readonly Column[]): Piece[] {
  const pieces = columns.flat();
  if (columns.length < 2 || pieces.length > MOST_ABREAST) return pieces;
  const piece = rowOf(columns) ?? lineOfSmall(columns) ?? fieldsOf(columns) ?? besideOf(columns) ?? tightOf(columns);
  if (piece) return [piece];
  return pictureBesideFirst(columns) ?? columns.flatMap((column) => stripOf(column) ?? column);
}

/** The heading of a column stands above all, where it can be a heading and leaves more than a line of texts. */
function headingFirst(columns: readonly Column[]): Piece[] | undefined {
  const at = columns.findIndex((column) => column[0] && isText(column[0]));
  const [heading, ...rest] = columns[at] ?? [];
  const others = columns.filter((_, other) => other !== at).flat();
  if (!heading || !isText(heading) || heading.role !== 'heading') return undefined;
  if (rest.length === 0 && !others.every((piece) => piece.kind === 'image' && piece.isIcon)) return undefined;
  if (!singleLine(heading.rich)?.every((inline) => inline.type === 'text')) return undefined;
  return [heading, ...sideBySide(columns.with(at, rest).filter((column) => column.length > 0))];
}

/** A sign that is a column of its own stands before the text beside it. */
function withSigns(columns: readonly Column[]): readonly Column[] {
  const joined: Column[] = [];
  for (const column of columns) {
    const sign = joined.at(-1);
    const [text, ...rest] = column;
    const line = text && isText(text) ? singleLine(text.rich) : undefined;
    if (sign && isSign(sign) && text && isText(text) && text.role !== 'sign' && line) {
      const rich = [section(joinInlines([...signInlines(sign), ...line]))];
      joined[joined.length - 1] = [{ ...text, rich, from: [...(sign[0]?.from ?? []), ...text.from] }, ...rest];
    } else joined.push(column);
  }
  return joined;
}

function isSign(column: Column): boolean {
  return column.length === 1 && column[0]?.kind === 'text' && column[0].role === 'sign';
}

function signInlines(column: Column): readonly Inline[] {
  const sign = column[0];
  const line = sign && isText(sign) ? singleLine(sign.rich) : undefined;
  return [...(line ?? []), textInline(' ')];
}

/** Three or more one-text columns: a row of a list, on one line. */
function rowOf(columns: readonly Column[]): TextPiece | undefined {
  if (columns.length < 3) return undefined;
  const cells: (readonly Inline[])[] = [];
  for (const column of columns) {
    const text = column[0];
    const line = column.length === 1 && text && isText(text) ? singleLine(text.rich) : undefined;
    if (!line || lengthOf(line) > LONGEST_CELL || line.some(breaksLine)) return undefined;
    cells.push(line);
  }
  const inlines = cells.flatMap((cell, at) => (at > 0 ? [textInline('  ·  '), ...cell] : cell));
  const from = columns.flat().flatMap((piece) => piece.from);
  return { ...textPiece([section(joinInlines(inlines))], from), cells };
}

function breaksLine(inline: Inline): boolean {
  return inline.type === 'text' && inline.text.includes('\n');
}

/** Columns of texts, two to a row, with at most one picture or button at their side. */
function fieldsOf(columns: readonly Column[]): Piece | undefined {
  const texts = columns.map(textsOf).filter((column) => column !== undefined);
  const others = columns.filter((column) => !textsOf(column)).flat();
  if (texts.length < 2 || texts.length > 10 || others.length > 1) return undefined;
  const stacks = texts.map(stacked);
  const fields: string[] = [];
  for (const stack of stacks) {
    const field = mrkdwnOf(stack);
    if (field === undefined || field.length > LONGEST_FIELD) return undefined;
    fields.push(field);
  }
  const other = others[0];
  const accessory = other && accessoryOf(other);
  if (other && !accessory) return undefined;
  const from = columns.flat().flatMap((piece) => piece.from);
  return { kind: 'fields', fields, rich: stackRich(stacks), from, ...(accessory ? { accessory } : {}) };
}

function textsOf(column: Column): readonly TextPiece[] | undefined {
  return column.every(isText) ? column : undefined;
}

/** The texts of a column as one. */
function stacked(texts: readonly TextPiece[]): Rich[] {
  return stackRich(texts.map((text) => text.rich));
}

function mrkdwnOf(rich: readonly Rich[]): string | undefined {
  const line = singleLine(rich);
  return line && exactMrkdwn(line);
}

/** Texts, and exactly one picture or button: that stands at their side. */
function besideOf(columns: readonly Column[]): Piece | undefined {
  const pieces = columns.flat();
  const texts = pieces.filter(isText);
  const others = pieces.filter((piece) => !isText(piece));
  const other = others[0];
  return others.length === 1 && other ? besideText(texts, other) : undefined;
}

function besideText(texts: readonly TextPiece[], other: Piece): Piece | undefined {
  const accessory = accessoryOf(other);
  const rich = stacked(texts);
  const mrkdwn = mrkdwnOf(rich);
  if (!accessory || mrkdwn === undefined || mrkdwn.length > LONGEST_SECTION) return undefined;
  const from = [...texts, other].flatMap((piece) => piece.from);
  return { kind: 'beside', mrkdwn, rich, accessory, from };
}

/** A picture beside a form stands at the side of the form's first words. */
function pictureBesideFirst(columns: readonly Column[]): Piece[] | undefined {
  const [one, other] = columns;
  if (!one || !other || columns.length !== 2) return undefined;
  const [picture, column] = one.length === 1 && one[0]?.kind === 'image' ? [one[0], other] : [other[0], one];
  if (picture?.kind !== 'image' || (column === one && other.length !== 1)) return undefined;
  const end = column.findIndex((piece) => !isText(piece));
  const words = column.slice(0, end).filter(isText);
  const beside = end > 0 ? besideText(words, picture) : undefined;
  return beside && [beside, ...column.slice(end)];
}

function accessoryOf(piece: Piece): Picture | Button | undefined {
  if (piece.kind === 'image') return piece.picture;
  if (piece.kind !== 'actions' || piece.elements.length !== 1) return undefined;
  const element = piece.elements[0]?.element;
  return element?.type === 'button' ? element : undefined;
}
