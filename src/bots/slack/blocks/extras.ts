import { signOf } from './icons.ts';
import { isObject, type JsonObject, numberOf, step } from './json.ts';
import { inShort } from './losses.ts';
import { type Piece, textPiece } from './pieces.ts';
import { isBlankRich, section, styled, textInline } from './rich.ts';
import type { Scope } from './scope.ts';
import { renderTap } from './taps.ts';
import { readPlain, readVerbatim } from './wording.ts';

/** Elements of Teams beyond the schema: said in text, with signs where there is one. */

export function renderBadge(scope: Scope, element: JsonObject, path: string): Piece[] {
  const from = step(path, 'text');
  const text = readPlain(scope, element.text, from);
  if (text === undefined) return [];
  const sign = typeof element.icon === 'string' ? signOf(element.icon) : undefined;
  const inlines = [...(sign === undefined ? [] : [textInline(`${sign} `)]), textInline(text, { bold: true })];
  return [textPiece([section(inlines)], [from], 'note')];
}

export function renderIcon(scope: Scope, element: JsonObject, path: string): Piece[] {
  const sign = typeof element.name === 'string' ? signOf(element.name) : undefined;
  scope.ledger.add(path, `icon ${inShort(element.name)}`, sign ?? 'left out');
  return sign === undefined ? [] : [textPiece([section([textInline(sign)])], [path], 'sign')];
}

export function renderRating(_scope: Scope, element: JsonObject, path: string): Piece[] {
  const value = numberOf(element.value) ?? 0;
  const most = Math.min(Math.max(Math.round(numberOf(element.max) ?? 5), 1), 10);
  const full = Math.min(Math.max(Math.round(value), 0), most);
  const count = numberOf(element.count);
  const words = `${'★'.repeat(full)}${'☆'.repeat(most - full)} ${value}${count === undefined ? '' : ` (${count})`}`;
  return [textPiece([section([textInline(words)])], [path], 'note')];
}

export function renderProgress(scope: Scope, element: JsonObject, path: string): Piece[] {
  const value = numberOf(element.value);
  const label = readPlain(scope, element.label, step(path, 'label'));
  const most = numberOf(element.max) ?? 100;
  const share = value === undefined || most <= 0 ? undefined : Math.min(Math.max(value / most, 0), 1);
  const bar =
    share === undefined
      ? ''
      : `${'▰'.repeat(Math.round(share * 10))}${'▱'.repeat(10 - Math.round(share * 10))} ${Math.round(share * 100)} %`;
  const words = [label, bar].filter((word) => word !== undefined && word !== '').join(' ');
  if (words === '') return [];
  return [textPiece([section([textInline(words)])], [path], 'note')];
}

/** A button with a description under its title. */
export function renderCompoundButton(scope: Scope, element: JsonObject, path: string): Piece[] {
  const texts = ['title', 'description', 'badge'].flatMap((key): Piece[] => {
    const rich = [section(readVerbatim(scope, element[key], step(path, key)))];
    return isBlankRich(rich)
      ? []
      : [textPiece(key === 'title' ? styled(rich, { bold: true }) : rich, [step(path, key)])];
  });
  const title = readPlain(scope, element.title, step(path, 'title'));
  return [...texts, ...renderTap(scope, element.selectAction, step(path, 'selectAction'), texts, title)];
}

/** People of Microsoft Graph, by the name that the card gives them. */
export function renderGraph(scope: Scope, element: JsonObject, path: string): Piece[] {
  const properties = isObject(element.properties) ? element.properties : {};
  const here = step(path, 'properties');
  const users = Array.isArray(properties.users) ? properties.users.filter(isObject) : [properties];
  scope.ledger.add(path, `component ${inShort(element.name)}`, 'the names that the card holds');
  return users.flatMap((user): Piece[] => {
    const name = readPlain(scope, user.displayName ?? user.userPrincipalName ?? user.title ?? user.name, here);
    return name === undefined ? [] : [textPiece([section([textInline(name)])], [here])];
  });
}
