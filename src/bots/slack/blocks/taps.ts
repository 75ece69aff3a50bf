import { renderAction } from './actions.ts';
import { webAddress } from './addresses.ts';
import { cut, isBlank } from './characters.ts';
import { flagOf, isObject, type JsonObject, listOf, step, stringOf } from './json.ts';
import { listUnkept } from './kept.ts';
import { inShort } from './losses.ts';
import { isText, type Piece, type TextPiece } from './pieces.ts';
import { type Inline, section, singleLine } from './rich.ts';
import type { Scope } from './scope.ts';
import { readPlain } from './wording.ts';

/** What a tap on an element does (`selectAction`). */

const LONGEST_TITLE = 75;

/** Pieces with what a tap on them does: a link in a column, where a button would tear columns apart; else a button below. */
export function withTap(scope: Scope, action: unknown, path: string, pieces: readonly Piece[]): Piece[] {
  return linked(scope, action, path, pieces) ?? [...pieces, ...renderTap(scope, action, path, pieces)];
}

function linked(scope: Scope, action: unknown, path: string, pieces: readonly Piece[]): Piece[] | undefined {
  if (!scope.narrow || !isObject(action) || action.type !== 'Action.OpenUrl' || flagOf(action.isEnabled) === false)
    return undefined;
  const url = webAddress(action.url);
  const at = pieces.findIndex((piece) => isText(piece) && isLinkable(piece));
  const text = pieces[at];
  if (url === undefined || !text || !isText(text)) return undefined;
  listUnkept(scope.ledger, action, path, 'Action.OpenUrl');
  if (readPlain(scope, action.title, step(path, 'title')) !== undefined)
    scope.ledger.add(step(path, 'title'), `title of a link: ${inShort(action.title)}`, 'the text is the link');
  const line = (singleLine(text.rich) ?? []).map((inline): Inline => {
    return inline.type === 'text' && !isBlank(inline.text) ? { ...inline, type: 'link', url } : inline;
  });
  return pieces.with(at, { ...text, rich: [section(line)] });
}

function isLinkable(piece: TextPiece): boolean {
  const line = singleLine(piece.rich);
  return line?.every((inline) => inline.type === 'text') === true && piece.role !== 'sign';
}

/** A button, if the tap says what it does or if nothing else would do it. */
export function renderTap(
  scope: Scope,
  action: unknown,
  path: string,
  pieces: readonly Piece[],
  named?: string,
): Piece[] {
  if (action === undefined || action === null) return [];
  const type = isObject(action) ? stringOf(action.type) : undefined;
  const isSending = type === 'Action.Submit' || type === 'Action.Execute';
  if (!isObject(action) || (!isSending && (type !== 'Action.OpenUrl' || webAddress(action.url) === undefined))) {
    const instead = type === 'Action.ToggleVisibility' ? 'everything it can show is shown' : 'no tap';
    scope.ledger.add(path, `tap on an element: ${inShort(action)}`, instead);
    return [];
  }
  const given = named ?? (isSending ? tapTitle(pieces) : undefined);
  if (given === undefined && readPlain(scope, action.title, step(path, 'title')) === undefined) {
    scope.ledger.add(path, `tap on an element: ${inShort(action)}`, 'no tap');
    return [];
  }
  return renderAction(scope, action, path, given);
}

/** The first words of what is tapped. */
function tapTitle(pieces: readonly Piece[]): string | undefined {
  for (const piece of pieces) {
    if (piece.kind === 'image') return cut(piece.picture.alt_text, LONGEST_TITLE);
    const rich = 'rich' in piece ? piece.rich[0] : undefined;
    const inlines = rich?.type === 'rich_text_section' ? rich.elements : [];
    const lines = inlines.flatMap((inline) => (inline.type === 'text' ? inline.text.split('\n') : []));
    const first = lines.find((line) => !isBlank(line));
    if (first !== undefined) return cut(first.trim(), LONGEST_TITLE);
  }
  return undefined;
}

const SIGNS = new Set(['Image', 'Icon', 'TextBlock']);

/**
 * Ids of the signs that a tap swaps, such as an arrow down for an arrow up, or "Show more" for "Show less": it targets
 * signs inside what is tapped, some of which are hidden. They say nothing where everything is shown.
 */
export function swappedSigns(element: JsonObject): ReadonlySet<string> | undefined {
  const tap = element.selectAction;
  if (!isObject(tap) || tap.type !== 'Action.ToggleVisibility') return undefined;
  const targets = new Set(
    listOf(tap.targetElements).map((target) => (isObject(target) ? stringOf(target.elementId) : stringOf(target))),
  );
  const signs = signsIn(element).filter((sign) => targets.has(stringOf(sign.id)));
  const hidden = signs.filter((sign) => flagOf(sign.isVisible) === false);
  if (hidden.length === 0 || hidden.length === signs.length) return undefined;
  return new Set(signs.flatMap((sign) => stringOf(sign.id) ?? []));
}

function signsIn(element: JsonObject): JsonObject[] {
  return [...listOf(element.items), ...listOf(element.columns)].filter(isObject).flatMap((child) => {
    return SIGNS.has(stringOf(child.type) ?? '') ? [child] : signsIn(child);
  });
}
