import { columnsOf } from './columns.ts';
import { isObject, type JsonObject, listOf, numberOf, step, stringOf, wordOf } from './json.ts';
import type { Piece } from './pieces.ts';
import type { Scope } from './scope.ts';

/** Teams lays a container out by the width of its place. A message of Slack is as wide as what Teams calls standard. */

const WIDTHS = ['verynarrow', 'narrow', 'standard', 'wide'];
const OURS = WIDTHS.indexOf('standard');

/** Whether a `targetWidth` such as `atLeast:narrow` is for our width; what we do not know is. */
export function isForOurWidth(targetWidth: unknown): boolean {
  const [, bound, name = ''] = /^(?:(atleast|atmost):)?(\w+)$/.exec(wordOf(targetWidth)) ?? [];
  const width = WIDTHS.indexOf(name);
  if (width < 0) return true;
  if (bound === 'atleast') return OURS >= width;
  return bound === 'atmost' ? OURS <= width : OURS === width;
}

/** The items of a container that are side by side as such, or nothing where they stand below each other. */
export function renderLaidOut(scope: Scope, element: JsonObject, path: string): Piece[] | undefined {
  if (!Array.isArray(element.items)) return undefined;
  const layout = listOf(element.layouts)
    .filter(isObject)
    .find((one) => isForOurWidth(one.targetWidth));
  const items = listOf(element.items);
  const rows = layout?.type === 'Layout.AreaGrid' ? gridRows(items, layout) : undefined;
  if (layout?.type === 'Layout.Flow') return renderFlow(scope, items, path);
  if (!rows) return undefined;
  const narrow = { ...scope, narrow: true };
  return rows.flatMap((row) => columnsOf(row.map((at) => scope.element(narrow, items[at], step(path, at)))));
}

/** Places of the items row by row; items that follow each other in one row of the grid are side by side. */
function gridRows(items: readonly unknown[], layout: JsonObject): number[][] {
  const rowOf = new Map<unknown, number>(
    listOf(layout.areas)
      .filter(isObject)
      .map((area) => [area.name, numberOf(area.row) ?? 1]),
  );
  const rows: number[][] = [];
  let last: number | undefined;
  for (const [at, item] of items.entries()) {
    const area = isObject(item) ? stringOf(item['grid.area']) : undefined;
    const row = area === undefined ? undefined : rowOf.get(area);
    if (row !== undefined && row === last) rows.at(-1)?.push(at);
    else rows.push([at]);
    last = row;
  }
  return rows;
}

const MOST_IN_LINE = 10;

/** Small things flow along a line, others stand below each other. */
function renderFlow(scope: Scope, items: readonly unknown[], path: string): Piece[] {
  const pieces = items.map((item, at) => scope.element({ ...scope, narrow: true }, item, step(path, at)));
  const groups = Array.from({ length: Math.ceil(pieces.length / MOST_IN_LINE) }, (_, at) =>
    pieces.slice(at * MOST_IN_LINE, (at + 1) * MOST_IN_LINE),
  );
  return groups.flatMap((group) => {
    const line = group.every((one) => one.length <= 1) ? columnsOf(group) : [];
    return line.length === 1 ? line : group.flat();
  });
}
