import type { Button } from '@slack/types';
import { webAddress } from './addresses.ts';
import { cut } from './characters.ts';
import { plainText } from './inputs.ts';
import { flagOf, isObject, type JsonObject, listOf, step, stringOf, wordOf } from './json.ts';
import { listUnkept } from './kept.ts';
import { inShort } from './losses.ts';
import { createNames } from './names.ts';
import { type ActionsPiece, DIVIDER, type Piece, textPiece } from './pieces.ts';
import { section, textInline } from './rich.ts';
import type { Scope } from './scope.ts';
import { isHidden } from './visibility.ts';
import { readPlain } from './wording.ts';

/** Actions to buttons. What happens on a press is told by `action_id` and `value`; see `src/chat/card.ts` for what they mean. */

const LONGEST_TITLE = 75;
const LONGEST_VALUE = 2000;
const MOST_BUTTONS = 25;

/** The buttons of one list in as few rows as they fit, and below them what their cards hold where those are not opened. */
export function renderActions(scope: Scope, list: unknown, path: string): Piece[] {
  const each = listOf(list).map((action, at) => {
    if (isObject(action)) return renderAction(scope, action, step(path, at));
    scope.ledger.add(step(path, at), `${inShort(action)} where an action belongs`, 'left out');
    return [];
  });
  const buttons = each.filter(isButtonsOnly).flat();
  const below = each.filter((pieces) => !isButtonsOnly(pieces)).flat();
  return [...rowsOf(buttons.flatMap((piece) => piece.elements)), ...below];
}

function isButtonsOnly(pieces: readonly Piece[]): pieces is ActionsPiece[] {
  return pieces.every((piece) => piece.kind === 'actions');
}

function rowsOf(elements: ActionsPiece['elements']): ActionsPiece[] {
  const rows: ActionsPiece[] = [];
  for (let at = 0; at < elements.length; at += MOST_BUTTONS) {
    const row = elements.slice(at, at + MOST_BUTTONS);
    rows.push({
      kind: 'actions',
      elements: row,
      from: row.map((element) => element.from),
    });
  }
  return rows;
}

const SHOWN = new Set(['Action.Submit', 'Action.Execute', 'Action.OpenUrl', 'Action.ShowCard']);

export function renderAction(scope: Scope, action: JsonObject, path: string, named?: string): Piece[] {
  const type = stringOf(action.type) ?? '';
  if (isHidden(scope, action)) return [];
  if (flagOf(action.isEnabled) === false) {
    scope.ledger.add(path, `disabled button ${inShort(action.title)}`, 'left out');
    return [];
  }
  if (SHOWN.has(type)) {
    listUnkept(scope.ledger, action, path, type);
    const own =
      type === 'Action.ShowCard' ? renderShowCard(scope, action, path) : renderButton(scope, action, path, named);
    return [...own, ...renderMenu(scope, action, path)];
  }
  return renderOther(scope, action, path, type);
}

/** The actions in the menu of a button are buttons after it. */
function renderMenu(scope: Scope, action: JsonObject, path: string): Piece[] {
  return listOf(action.menuActions).flatMap((one, at) => {
    const here = step(step(path, 'menuActions'), at);
    if (isObject(one)) return renderAction(scope, one, here);
    scope.ledger.add(here, `${inShort(one)} where an action belongs`, 'left out');
    return [];
  });
}

function renderOther(scope: Scope, action: JsonObject, path: string, type: string): Piece[] {
  const what = `${type || 'action'} ${inShort(action.title ?? '')}`.trim();
  if (type === 'Action.ToggleVisibility') {
    scope.ledger.add(path, what, 'everything it can show is shown');
    return [];
  }
  if (type === 'Action.OpenUrlDialog' && webAddress(action.url) !== undefined) {
    scope.ledger.add(path, what, 'a link');
    return renderAction(scope, { ...action, type: 'Action.OpenUrl' }, path);
  }
  if (type === 'Action.Popover' && isObject(action.content)) return renderPopover(scope, action, action.content, path);
  if (isObject(action.fallback)) {
    scope.ledger.add(path, what, 'its fallback');
    return renderAction(scope, action.fallback, step(path, 'fallback'));
  }
  scope.ledger.add(path, what, 'left out');
  return [];
}

function renderPopover(scope: Scope, action: JsonObject, content: JsonObject, path: string): Piece[] {
  scope.ledger.add(path, `Action.Popover ${inShort(action.title ?? '')}`, 'what it shows, below');
  return [...headingOf(scope, action, path), ...scope.element(scope, content, step(path, 'content'))];
}

function headingOf(scope: Scope, action: JsonObject, path: string): Piece[] {
  const title = readPlain(scope, action.title, step(path, 'title'));
  return title === undefined ? [] : [textPiece([section([textInline(title, { bold: true })])], [step(path, 'title')])];
}

const UNTITLED: Readonly<Record<string, string>> = {
  'Action.OpenUrl': 'Open link',
  'Action.ShowCard': 'Show more',
};

function renderButton(scope: Scope, action: JsonObject, path: string, named: string | undefined): Piece[] {
  if (action.type !== 'Action.OpenUrl')
    return [buttonPiece(scope, action, path, idAndValue(scope, action, path), named)];
  const url = webAddress(action.url);
  if (url !== undefined) {
    return [
      buttonPiece(scope, action, path, { action_id: scope.names.action(stringOf(action.id), 'open'), url }, named),
    ];
  }
  const title = readPlain(scope, action.title, step(path, 'title'));
  if (action.url === undefined) scope.ledger.add(path, `button ${inShort(title)} without an address`, 'its title');
  else scope.ledger.add(step(path, 'url'), `address ${inShort(action.url)}`, 'the title of the button');
  return title === undefined ? [] : [textPiece([section([textInline(title)])], [step(path, 'title')])];
}

