import type { InputBlock, PlainTextOption } from '@slack/types';
import { cut } from './characters.ts';
import { type Field, inputPiece, plainText, readField, unfitDefault } from './inputs.ts';
import {
  flagOf,
  isObject,
  type JsonObject,
  listOf,
  numberOf,
  placeOf,
  step,
  stringOf,
  textOf,
  wordOf,
} from './json.ts';
import { listUnkept } from './kept.ts';
import { inShort } from './losses.ts';
import type { Piece } from './pieces.ts';
import type { Scope } from './scope.ts';
import { hasMarks, readPlain, readPlainMarkdown } from './wording.ts';

/** Toggle, ChoiceSet and Rating: options, whose texts and values Slack keeps to 75 letters. */

const LONGEST_OPTION = 75;
const MOST_BOXES = 10;
const MOST_OPTIONS = 100;
const MOST_GROUPS = 100;

interface Choice {
  readonly option: PlainTextOption;
  readonly key: string;
  readonly value: string;
}

export function renderToggle(scope: Scope, element: JsonObject, path: string): Piece[] {
  const field = readField(scope, element, path);
  const from = step(path, 'title');
  const title = readPlainMarkdown(scope, element.title, from);
  const text = title ?? field.label ?? 'Yes';
  if (title !== undefined && text.length > LONGEST_OPTION && field.label !== undefined)
    scope.ledger.add(from, 'end of a long title', 'its beginning');
  const on = textOf(element.valueOn) ?? 'true';
  const off = textOf(element.valueOff) ?? 'false';
  const option = { text: plainText(cut(text, LONGEST_OPTION)), value: 'on' };
  const shown: InputBlock['element'] = {
    type: 'checkboxes',
    action_id: field.action,
    options: [option],
    ...(textOf(element.value) === on ? { initial_options: [option] } : {}),
  };
  if (element.placeholder !== undefined) scope.ledger.add(step(path, 'placeholder'), 'placeholder', 'left out');
  return [
    inputPiece(scope, element, field, {
      element: shown,
      label: text,
      isTitle: true,
      entry: { kind: 'toggle', on, off },
    }),
  ];
}

export function renderChoiceSet(scope: Scope, element: JsonObject, path: string): Piece[] {
  const field = readField(scope, element, path);
  const isMulti = flagOf(element.isMultiSelect) === true;
  const choices = readChoices(scope, element.choices, step(path, 'choices'));
  if (choices.length === 0) return renderWithoutChoices(scope, element, field, isMulti);
  if (element['choices.data'] !== undefined)
    scope.ledger.add(step(path, 'choices.data'), 'search for more choices', 'the choices of the card');
  const chosen = chosenOf(scope, element, field, choices, isMulti);
  const isPlain = !isMulti && choices.every((choice) => choice.key === choice.value);
  const options = isPlain ? {} : { options: choices.map((choice) => [choice.key, choice.value] as const) };
  const shown = selectOf(element, field, choices, chosen, isMulti);
  if (field.placeholder.placeholder && (shown.type === 'checkboxes' || shown.type === 'radio_buttons')) {
    scope.ledger.add(
      step(path, 'placeholder'),
      `placeholder ${inShort(field.placeholder.placeholder.text)}`,
      'the options alone',
    );
  }
  return [
    inputPiece(scope, element, field, {
      element: shown,
      label: 'Choice',
      entry: { kind: isMulti ? 'choices' : 'choice', ...options },
    }),
  ];
}

function readChoices(scope: Scope, list: unknown, path: string): Choice[] {
  const choices: Choice[] = [];
  const keys = new Set<string>();
  for (const [at, choice] of listOf(list).entries()) {
    const here = step(path, at);
    const read = isObject(choice) ? readChoice(scope, choice, here, keys) : undefined;
    if (!read) scope.ledger.add(here, `choice ${inShort(choice)} without a text`, 'left out');
    else if (choices.length < MOST_OPTIONS * MOST_GROUPS) choices.push(read);
    else scope.ledger.add(here, `choice ${inShort(read.option.text.text)}`, 'left out: Slack has room for 10,000');
  }
  return choices;
}

function readChoice(scope: Scope, choice: JsonObject, path: string, keys: Set<string>): Choice | undefined {
  listUnkept(scope.ledger, choice, path, 'Choice');
  const value = textOf(choice.value) ?? '';
  const own = readPlainMarkdown(scope, choice.title, step(path, 'title'));
  const from = step(path, own === undefined ? 'value' : 'title');
  const title = own ?? readPlain(scope, value, from);
  if (title === undefined) return undefined;
  if (title.length > LONGEST_OPTION) scope.ledger.add(from, `title ${inShort(title)}`, 'its beginning');
  const key = isFitKey(value) && !keys.has(value) ? value : `key:${keys.size}`;
  keys.add(key);
  return { option: { text: plainText(cut(title, LONGEST_OPTION)), value: key }, key, value };
}

function isFitKey(value: string): boolean {
  return (
    value.length > 0 &&
    value.length <= LONGEST_OPTION &&
    !value.startsWith('key:') &&
    value !== '__proto__' &&
    !hasMarks(value) &&
    /^[\x21-\x7E](?:[\x20-\x7E]*[\x21-\x7E])?$/.test(value)
  );
}

