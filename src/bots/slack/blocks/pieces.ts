import type { ActionsBlockElement, Button, InputBlock, KnownBlock } from '@slack/types';
import type { Inline, Rich } from './rich.ts';

/**
 * A card on its way to blocks: pieces in reading order, each of which becomes one block. They stay pieces until the
 * plan knows how many blocks there are room for, because most of them can also be said as plain text.
 * `from` holds the JSON Pointers of the texts that a piece shows.
 */
export type Piece =
  | TextPiece
  | FieldsPiece
  | BesidePiece
  | StripPiece
  | ImagePiece
  | ActionsPiece
  | InputPiece
  | TablePiece
  | ChartPiece
  | DividerPiece;

interface Sourced {
  readonly from: readonly string[];
}

/**
 * A paragraph, a heading (a header block if it is plain and short), a small note (a context block likewise) or a sign
 * that belongs before a text.
 */
export interface TextPiece extends Sourced {
  readonly kind: 'text';
  readonly rich: readonly Rich[];
  readonly role: 'body' | 'heading' | 'note' | 'sign';
  /** Its parts, if it is one row of several columns. */
  readonly cells?: readonly (readonly Inline[])[];
}

/** Short texts in two columns: facts, or the columns of a ColumnSet. */
export interface FieldsPiece extends Sourced {
  readonly kind: 'fields';
  readonly fields: readonly string[];
  readonly rich: readonly Rich[];
  readonly accessory?: Picture | Button;
}

/** A text with one image or one button at its side. */
export interface BesidePiece extends Sourced {
  readonly kind: 'beside';
  readonly mrkdwn: string;
  readonly rich: readonly Rich[];
  readonly accessory: Picture | Button;
}

/** Small texts and pictures in a row. */
export interface StripPiece extends Sourced {
  readonly kind: 'strip';
  readonly elements: readonly (string | Picture)[];
  readonly rich: readonly Rich[];
}

export interface Picture {
  readonly type: 'image';
  readonly image_url: string;
  readonly alt_text: string;
}

export interface ImagePiece extends Sourced {
  readonly kind: 'image';
  readonly picture: Picture;
  readonly small: boolean;
  /** A portrait or a sign, which stands before a line rather than beside a text. */
  readonly isIcon?: boolean;
  /** Whether the card says how large it is. */
  readonly isSized?: boolean;
  /** Whether its text is the card's own. */
  readonly hasText?: boolean;
}

export interface ActionsPiece extends Sourced {
  readonly kind: 'actions';
  readonly elements: readonly {
    readonly element: ActionsBlockElement;
    readonly title: string;
    readonly from: string;
  }[];
}

export interface InputPiece extends Sourced {
  readonly kind: 'input';
  readonly block: InputBlock;
  /** The card gives it a label; else a text above may become one. */
  readonly labelled: boolean;
}

export interface TablePiece extends Sourced {
  readonly kind: 'table';
  readonly rows: readonly (readonly (readonly Rich[])[])[];
  readonly align: readonly ('left' | 'center' | 'right')[];
  readonly rich: readonly Rich[];
}

export interface ChartPiece extends Sourced {
  readonly kind: 'chart';
  readonly block: DataVisualizationBlock;
}

export interface DividerPiece extends Sourced {
  readonly kind: 'divider';
}

/** Not typed by @slack/types 3.2.0: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
export interface DataVisualizationBlock {
  readonly type: 'data_visualization';
  readonly title: string;
  readonly chart: PieChart | SeriesChart;
  readonly block_id?: string;
}

interface PieChart {
  readonly type: 'pie';
  readonly segments: readonly DataPoint[];
}

interface SeriesChart {
  readonly type: 'bar' | 'line' | 'area';
  readonly series: readonly { readonly name: string; readonly data: readonly DataPoint[] }[];
  readonly axis_config: {
    readonly categories: readonly string[];
    readonly x_label?: string;
    readonly y_label?: string;
  };
}

export interface DataPoint {
  readonly label: string;
  readonly value: number;
}

export type SlackBlock = KnownBlock | DataVisualizationBlock;

export const DIVIDER: DividerPiece = { kind: 'divider', from: [] };

export function textPiece(rich: readonly Rich[], from: readonly string[], role: TextPiece['role'] = 'body'): TextPiece {
  return { kind: 'text', rich, from, role };
}

export function isText(piece: Piece): piece is TextPiece {
  return piece.kind === 'text';
}

export function inlinesOf(piece: TextPiece): readonly Inline[] {
  return piece.rich.flatMap((part) => (part.type === 'rich_text_section' ? part.elements : []));
}
