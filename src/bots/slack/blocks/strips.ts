import { exactMrkdwn } from './mrkdwn.ts';
import { type ImagePiece, inlinesOf, isText, type Picture, type Piece } from './pieces.ts';
import { joinRich, type Rich, richLength, section, singleLine, textInline } from './rich.ts';

/** Small texts and pictures side by side in one context: a person with their role, a day of a forecast, a score. */

const SHORT = 100;
const MOST_PIECES = 10;
/** Letters that still read as one line. */
const ONE_LINE = 60;
/** As few as that are read at a glance, so that no column is missed. */
const AT_A_GLANCE = 24;
const MOST_AFTER_ICON = 5;

/** Columns as one line of small things, or nothing where that would be hard to read. */
export function lineOfSmall(columns: readonly (readonly Piece[])[]): Piece | undefined {
  const pieces = columns.flat();
  if (pieces.some((piece) => isText(piece) && piece.role === 'heading')) return undefined;
  const letters = pieces.reduce((sum, piece) => sum + (isText(piece) ? richLength(piece.rich) : 0), 0);
  const pictures = pieces.filter((piece) => piece.kind === 'image').length;
  const isLine =
    (pictures > 1 && letters <= ONE_LINE) ||
    (startsWithIcon(columns) && pieces.length <= MOST_AFTER_ICON && letters <= SHORT) ||
    (pictures === 1 && columns.length > 2 && letters <= AT_A_GLANCE);
  return isLine ? stripOf(pieces) : undefined;
}

/** A sign or a portrait before its text; a picture of no known size counts as a sign before one line. */
function startsWithIcon(columns: readonly (readonly Piece[])[]): boolean {
  const first = columns[0]?.[0];
  if (first?.kind !== 'image') return false;
  return first.isIcon === true || (first.isSized !== true && columns.flat().length === 2);
}

/** One short line of a list, with its signs. */
export function tightOf(columns: readonly (readonly Piece[])[]): Piece | undefined {
  const isTight = columns.every((column) => column.length === 1 || column.every((piece) => piece.kind === 'image'));
  return isTight ? stripOf(columns.flat()) : undefined;
}

export function stripOf(pieces: readonly Piece[]): Piece | undefined {
  if (pieces.length < 2 || pieces.length > MOST_PIECES || !pieces.some((piece) => piece.kind === 'image'))
    return undefined;
  const elements: (string | Picture)[] = [];
  let rich: Rich[] = [];
  for (const piece of pieces) {
    const element = smallOf(piece);
    if (element === undefined) return undefined;
    elements.push(element);
    rich = joinRich(rich, isText(piece) ? piece.rich : [section([textInline((piece as ImagePiece).picture.alt_text)])]);
  }
  return { kind: 'strip', elements, rich, from: pieces.flatMap((piece) => piece.from) };
}

function smallOf(piece: Piece): string | Picture | undefined {
  if (piece.kind === 'image') return piece.picture;
  if (!isText(piece) || richLength(piece.rich) > SHORT) return undefined;
  return singleLine(piece.rich) && exactMrkdwn(inlinesOf(piece));
}
