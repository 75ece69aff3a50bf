import { renderAction, renderActions } from './actions.ts';
import { oneLine } from './characters.ts';
import { renderChart } from './charts.ts';
import { renderChoiceSet, renderRatingInput, renderToggle } from './choices.ts';
import { renderCarousel, renderColumnSet, renderContainer, renderUnknown } from './containers.ts';
import { renderBadge, renderCompoundButton, renderGraph, renderIcon, renderProgress, renderRating } from './extras.ts';
import { plainText, renderDate, renderNumber, renderText, renderTime } from './inputs.ts';
import { flagOf, isObject, isTyped, type JsonObject, listOf, numberOf, step, stringOf, wordOf } from './json.ts';
import { listUnkept } from './kept.ts';
import { isForOurWidth } from './layouts.ts';
import { inShort } from './losses.ts';
import { renderImage, renderImageSet, renderMedia } from './pictures.ts';
import { DIVIDER, isText, type Piece, type TextPiece, textPiece } from './pieces.ts';
import { joinRich, plainOf, richLength, singleLine } from './rich.ts';
import type { Scope } from './scope.ts';
import { renderTable } from './tables.ts';
import { swappedSigns, withTap } from './taps.ts';
import { renderCodeBlock, renderFactSet, renderRichTextBlock, renderTextBlock } from './texts.ts';
import { hideInputs, isHidden } from './visibility.ts';

/** From an element to its pieces: the table of what is known, and what holds for every element. */

type Renderer = (scope: Scope, element: JsonObject, path: string) => Piece[];

const RENDERERS: ReadonlyMap<string, Renderer> = new Map([
  ['TextBlock', renderTextBlock],
  ['RichTextBlock', renderRichTextBlock],
  ['FactSet', renderFactSet],
  ['Image', renderImage],
  ['ImageSet', renderImageSet],
  ['Media', renderMedia],
  ['Container', renderContainer],
  ['Column', renderContainer],
  ['CarouselPage', renderContainer],
  ['TableCell', renderContainer],
  ['ColumnSet', renderColumnSet],
  ['ActionSet', (scope, element, path) => renderActions(scope, element.actions, step(path, 'actions'))],
  ['Table', renderTable],
  ['CodeBlock', renderCodeBlock],
  ['Badge', renderBadge],
  ['Icon', renderIcon],
  ['Rating', renderRating],
  ['ProgressBar', renderProgress],
  ['ProgressRing', renderProgress],
  ['CompoundButton', renderCompoundButton],
  ['Carousel', renderCarousel],
  ['Component', renderGraph],
  ['Input.Text', renderText],
  ['Input.Number', renderNumber],
  ['Input.Date', renderDate],
  ['Input.Time', renderTime],
  ['Input.Toggle', renderToggle],
  ['Input.ChoiceSet', renderChoiceSet],
  ['Input.Rating', renderRatingInput],
]);

const CHARTS = new Set(
  ['Donut', 'Pie', 'VerticalBar', 'VerticalBar.Grouped', 'HorizontalBar', 'HorizontalBar.Stacked', 'Line', 'Gauge'].map(
    (name) => `Chart.${name}`,
  ),
);

export const renderers = {
  elements: renderElements,
  element: renderElement,
  actions: renderActions,
  action: renderAction,
  tap: withTap,
};

/** One element where a list belongs, as early cards have their carousel, is a list of one. */
function renderElements(scope: Scope, list: unknown, path: string): Piece[] {
  if (isTyped(list)) return renderElement(scope, list, path);
  const pieces: Piece[] = [];
  for (const [at, element] of listOf(list).entries()) {
    const next = renderElement(scope, element, step(path, at));
    const isApart = isObject(element) && flagOf(element.separator) === true && !scope.narrow;
    if (isApart && next.length > 0 && pieces.length > 0) pieces.push(DIVIDER);
    for (const piece of isClose(element) ? joinedText(pieces, next) : labelFromText(pieces, next)) pieces.push(piece);
  }
  return pieces;
}

function isClose(element: unknown): boolean {
  return isObject(element) && wordOf(element.spacing) === 'none' && element.type === 'TextBlock';
}

/** A text that follows another without a space between them continues it. */
function joinedText(above: Piece[], next: Piece[]): Piece[] {
  const [text, ...rest] = next;
  const last = above.at(-1);
  if (!text || !last || !isText(text) || !isText(last) || !isJoinable(text) || !isJoinable(last)) return next;
  if (text.role !== last.role) return next;
  above.pop();
  return [textPiece(joinRich(last.rich, text.rich), [...last.from, ...text.from], text.role), ...rest];
}

