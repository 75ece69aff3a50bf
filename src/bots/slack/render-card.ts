import { holdsInputs } from './blocks/actions.ts';
import type { InputMap } from './blocks/answers.ts';
import { cut } from './blocks/characters.ts';
import { drawPiece } from './blocks/draw.ts';
import { renderers } from './blocks/elements.ts';
import { isObject, type JsonObject } from './blocks/json.ts';
import { listUnkept } from './blocks/kept.ts';
import { byProperty, createLedger, type Loss } from './blocks/losses.ts';
import { createNames } from './blocks/names.ts';
import { type Piece, type SlackBlock, textPiece } from './blocks/pieces.ts';
import { planPieces, type RestButton } from './blocks/plan.ts';
import { readCard, readMentions, revealedIds } from './blocks/reading.ts';
import { section, textInline } from './blocks/rich.ts';
import { withRowsAsTable } from './blocks/rows.ts';
import { type ChartPicture, createRoom, type Scope, type Surface } from './blocks/scope.ts';
import { summaryOf } from './blocks/summary.ts';
import { readPlain } from './blocks/wording.ts';

export { WITHOUT_INPUTS } from './blocks/actions.ts';
export {
  checkInputs,
  complaintBlockId,
  type InputMap,
  readInputs,
  type SlackValues,
} from './blocks/answers.ts';
export { actionNameOf, isNameOfOurs } from './blocks/names.ts';
export type { SlackBlock } from './blocks/pieces.ts';
export type { RestButton } from './blocks/plan.ts';
export { UnreadableCard } from './blocks/reading.ts';
export type { ChartPicture, Surface } from './blocks/scope.ts';

export interface RenderedCard {
  /** The whole card in plain words (mrkdwn, under 4,000 characters): notifications and screen readers. */
  readonly text: string;
  readonly blocks: SlackBlock[];
  /** What could not be kept, by JSON Pointer into the card as given. */
  readonly lost: Loss[];
  /** For `readInputs`; the same card gives the same map again. */
  readonly inputs: InputMap;
  /** Charts that Slack cannot draw here: with the ids of their pictures, the same card shows these. */
  readonly pictures: readonly ChartPicture[];
}

export interface RenderOptions {
  readonly surface: Surface;
  /** The Slack user id of somebody whom the card mentions, if known. */
  readonly mention?: (teamsId: string, name: string) => string | undefined;
  /** `text` where a workspace refuses the `data_visualization` block. */
  readonly charts?: 'native' | 'text';
  /** The path of a chart -> the id of the uploaded file with its picture. */
  readonly files?: ReadonlyMap<string, string>;
  /** A button to the rest of a card that is longer than the surface holds; without it only a note says so. */
  readonly rest?: RestButton;
}

/**
 * Any Adaptive Card as Block Kit: text conserved or listed as lost, limits kept, the same card always the same blocks.
 * Throws `UnreadableCard` for what is no card at all; anything milder is shown as far as it can be.
 */
export function renderCard(card: unknown, options: RenderOptions): RenderedCard {
  const source = readCard(card);
  const scope = createScope(source, options);
  listUnkept(scope.ledger, source, '', 'AdaptiveCard');
  if (isObject(source.msteams)) listUnkept(scope.ledger, source.msteams, '/msteams', 'msteams');
  const pieces = planPieces(withRowsAsTable(scope, renderWhole(scope, source)), scope, options.rest);
  const shown = pieces.length > 0 ? pieces : [emptyPiece(scope, source)];
  return {
    text: summaryOf(shown),
    blocks: shown.map(drawPiece),
    lost: byProperty(scope.ledger.losses, source),
    inputs: shownInputs(scope.inputs, shown),
    pictures: scope.pictures,
  };
}

function createScope(card: JsonObject, options: RenderOptions): Scope {
  return {
    surface: options.surface,
    ledger: createLedger(),
    revealed: revealedIds(card),
    mentions: readMentions(card, options.mention),
    names: createNames(),
    inputs: [],
    hasInputs: holdsInputs(card),
    room: createRoom(options.surface, options.charts ?? 'native'),
    pictures: [],
    files: options.files ?? new Map(),
    narrow: false,
    swapped: new Set(),
    ...renderers,
  };
}

function renderWhole(scope: Scope, card: JsonObject): Piece[] {
  const body = scope.elements(scope, card.body, '/body');
  const tapped = scope.tap(scope, card.selectAction, '/selectAction', body);
  return [...tapped, ...scope.actions(scope, card.actions, '/actions')];
}

/** An input that found no room has no answer. */
function shownInputs(inputs: InputMap, pieces: readonly Piece[]): InputMap {
  const blocks = new Set(pieces.map((piece) => (piece.kind === 'input' ? piece.block.block_id : '')));
  return inputs.filter((entry) => entry.kind === 'hidden' || blocks.has(entry.block));
}

/** A message must say something. */
function emptyPiece(scope: Scope, card: JsonObject): Piece {
  const fallback = readPlain(scope, card.fallbackText, '/fallbackText') ?? 'This card is empty.';
  return textPiece([section([textInline(cut(fallback, 2000))])], []);
}