/** The default of one choice is its value, of several their values with commas. */
function chosenOf(
  scope: Scope,
  element: JsonObject,
  field: Field,
  choices: readonly Choice[],
  isMulti: boolean,
): Choice[] {
  const value = textOf(element.value);
  if (value === undefined || value === '') return [];
  const wanted = isMulti ? value.split(',') : [value];
  const left = new Set(wanted.map((one) => (isMulti ? one.trim() : one)));
  const chosen: Choice[] = [];
  for (const choice of choices) if (left.delete(choice.value)) chosen.push(choice);
  if (left.size > 0) unfitDefault(scope, field, value, chosen.length > 0 ? 'the choices that exist' : undefined);
  return chosen;
}

function selectOf(
  element: JsonObject,
  field: Field,
  choices: readonly Choice[],
  chosen: readonly Choice[],
  isMulti: boolean,
): InputBlock['element'] {
  const options = choices.map((choice) => choice.option);
  const initial = chosen.map((choice) => choice.option);
  const isOpen = wordOf(element.style) === 'expanded' && options.length <= MOST_BOXES;
  const first = initial[0];
  const one = first ? { initial_option: first } : {};
  const many = first ? { initial_options: initial } : {};
  if (isOpen && isMulti) return { type: 'checkboxes', action_id: field.action, options, ...many };
  if (isOpen) return { type: 'radio_buttons', action_id: field.action, options, ...one };
  const shared = { action_id: field.action, ...field.placeholder, ...grouped(options) };
  return isMulti ? { type: 'multi_static_select', ...shared, ...many } : { type: 'static_select', ...shared, ...one };
}

/** More than a hundred options stand in groups of a hundred. */
function grouped(
  options: PlainTextOption[],
):
  | { options: PlainTextOption[] }
  | { option_groups: { label: ReturnType<typeof plainText>; options: PlainTextOption[] }[] } {
  if (options.length <= MOST_OPTIONS) return { options };
  const groups = [];
  for (let at = 0; at < options.length; at += MOST_OPTIONS) {
    const part = options.slice(at, at + MOST_OPTIONS);
    groups.push({ label: plainText(`${at + 1}–${at + part.length}`), options: part });
  }
  return { option_groups: groups };
}

/** People are picked from Slack's own; any other search on a server becomes a text field. */
function renderWithoutChoices(scope: Scope, element: JsonObject, field: Field, isMulti: boolean): Piece[] {
  const data = element['choices.data'];
  const dataset = isObject(data) ? (stringOf(data.dataset) ?? '') : '';
  const shared = { action_id: field.action, ...field.placeholder };
  if (element.value !== undefined && element.value !== '') unfitDefault(scope, field, element.value);
  if (dataset.startsWith('graph.microsoft.com/users')) {
    scope.ledger.add(step(field.path, 'choices.data'), 'people of Microsoft 365', 'people of the Slack workspace');
    const people: InputBlock['element'] = isMulti
      ? { type: 'multi_users_select', ...shared }
      : { type: 'users_select', ...shared };
    return [
      inputPiece(scope, element, field, {
        element: people,
        label: 'People',
        entry: { kind: isMulti ? 'choices' : 'choice' },
      }),
    ];
  }
  const place = placeOf(element, field.path, data === undefined ? 'choices' : 'choices.data');
  scope.ledger.add(place, 'choices that the card does not hold', 'a text field');
  return [
    inputPiece(scope, element, field, {
      element: { type: 'plain_text_input', ...shared },
      label: 'Choice',
      entry: { kind: 'text' },
    }),
  ];
}

const MOST_STARS = 20;

export function renderRatingInput(scope: Scope, element: JsonObject, path: string): Piece[] {
  const field = readField(scope, element, path);
  const most = Math.min(Math.max(Math.floor(numberOf(element.max) ?? 5), 1), MOST_STARS);
  const by = flagOf(element.allowHalfSteps) === true ? 0.5 : 1;
  const values = Array.from({ length: Math.floor(most / by) }, (_, at) => (at + 1) * by);
  const options = values.map((value) => ({
    text: plainText(`${'★'.repeat(Math.floor(value))}${value % 1 ? '½' : ''} ${value}`),
    value: String(value),
  }));
  const initial = options.find((option) => option.value === String(numberOf(element.value)));
  if (element.value !== undefined && numberOf(element.value) !== 0 && !initial)
    unfitDefault(scope, field, element.value);
  const shared = { action_id: field.action, options, ...(initial ? { initial_option: initial } : {}) };
  const shown: InputBlock['element'] =
    options.length <= MOST_BOXES ? { type: 'radio_buttons', ...shared } : { type: 'static_select', ...shared };
  if (element.placeholder !== undefined)
    scope.ledger.add(step(path, 'placeholder'), 'placeholder', 'the options alone');
  return [inputPiece(scope, element, field, { element: shown, label: 'Rating', entry: { kind: 'choice' } })];
}
