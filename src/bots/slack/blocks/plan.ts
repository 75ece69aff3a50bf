import type { Button } from '@slack/types';
import { hasPicture, sameText } from './draw.ts';
import { plainText } from './inputs.ts';
import { type ActionsPiece, isText, type Piece, type TextPiece, textPiece } from './pieces.ts';
import { isBlankRich, richLength, section, splitRich, stackRich, textInline } from './rich.ts';
import type { Scope, Surface } from './scope.ts';

/** Slack's limits, planned before anything is drawn: first say the same in fewer blocks, only then leave parts out. */

const MOST_BLOCKS: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 };
/** Slack refuses a message whose blocks hold about 12,000 (`msg_blocks_too_long`; bolt-js issues 2509 and 2867). */
const MOST_LETTERS: Readonly<Record<Surface, number>> = { message: 10_000, modal: 100_000, home: 100_000 };
const LONGEST_TEXT = 3000;
const MOST_BUTTONS = 25;

/** A button that leads to the rest of a card, if the adapter has a place for it. */
export interface RestButton {
  readonly actionId: string;
  readonly title: string;
  /** What the button carries; `from` is the place in the card where what is left out begins. */
  value(from: string): string;
}

export function planPieces(pieces: readonly Piece[], scope: Scope, rest: RestButton | undefined): Piece[] {
  const most = MOST_BLOCKS[scope.surface];
  const steps = [withoutDividers, withTextsJoined, withTextsOnly, withoutPictures];
  let planned = pieces.flatMap(splitPiece);
  for (const shorter of steps) {
    if (planned.length <= most) break;
    planned = shorter(planned).flatMap(splitPiece);
  }
  return leaveOut(trimDividers(planned), scope, rest);
}

/** One piece, one block: what is too long for one becomes several. */
function splitPiece(piece: Piece): Piece[] {
  if (isText(piece) && isBlankRich(piece.rich)) return [];
  if (!isText(piece) || richLength(piece.rich) <= LONGEST_TEXT) return [piece];
  return splitRich(piece.rich, LONGEST_TEXT).map((rich) => textPiece(rich, piece.from, 'body'));
}

function trimDividers(pieces: readonly Piece[]): Piece[] {
  return pieces.filter((piece, at) => {
    if (piece.kind !== 'divider') return true;
    const next = pieces[at + 1];
    return at > 0 && next !== undefined && next.kind !== 'divider';
  });
}

function withoutDividers(pieces: readonly Piece[]): Piece[] {
  return joinActions(pieces.filter((piece) => piece.kind !== 'divider'));
}

function joinActions(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (
      piece.kind === 'actions' &&
      last?.kind === 'actions' &&
      last.elements.length + piece.elements.length <= MOST_BUTTONS
    ) {
      const both: ActionsPiece = {
        ...last,
        elements: [...last.elements, ...piece.elements],
        from: [...last.from, ...piece.from],
      };
      joined[joined.length - 1] = both;
    } else joined.push(piece);
  }
  return joined;
}

/** Texts that follow each other share a block, as long as it holds them. */
function withTextsJoined(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  let texts: TextPiece[] = [];
  let length = 0;
  const close = () => {
    if (texts.length > 0) joined.push(joinedTexts(texts));
    texts = [];
    length = 0;
  };
  for (const piece of pieces) {
    const text = isText(piece) && piece.role !== 'heading' ? piece : undefined;
    const more = text ? richLength(text.rich) + 1 : 0;
    if (!text || length + more > LONGEST_TEXT) close();
    length += more;
    if (text) texts.push(text);
    else joined.push(piece);
  }
  close();
  return joined;
}

function joinedTexts(texts: readonly TextPiece[]): Piece {
  const [only, ...more] = texts;
  if (only && more.length === 0) return only;
  return textPiece(
    stackRich(texts.map((text) => text.rich)),
    texts.flatMap((text) => text.from),
  );
}

/** Facts, columns and headings in words, so that they join the texts around them. */
function withTextsOnly(pieces: readonly Piece[]): Piece[] {
  return withTextsJoined(
    pieces.map((piece) => {
      const isWordy =
        hasPicture(piece) || (piece.kind === 'fields' && !piece.accessory) || piece.kind === 'strip' || isText(piece);
      return isWordy ? textPiece(sameText(piece), piece.from) : piece;
    }),
  );
}

function withoutPictures(pieces: readonly Piece[]): Piece[] {
  return withTextsJoined(
    pieces.map((piece) => (piece.kind === 'image' ? textPiece(sameText(piece), piece.from) : piece)),
  );
}

/** What does not fit is listed, and said; the buttons at the end stay, because a form is nothing without them. */
function leaveOut(pieces: readonly Piece[], scope: Scope, rest: RestButton | undefined): Piece[] {
  const most = MOST_BLOCKS[scope.surface];
  const letters = MOST_LETTERS[scope.surface];
  if (pieces.length <= most && lettersInAll(pieces) <= letters) return [...pieces];
  const last = pieces.at(-1);
  const tail = last?.kind === 'actions' ? [last] : [];
  const body = pieces.slice(0, pieces.length - tail.length);
  const added = tail.length + 1 + (rest ? 1 : 0);
  const kept = whatFits(body, most - added, letters - lettersInAll(tail) - NOTE_LETTERS);
  const dropped = body.slice(kept.length);
  // The parts of a split text share one list of sources.
  const sources = [...new Set(dropped.map((piece) => piece.from))];
  const paths = new Set(sources.flat());
  const instead = rest ? 'a button that opens the rest' : 'a note that there is more';
  for (const path of paths) scope.ledger.add(path, 'part of a long card', instead);
  const [from] = paths;
  const way = rest && from !== undefined ? [restPiece(scope, rest, from)] : [];
  return trimDividers([...kept, noteOf(dropped.length), ...way, ...tail]);
}

function whatFits(pieces: readonly Piece[], most: number, letters: number): Piece[] {
  let room = letters;
  const end = pieces.findIndex((piece, at) => {
    room -= lettersIn(piece);
    return room < 0 || at >= most;
  });
  return end < 0 ? [...pieces] : pieces.slice(0, end);
}

function restPiece(scope: Scope, rest: RestButton, from: string): ActionsPiece {
  const element: Button = {
    type: 'button',
    text: plainText(rest.title),
    action_id: scope.names.action(rest.actionId, 'rest'),
    value: rest.value(from),
  };
  return { kind: 'actions', elements: [{ element, title: rest.title, from: '' }], from: [] };
}

function lettersInAll(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + lettersIn(piece), 0);
}

const NOTE_LETTERS = 200;

function noteOf(count: number): Piece {
  const words = `… This card is longer than Slack shows: ${count} more ${count === 1 ? 'part' : 'parts'}.`;
  return textPiece([section([textInline(words)])], [], 'note');
}

function lettersIn(piece: Piece): number {
  if (piece.kind === 'input') return piece.block.label.text.length;
  if (piece.kind === 'actions') return piece.elements.reduce((sum, { title }) => sum + title.length, 0);
  return richLength(sameText(piece));
}
