import type { InputBlock } from '@slack/types';
import type { InputEntry, Rules } from './answers.ts';
import { clean, cut, isBlank, oneLine } from './characters.ts';
import { flagOf, isObject, type JsonObject, numberOf, step, stringOf, textOf, wordOf } from './json.ts';
import { inShort } from './losses.ts';
import type { InputPiece, Piece } from './pieces.ts';
import type { Scope } from './scope.ts';
import { hasMarks, readPlain } from './wording.ts';

/** What all inputs share: label, ids, required, rules; and the simple ones. */

const LONGEST_LABEL = 2000;
const LONGEST_PLACEHOLDER = 150;
const LONGEST_TEXT = 3000;

export interface Field {
  readonly id: string;
  readonly block: string;
  readonly action: string;
  readonly label: string | undefined;
  readonly placeholder: { placeholder?: { type: 'plain_text'; text: string; emoji: false } };
  readonly path: string;
}

export function plainText(text: string): { type: 'plain_text'; text: string; emoji: false } {
  return { type: 'plain_text', text, emoji: false };
}

/** A hidden input is not shown, and sends its default as it would on Teams. */
export function hideInput(scope: Scope, element: JsonObject): void {
  const id = stringOf(element.id);
  const isToggle = element.type === 'Input.Toggle';
  const value = isToggle ? (textOf(element.value) ?? textOf(element.valueOff) ?? 'false') : textOf(element.value);
  if (id === undefined || id === '' || value === undefined || value === '') return;
  scope.inputs.push({ id, block: '', action: '', kind: 'hidden', value });
}

export function readField(scope: Scope, element: JsonObject, path: string): Field {
  const label = readPlain(scope, element.label, step(path, 'label'));
  const hint = readPlain(scope, element.placeholder, step(path, 'placeholder'));
  if (hint !== undefined && hint.length > LONGEST_PLACEHOLDER) {
    scope.ledger.add(step(path, 'placeholder'), 'end of a long placeholder', 'its beginning');
  }
  const placeholder = hint === undefined ? {} : { placeholder: plainText(cut(hint, LONGEST_PLACEHOLDER)) };
  const id = stringOf(element.id) ?? '';
  if (element.errorMessage !== undefined) {
    scope.ledger.add(
      step(path, 'errorMessage'),
      `complaint ${inShort(element.errorMessage)}`,
      'shown under the field when the answers are refused',
    );
  }
  if (id === '') scope.ledger.add(path, 'input without an id', 'its field; its answer is not sent, as on Teams');
  return {
    id,
    block: scope.names.block(id, 'input'),
    action: scope.names.action(id, 'input'),
    label,
    placeholder,
    path,
  };
}

/** The block, and the entry that turns its answer back. */
export function inputPiece(
  scope: Scope,
  element: JsonObject,
  field: Field,
  input: {
    element: InputBlock['element'];
    label: string;
    isTitle?: true;
    entry: Pick<InputEntry, 'kind' | 'on' | 'off' | 'options'>;
  },
): InputPiece {
  const rules = rulesOf(element);
  if (field.id !== '') {
    scope.inputs.push({
      id: field.id,
      block: field.block,
      action: field.action,
      ...input.entry,
      ...(rules ? { rules } : {}),
    });
  }
  const label = field.label ?? (input.isTitle ? undefined : field.placeholder.placeholder?.text) ?? input.label;
  if (label.length > LONGEST_LABEL) {
    const key = field.label === undefined ? (input.isTitle ? 'title' : 'placeholder') : 'label';
    scope.ledger.add(step(field.path, key), 'end of a very long label', 'its beginning');
  }
  const block: InputBlock = {
    type: 'input',
    block_id: field.block,
    label: plainText(cut(label, LONGEST_LABEL)),
    optional: flagOf(element.isRequired) !== true,
    element: input.element,
  };
  return { kind: 'input', block, labelled: field.label !== undefined || input.isTitle === true, from: [field.path] };
}

function rulesOf(element: JsonObject): Rules | undefined {
  const isText = element.type === 'Input.Text';
  const isToggle = element.type === 'Input.Toggle';
  const regex = isText ? stringOf(element.regex) : undefined;
  const [min, max] = isText || isToggle ? [] : [textOf(element.min), textOf(element.max)];
  const message = stringOf(element.errorMessage);
  const rules: Rules = {
    ...(flagOf(element.isRequired) === true ? { required: true } : {}),
    ...(regex ? { regex } : {}),
    ...(min ? { min } : {}),
    ...(max ? { max } : {}),
  };
  if (Object.keys(rules).length === 0) return undefined;
  return message === undefined || isBlank(message)
    ? rules
    : { ...rules, message: cut(oneLine(message), LONGEST_LABEL) };
}

/** A default that Slack would refuse is left out and listed. */
export function unfitDefault(scope: Scope, field: Field, value: unknown, instead = 'an empty field'): void {
  scope.ledger.add(step(field.path, 'value'), `default ${inShort(value)}`, instead);
}

