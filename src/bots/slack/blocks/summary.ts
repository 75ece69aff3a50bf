import { boundaryBefore, isBlank } from './characters.ts';
import { sameText } from './draw.ts';
import { escapeMrkdwn, looseMrkdwn } from './mrkdwn.ts';
import type { InputPiece, Piece } from './pieces.ts';
import { type Inline, linesOf } from './rich.ts';

/** The card as plain text in reading order: what notifications show and screen readers read. It is mrkdwn, too. */

const LONGEST = 3900;

export function summaryOf(pieces: readonly Piece[]): string {
  const lines: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    for (const line of linesOfPiece(piece)) {
      if (isBlank(line)) continue;
      if (length + line.length + 1 > LONGEST)
        return [...lines, shortened(line, LONGEST - length), '…'].filter((part) => part !== '').join('\n');
      lines.push(line);
      length += line.length + 1;
    }
  }
  return lines.join('\n');
}

function linesOfPiece(piece: Piece): string[] {
  if (piece.kind === 'image') return [escapeMrkdwn(piece.picture.alt_text)];
  if (piece.kind === 'beside') {
    const beside = 'image_url' in piece.accessory ? piece.accessory.alt_text : `[${piece.accessory.text.text}]`;
    return [...piece.rich.flatMap((part) => linesOf([part])).map(written), escapeMrkdwn(beside)];
  }
  if (piece.kind === 'input') return [escapeMrkdwn(`${piece.block.label.text}${optionsOf(piece.block.element)}`)];
  return linesOf(sameText(piece)).map(written);
}

const MOST_OPTIONS = 10;

/** What there is to choose from, as long as it is short enough to listen to. */
function optionsOf(element: InputPiece['block']['element']): string {
  if (!('options' in element) || (element.type === 'checkboxes' && element.options.length === 1)) return '';
  const titles = (element.options ?? []).slice(0, MOST_OPTIONS).map((option) => option.text.text);
  const more = (element.options ?? []).length > MOST_OPTIONS ? ', …' : '';
  return titles.length > 0 ? `: ${titles.join(', ')}${more}` : '';
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
