import type { ActionsBlockElement, Button, ContextBlockElement, ImageElement, RichTextBlock } from '@slack/types';
import { isBlank, oneLine } from './characters.ts';
import { plainText } from './inputs.ts';
import { exactMrkdwn } from './mrkdwn.ts';
import type {
  BesidePiece,
  FieldsPiece,
  ImagePiece,
  Picture,
  Piece,
  SlackBlock,
  StripPiece,
  TablePiece,
  TextPiece,
} from './pieces.ts';
import { joinRich, plainOf, type Rich, richLength, section, singleLine, styled, textInline } from './rich.ts';

/** From a piece to its block; and what a piece says, in words. */

const LONGEST_HEADER = 150;
const LONGEST_NOTE = 300;

export function drawPiece(piece: Piece): SlackBlock {
  switch (piece.kind) {
    case 'text':
      return drawText(piece);
    case 'fields':
      return { type: 'section', fields: piece.fields.map(mrkdwn), ...accessoryOf(piece) };
    case 'beside':
      return { type: 'section', text: mrkdwn(piece.mrkdwn), ...accessoryOf(piece) };
    case 'strip':
      return drawStrip(piece);
    case 'image':
      return drawImage(piece);
    case 'actions':
      return { type: 'actions', elements: piece.elements.map(({ element }): ActionsBlockElement => element) };
    case 'input':
      return piece.block;
    case 'table':
      return drawTable(piece);
    case 'chart':
      return piece.block;
    case 'divider':
      return { type: 'divider' };
  }
}

function accessoryOf({ accessory }: FieldsPiece | BesidePiece): { accessory?: Picture | Button } {
  return accessory ? { accessory: { ...accessory } } : {};
}

function mrkdwn(text: string): { type: 'mrkdwn'; text: string; verbatim: true } {
  return { type: 'mrkdwn', text, verbatim: true };
}

function richText(rich: readonly Rich[]): RichTextBlock {
  return { type: 'rich_text', elements: [...rich] };
}

function drawText(piece: TextPiece): SlackBlock {
  const line = singleLine(piece.rich);
  if (line && piece.role === 'heading') {
    const text = oneLine(plainOf(line));
    const isPlain = line.every((inline) => inline.type === 'text' && !inline.style?.code);
    if (isPlain && text.length <= LONGEST_HEADER && !isBlank(text)) return { type: 'header', text: plainText(text) };
  }
  if (piece.role === 'heading') return richText(styled(piece.rich, { bold: true }));
  if (line && piece.role === 'note' && richLength(piece.rich) <= LONGEST_NOTE) {
    const text = exactMrkdwn(line);
    if (text !== undefined) return { type: 'context', elements: [mrkdwn(text)] };
  }
  return richText(piece.rich);
}

function drawStrip(piece: StripPiece): SlackBlock {
  const elements = piece.elements.map((element): ContextBlockElement => {
    return typeof element === 'string' ? mrkdwn(element) : pictureElement(element);
  });
  return { type: 'context', elements };
}

function pictureElement(picture: Picture): ImageElement {
  return { ...picture };
}

/** A small picture stands in a context with its text, a large one by itself. */
function drawImage(piece: ImagePiece): SlackBlock {
  if (piece.small) return { type: 'context', elements: [pictureElement(piece.picture)] };
  return { type: 'image', image_url: piece.picture.image_url, alt_text: piece.picture.alt_text };
}

function drawTable(piece: TablePiece): SlackBlock {
  const rows = piece.rows.map((row) => row.map(drawCell));
  return { type: 'table', rows, column_settings: piece.align.map((align) => ({ align, is_wrapped: true })) };
}

function drawCell(cell: readonly Rich[]): RichTextBlock | { type: 'raw_text'; text: string } {
  if (cell.length === 0) return { type: 'raw_text', text: '–' };
  const line = singleLine(cell);
  const isPlain = line?.every((inline) => inline.type === 'text' && inline.style === undefined) === true;
  return isPlain && line ? { type: 'raw_text', text: plainOf(line) } : richText(cell);
}

/** Whether a picture stands at the side of a text. */
export function hasPicture(piece: Piece): piece is (FieldsPiece | BesidePiece) & { readonly accessory: Picture } {
  return (piece.kind === 'beside' || piece.kind === 'fields') && piece.accessory?.type === 'image';
}

/** The words of a piece, as rich text. */
export function sameText(piece: Piece): readonly Rich[] {
  if (piece.kind === 'text') return piece.role === 'heading' ? styled(piece.rich, { bold: true }) : piece.rich;
  if (piece.kind === 'image')
    return [section([{ type: 'link', url: piece.picture.image_url, text: piece.picture.alt_text }])];
  if (piece.kind === 'input') return [section([textInline(piece.block.label.text)])];
  if (piece.kind === 'actions')
    return [section([textInline(piece.elements.map(({ title }) => `[${title}]`).join(' '))])];
  if (hasPicture(piece)) {
    const { image_url: url, alt_text: text } = piece.accessory;
    return joinRich(piece.rich, [section([{ type: 'link', url, text }])]);
  }
  return 'rich' in piece ? piece.rich : [];
}
