import { boundaryBefore, isBlank, oneLine } from './characters.ts';
import { sameText } from './draw.ts';
import { escapeMrkdwn, looseMrkdwn } from './mrkdwn.ts';
import type { InputPiece, Piece } from './pieces.ts';
import { type Inline, linesOf } from './rich.ts';

/** The card as plain text in reading order: what notifications show and screen readers read. It is mrkdwn, too. */

const LONGEST = 3900;
const SHORT_LIST = 10;

/** Complete, or if that is too long: with fewer choices and no examples, and then only its beginning. */
export function summaryOf(pieces: readonly Piece[]): string {
  return joined(pieces, Number.POSITIVE_INFINITY) ?? joined(pieces, SHORT_LIST) ?? beginning(pieces);
}

function joined(pieces: readonly Piece[], mostOptions: number): string | undefined {
  const lines: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    for (const line of linesOfPiece(piece, mostOptions)) {
      if (isBlank(line)) continue;
      lines.push(line);
      length += line.length + 1;
      if (length > LONGEST) return undefined;
    }
  }
  return lines.join('\n');
}

function beginning(pieces: readonly Piece[]): string {
  const lines: string[] = [];
  let room = LONGEST;
  for (const line of pieces.flatMap((piece) => linesOfPiece(piece, SHORT_LIST))) {
    if (isBlank(line)) continue;
    room -= line.length + 1;
    if (room < 0)
      return [...lines, shortened(line, room + line.length + 1), '…'].filter((part) => part !== '').join('\n');
    lines.push(line);
  }
  return lines.join('\n');
}

function linesOfPiece(piece: Piece, mostOptions: number): string[] {
  if (piece.kind === 'image') return [escapeMrkdwn(piece.picture.alt_text)];
  if ((piece.kind === 'beside' || piece.kind === 'fields') && piece.accessory) {
    const { accessory } = piece;
    const beside = escapeMrkdwn(accessory.type === 'image' ? accessory.alt_text : `[${accessory.text.text}]`);
    const lines = linesOf(piece.rich).map(written);
    return lines.includes(beside) ? lines : [...lines, beside];
  }
  if (piece.kind === 'input') return [escapeMrkdwn(inputLine(piece, mostOptions))];
  return linesOf(sameText(piece)).map(written);
}

/** A field as one hears it: its label, what there is to choose from or what stands in it, and its example. */
function inputLine({ block: { label, element } }: InputPiece, mostOptions: number): string {
  const options = optionsOf(element).filter((title) => title !== label.text);
  const more = options.length > mostOptions ? ', …' : '';
  const content = options.length > 0 ? options.slice(0, mostOptions).join(', ') + more : oneLine(defaultOf(element));
  const example = 'placeholder' in element && element.placeholder ? element.placeholder.text : '';
  const colon = /[:?!.]$/.test(label.text) ? ' ' : ': ';
  const line = content === '' ? label.text : `${label.text}${colon}${content}`;
  return example === '' || example === label.text || mostOptions === SHORT_LIST ? line : `${line} (${example})`;
}

function optionsOf(element: InputPiece['block']['element']): string[] {
  const groups = 'option_groups' in element ? (element.option_groups ?? []) : [];
  const options = 'options' in element ? (element.options ?? []) : [];
  return [...options, ...groups.flatMap((group) => group.options)].map((option) => option.text.text);
}

function defaultOf(element: InputPiece['block']['element']): string {
  if ('initial_value' in element) return typeof element.initial_value === 'string' ? element.initial_value : '';
  if ('initial_date' in element) return element.initial_date ?? '';
  return 'initial_time' in element ? (element.initial_time ?? '') : '';
}

function written(line: readonly Inline[]): string {
  return line.map(looseMrkdwn).join('').trim();
}

/** A line that is too long ends at a word, outside `<...>` and `&...;`. */
function shortened(line: string, room: number): string {
  if (room < 40) return '';
  const head = line.slice(0, boundaryBefore(line, room));
  const open = head.lastIndexOf('<');
  const outside = open > head.lastIndexOf('>') ? head.slice(0, open) : head;
  return outside.replace(/&[a-z]{0,3}$/, '').trimEnd();
}