/** `named` is for a button whose action has no title of its own. */
function buttonPiece(
  scope: Scope,
  action: JsonObject,
  path: string,
  rest: Pick<Button, 'action_id' | 'value' | 'url'>,
  named?: string,
): ActionsPiece {
  const from = step(path, 'title');
  const own = readPlain(scope, action.title, from);
  const title = own ?? named ?? UNTITLED[String(action.type)] ?? 'Submit';
  if (own !== undefined && own.length > LONGEST_TITLE) scope.ledger.add(from, `title ${inShort(own)}`, 'its beginning');
  const element: Button = {
    type: 'button',
    text: plainText(cut(title, LONGEST_TITLE)),
    ...rest,
    ...styleOf(action, title),
  };
  return {
    kind: 'actions',
    elements: [{ element, title, from: own === undefined ? path : from }],
    from: [own === undefined ? path : from],
  };
}

/** What opens a form can still be called off there. */
function opensForm(action: JsonObject): boolean {
  const teams = isObject(action.data) ? action.data.msteams : undefined;
  return action.type === 'Action.ShowCard' || (isObject(teams) && teams.type === 'task/fetch');
}

/** What cannot be undone asks once more. */
function styleOf(action: JsonObject, title: string): Pick<Button, 'style' | 'confirm'> {
  const style = wordOf(action.style);
  if (style === 'positive') return { style: 'primary' };
  if (style !== 'destructive') return {};
  if (opensForm(action)) return { style: 'danger' };
  const confirm = {
    title: plainText(cut(title, 100)),
    text: plainText(cut(title, 300)),
    confirm: plainText('OK'),
    deny: plainText('Cancel'),
    style: 'danger' as const,
  };
  return { style: 'danger', confirm };
}

/** A verb, or the `action` in the data, names the button; the data travel along. */
function idAndValue(scope: Scope, action: JsonObject, path: string): { action_id: string; value?: string } {
  const data = alone(scope, action, isObject(action.data) ? withoutTeams(action.data) : action.data);
  const named = isObject(data) ? stringOf(data.action) : undefined;
  const verb = action.type === 'Action.Execute' ? (stringOf(action.verb) ?? named) : named;
  return { action_id: scope.names.action(verb, 'action'), ...buttonValue(scope, data, step(path, 'data')) };
}

/** Where there are inputs, a button that sends none of them says so; `readPress` takes the word out again. */
export const WITHOUT_INPUTS = 'core.withoutInputs';

function alone(scope: Scope, action: JsonObject, data: unknown): unknown {
  if (!scope.hasInputs || wordOf(action.associatedInputs) !== 'none') return data;
  if (data === undefined || data === null) return { [WITHOUT_INPUTS]: true };
  return isObject(data) ? { ...data, [WITHOUT_INPUTS]: true } : data;
}

function withoutTeams(data: JsonObject): JsonObject {
  const { msteams: _teams, ...rest } = data;
  return rest;
}

/** Noncharacters and controls, which JSON lets stand as they are. */
const UNSENDABLE = /[\u007F-\u009F\uFDD0-\uFDEF\uFFFE\uFFFF]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function buttonValue(scope: Scope, data: unknown, path: string): { value?: string } {
  if (data === undefined || data === null) return {};
  const value = JSON.stringify(data).replace(UNSENDABLE, escaped);
  if (value.length <= LONGEST_VALUE) return { value };
  scope.ledger.add(path, `data of ${value.length} letters`, 'its place in the card');
  return path.length <= LONGEST_VALUE ? { value: path } : {};
}

/** A card with a form opens in a modal from a message; any other card is shown below its title. */
function renderShowCard(scope: Scope, action: JsonObject, path: string): Piece[] {
  const here = step(path, 'card');
  const card = isObject(action.card) ? action.card : {};
  const opens = scope.surface === 'message' && (action.data !== undefined || holdsInputs(card));
  if (!opens)
    return [...headingOf(scope, action, path), ...renderInner(scope, card, here), ...(scope.narrow ? [] : [DIVIDER])];
  const apart: Scope = { ...scope, names: createNames(), inputs: [], pictures: [], room: { ...scope.room } };
  for (const from of renderInner(apart, card, here).flatMap((piece) => piece.from)) {
    scope.ledger.add(from, 'part of a card that opens', 'opened by the button');
  }
  const wanted = stringOf(action.id) ?? `show:${path}`;
  return [
    buttonPiece(scope, action, path, {
      action_id: scope.names.action(wanted, 'show'),
      ...buttonValue(scope, action.data, step(path, 'data')),
    }),
  ];
}

function renderInner(scope: Scope, card: JsonObject, path: string): Piece[] {
  listUnkept(scope.ledger, card, path, 'AdaptiveCard');
  const body = scope.elements(scope, card.body, step(path, 'body'));
  const tapped = scope.tap(scope, card.selectAction, step(path, 'selectAction'), body);
  return [...tapped, ...scope.actions(scope, card.actions, step(path, 'actions'))];
}

export function holdsInputs(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsInputs);
  if (!isObject(value)) return false;
  return (typeof value.type === 'string' && value.type.startsWith('Input.')) || Object.values(value).some(holdsInputs);
}
