import type { InputEntry } from './answers.ts';
import type { JsonObject } from './json.ts';
import type { Ledger } from './losses.ts';
import type { Names } from './names.ts';
import type { Piece } from './pieces.ts';

export type Surface = 'message' | 'modal' | 'home';

/** Everything that the parts of one rendering share. */
export interface Scope {
  readonly surface: Surface;
  readonly ledger: Ledger;
  /** Ids of elements that an Action.ToggleVisibility can show. */
  readonly revealed: ReadonlySet<string>;
  /** What stands inside `<at>` -> Slack user id. */
  readonly mentions: ReadonlyMap<string, string>;
  readonly names: Names;
  readonly inputs: InputEntry[];
  readonly room: Room;
  /** Inside a column or a table cell, where headings are bold text. */
  readonly narrow: boolean;
  /** Ids of signs that say nothing here; see `swappedSigns`. */
  readonly swapped: ReadonlySet<string>;
  /** Renders a list of elements; a property so that the parts need not import each other in a circle. */
  readonly elements: (scope: Scope, list: unknown, path: string) => Piece[];
  readonly element: (scope: Scope, element: unknown, path: string) => Piece[];
  readonly actions: (scope: Scope, list: unknown, path: string) => Piece[];
  readonly action: (scope: Scope, action: JsonObject, path: string) => Piece[];
  readonly tap: (scope: Scope, action: unknown, path: string, pieces: readonly Piece[]) => Piece[];
}

/** Per-message budgets, counted down while the card is read. */
export interface Room {
  tables: number;
  tableLetters: number;
  charts: number;
  /** Letters that may still go through the markdown parser, which is far slower than the rest. */
  markdown: number;
}

export function createRoom(surface: Surface, charts: 'native' | 'text'): Room {
  const inModal = surface === 'modal';
  return {
    tables: inModal ? 0 : 1,
    tableLetters: 10_000,
    charts: inModal || charts === 'text' ? 0 : 2,
    markdown: 20_000,
  };
}