const LONGEST_JOINED = 300;

function isJoinable(text: TextPiece): boolean {
  if (text.role !== 'body' && text.role !== 'note') return false;
  return singleLine(text.rich) !== undefined && richLength(text.rich) < LONGEST_JOINED;
}

const LONGEST_TEXT_LABEL = 150;

/** Older cards write the label of an input as a text above it; on Slack that text becomes the label. */
function labelFromText(above: Piece[], next: Piece[]): Piece[] {
  const [input, ...rest] = next;
  const text = above.at(-1);
  if (input?.kind !== 'input' || input.labelled || !text || !isText(text) || text.role === 'heading') return next;
  const line = singleLine(text.rich);
  if (!line || line.some((inline) => inline.type !== 'text' || inline.text.includes('\n'))) return next;
  const label = oneLine(plainOf(line));
  if (label.length > LONGEST_TEXT_LABEL) return next;
  above.pop();
  const block = { ...input.block, label: plainText(label) };
  return [{ ...input, block, labelled: true, from: [...text.from, ...input.from] }, ...rest];
}

function renderElement(scope: Scope, element: unknown, path: string): Piece[] {
  if (!isObject(element)) {
    scope.ledger.add(path, `${inShort(element)} where an element belongs`, 'left out');
    return [];
  }
  if (isHidden(scope, element)) {
    hideInputs(scope, element);
    return [];
  }
  if (isLeftOut(scope, element, path)) return [];
  const type = stringOf(element.type) ?? '';
  const renderer = rendererOf(type);
  if (!renderer || !meetsRequirements(element.requires)) return renderFallback(scope, element, path, renderer);
  return renderKnown(scope, element, path, renderer);
}

/** What is only for narrow or very wide places, and signs that say nothing where everything is shown. */
function isLeftOut(scope: Scope, element: JsonObject, path: string): boolean {
  if (!isForOurWidth(element.targetWidth)) {
    scope.ledger.add(path, `element for places that are ${inShort(element.targetWidth)}`, 'what is for our width');
    return true;
  }
  if (!scope.swapped.has(stringOf(element.id) ?? '')) return false;
  scope.ledger.add(path, 'sign of a tap that shows and hides', 'everything it can show is shown');
  return true;
}

function renderKnown(scope: Scope, element: JsonObject, path: string, renderer: Renderer): Piece[] {
  listUnkept(scope.ledger, element, path, String(element.type));
  const swapped = swappedSigns(element);
  const pieces = renderer(swapped ? { ...scope, swapped } : scope, element, path);
  if (renderer === renderCompoundButton) return pieces;
  return withTap(scope, element.selectAction, step(path, 'selectAction'), pieces);
}

function rendererOf(type: string): Renderer | undefined {
  return CHARTS.has(type) ? renderChart : RENDERERS.get(type);
}

/** What stands in `fallback`; without one, whatever can be read. */
function renderFallback(scope: Scope, element: JsonObject, path: string, renderer: Renderer | undefined): Piece[] {
  const what = element.type === undefined ? 'element without a type' : `element ${inShort(element.type)}`;
  if (isObject(element.fallback)) {
    scope.ledger.add(path, what, 'its fallback');
    return renderElement(scope, element.fallback, step(path, 'fallback'));
  }
  if (wordOf(element.fallback) === 'drop') {
    scope.ledger.add(path, what, 'left out, as it asks');
    return [];
  }
  if (renderer) {
    scope.ledger.add(step(path, 'requires'), `requires: ${inShort(element.requires)}`, 'shown all the same');
    return renderKnown(scope, element, path, renderer);
  }
  if (stringOf(element.type)?.startsWith('Input.')) {
    scope.ledger.add(path, what, 'a text field');
    return renderText(scope, element, path);
  }
  return renderUnknown(scope, element, path);
}

const HIGHEST_VERSION = 1.6;

/** We meet the versions of the schema that exist; any other feature we do not know. */
function meetsRequirements(requires: unknown): boolean {
  if (!isObject(requires)) return true;
  return Object.entries(requires).every(([feature, version]) => {
    const number = version === '*' ? 1 : numberOf(version);
    return feature === 'adaptiveCards' && number !== undefined && number <= HIGHEST_VERSION;
  });
}