export function renderText(scope: Scope, element: JsonObject, path: string): Piece[] {
  const field = readField(scope, element, path);
  const style = wordOf(element.style);
  const given = textOf(element.value);
  const value = given === undefined ? undefined : clean(given);
  const most = Math.min(positive(element.maxLength) ?? LONGEST_TEXT, LONGEST_TEXT);
  const isFit =
    value !== undefined && value !== '' && value.length <= most && isOfStyle(value, style) && !hasMarks(value);
  if (value !== undefined && value !== '' && !isFit) unfitDefault(scope, field, value);
  const shared = {
    action_id: field.action,
    ...field.placeholder,
    ...(isFit ? { initial_value: value } : {}),
  };
  const isSpecial = style === 'email' || style === 'url';
  if (style !== '' && style !== 'text' && !isSpecial)
    scope.ledger.add(step(path, 'style'), `style ${style}`, 'a plain text field');
  if (element.maxLength !== undefined && (isSpecial || (positive(element.maxLength) ?? 0) > LONGEST_TEXT)) {
    scope.ledger.add(
      step(path, 'maxLength'),
      `maxLength: ${inShort(element.maxLength)}`,
      isSpecial ? 'no limit' : '3000',
    );
  }
  const shown: InputBlock['element'] = isSpecial
    ? { type: style === 'email' ? 'email_text_input' : 'url_text_input', ...shared }
    : {
        type: 'plain_text_input',
        ...shared,
        ...(flagOf(element.isMultiline) === true || (isFit && value.includes('\n')) ? { multiline: true } : {}),
        ...(positive(element.maxLength) === undefined ? {} : { max_length: most }),
      };
  const piece = inputPiece(scope, element, field, { element: shown, label: 'Text', entry: { kind: 'text' } });
  return [piece, ...inlineAction(scope, element, path)];
}

function inlineAction(scope: Scope, element: JsonObject, path: string): Piece[] {
  const action = element.inlineAction;
  return isObject(action) ? scope.action(scope, action, step(path, 'inlineAction')) : [];
}

function isOfStyle(value: string, style: string): boolean {
  if (style === 'email') return /^[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+$/.test(value);
  return style !== 'url' || (/^https?:\/\/\S+$/i.test(value) && URL.canParse(value));
}

function positive(value: unknown): number | undefined {
  const number = numberOf(value);
  return number !== undefined && number >= 1 ? Math.floor(number) : undefined;
}

const DIGITS = /^-?\d{1,15}(\.\d{1,10})?$/;

export function renderNumber(scope: Scope, element: JsonObject, path: string): Piece[] {
  const field = readField(scope, element, path);
  const [min, max] = [digits(element.min), digits(element.max)];
  const isRange = min === undefined || max === undefined || Number(min) <= Number(max);
  for (const key of ['min', 'max']) {
    const isKept = isRange && (key === 'min' ? min : max) !== undefined;
    if (element[key] !== undefined && !isKept)
      scope.ledger.add(step(path, key), `${key}: ${inShort(element[key])}`, 'no such limit');
  }
  const value = digits(element.value);
  const isInside = value !== undefined && (!isRange || isBetween(value, min, max));
  if (element.value !== undefined && element.value !== '' && !isInside) unfitDefault(scope, field, element.value);
  const shown: InputBlock['element'] = {
    type: 'number_input',
    action_id: field.action,
    is_decimal_allowed: true,
    ...field.placeholder,
    ...(isInside && value !== undefined ? { initial_value: value } : {}),
    ...(isRange && min !== undefined ? { min_value: min } : {}),
    ...(isRange && max !== undefined ? { max_value: max } : {}),
  };
  return [inputPiece(scope, element, field, { element: shown, label: 'Number', entry: { kind: 'number' } })];
}

function digits(value: unknown): string | undefined {
  const number = numberOf(value);
  const text = number === undefined ? '' : String(number);
  return DIGITS.test(text) ? text : undefined;
}

function isBetween(value: string, min: string | undefined, max: string | undefined): boolean {
  return (min === undefined || Number(value) >= Number(min)) && (max === undefined || Number(value) <= Number(max));
}

export function renderDate(scope: Scope, element: JsonObject, path: string): Piece[] {
  const field = readField(scope, element, path);
  listLimits(scope, element, path);
  const value = stringOf(element.value);
  const isFit = value !== undefined && isDay(value);
  if (element.value !== undefined && element.value !== '' && !isFit) unfitDefault(scope, field, element.value);
  const shown: InputBlock['element'] = {
    type: 'datepicker',
    action_id: field.action,
    ...field.placeholder,
    ...(isFit ? { initial_date: value } : {}),
  };
  return [inputPiece(scope, element, field, { element: shown, label: 'Date', entry: { kind: 'date' } })];
}

function isDay(value: string): boolean {
  if (!/^[12]\d{3}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

export function renderTime(scope: Scope, element: JsonObject, path: string): Piece[] {
  const field = readField(scope, element, path);
  listLimits(scope, element, path);
  const value = stringOf(element.value);
  const isFit = value !== undefined && /^([01]\d|2[0-3]):[0-5]\d$/.test(value);
  if (element.value !== undefined && element.value !== '' && !isFit) unfitDefault(scope, field, element.value);
  const shown: InputBlock['element'] = {
    type: 'timepicker',
    action_id: field.action,
    ...field.placeholder,
    ...(isFit ? { initial_time: value } : {}),
  };
  return [inputPiece(scope, element, field, { element: shown, label: 'Time', entry: { kind: 'time' } })];
}

/** Slack's pickers know no first and last day; the rules are checked when the answers arrive. */
function listLimits(scope: Scope, element: JsonObject, path: string): void {
  for (const key of ['min', 'max']) {
    if (element[key] !== undefined)
      scope.ledger.add(step(path, key), `${key}: ${inShort(element[key])}`, 'checked when the answers arrive');
  }
}
