import { columnsOf } from './columns.ts';
import { isObject, type JsonObject, listOf, step } from './json.ts';
import { renderLaidOut } from './layouts.ts';
import { inShort } from './losses.ts';
import { DIVIDER, type Piece, textPiece } from './pieces.ts';
import type { Scope } from './scope.ts';
import { readText } from './wording.ts';

export function renderContainer(scope: Scope, element: JsonObject, path: string): Piece[] {
  const items = step(path, 'items');
  return renderLaidOut(scope, element, items) ?? scope.elements(scope, element.items, items);
}

export function renderColumnSet(scope: Scope, element: JsonObject, path: string): Piece[] {
  const columns = listOf(element.columns).map((column, at) =>
    renderPart(scope, column, step(step(path, 'columns'), at), 'Column'),
  );
  return columnsOf(columns);
}

/** A column or a page: an element of its own where it names none. */
function renderPart(scope: Scope, part: unknown, path: string, type: 'Column' | 'CarouselPage'): Piece[] {
  if (!isObject(part)) {
    scope.ledger.add(path, `${inShort(part)} where a ${type} belongs`, 'left out');
    return [];
  }
  const narrow = type === 'Column' ? { ...scope, narrow: true } : scope;
  return scope.element(narrow, part.type === undefined ? { ...part, type } : part, path);
}

/** Pages one below the other: Slack's own carousel holds 200 letters a card, too few for most pages. */
export function renderCarousel(scope: Scope, element: JsonObject, path: string): Piece[] {
  const pages = listOf(element.pages)
    .map((page, at) => renderPart(scope, page, step(step(path, 'pages'), at), 'CarouselPage'))
    .filter((page) => page.length > 0);
  return pages.flatMap((page, at) => (at > 0 ? [DIVIDER, ...page] : page));
}

/** What an element of an unknown type seems to hold: its texts and whatever is nested in it. */
export function renderUnknown(scope: Scope, element: JsonObject, path: string): Piece[] {
  scope.ledger.add(path, `element ${inShort(element.type)}`, 'what it holds, as far as it reads');
  const texts = ['title', 'label', 'text', 'subtitle', 'description', 'altText'].flatMap((key) =>
    textsUnder(scope, element[key], step(path, key)),
  );
  const lists = ['items', 'columns', 'rows', 'cells', 'pages', 'body', 'images', 'inlines', 'facts'].flatMap((key) =>
    listOf(element[key]).flatMap((item, at) => renderNested(scope, item, step(step(path, key), at))),
  );
  return [...texts, ...lists, ...scope.actions(scope, element.actions, step(path, 'actions'))];
}

function textsUnder(scope: Scope, value: unknown, from: string): Piece[] {
  const rich = readText(scope, value, from);
  return rich.length === 0 ? [] : [textPiece(rich, [from])];
}

function renderNested(scope: Scope, item: unknown, path: string): Piece[] {
  if (typeof item === 'string') return textsUnder(scope, item, path);
  if (!isObject(item)) return [];
  return typeof item.type === 'string' ? scope.element(scope, item, path) : renderUnknown(scope, item, path);
}
