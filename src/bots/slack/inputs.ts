import { isDeepStrictEqual } from 'node:util';
import type { Button } from '@slack/types';
import { parseJson } from '../../base/json.ts';
import { isObject, type JsonObject, listOf, stringOf } from './blocks/json.ts';
import {
  checkInputs,
  type InputMap,
  isNameOfOurs,
  readInputs,
  type SlackBlock,
  type SlackValues,
  WITHOUT_INPUTS,
} from './render-card.ts';

type InputEntry = InputMap[number];

/*
 * Slack gives a view's or message's blocks back with what was filled in. Nearly all that is needed to read the answers
 * stands in them; the rest (shortened choices, words of a toggle, hidden inputs, rules that Slack does not know) travels
 * in the view's metadata, or in the buttons of a message, which has none of its own.
 */

/** What the blocks alone do not tell about a rendered card's inputs. */
export function untoldInputs(inputs: InputMap, blocks: readonly unknown[]): InputMap {
  const told = toldInputs(blocks);
  return inputs.map(withUntoldRules).filter((entry) => !told.some((other) => isDeepStrictEqual(other, entry)));
}

const UNTOLD = 'core.inputs';
const LONGEST_VALUE = 2000;

/** The blocks of a message, whose buttons carry what the blocks do not tell of the inputs. */
export function tellButtons(blocks: readonly SlackBlock[], inputs: InputMap): SlackBlock[] {
  const untold = untoldInputs(inputs, blocks);
  if (untold.length === 0) return [...blocks];
  return blocks.map((block) => {
    if (block.type !== 'actions') return block;
    return {
      ...block,
      elements: block.elements.map((element) => (element.type === 'button' ? telling(element, untold) : element)),
    };
  });
}

/** A button without room for it, or with data that are no object, does without. */
function telling(button: Button, untold: InputMap): Button {
  const data: unknown = button.value === undefined ? {} : parseJson(button.value);
  if (button.url !== undefined || !isObject(data) || data[WITHOUT_INPUTS] !== undefined) return button;
  const value = JSON.stringify({ ...data, [UNTOLD]: untold });
  return value.length <= LONGEST_VALUE ? { ...button, value } : button;
}

/** What a button was told, and its own data without that. */
export function splitUntold({ [UNTOLD]: untold, ...data }: JsonObject): { data: JsonObject; untold: InputMap } {
  return { data, untold: Array.isArray(untold) ? (untold as InputMap) : [] };
}

/** What stands in the inputs, by input id; an empty field is `''`. */
export function readAnswers(
  values: unknown,
  blocks: readonly unknown[],
  untold: InputMap = [],
): Record<string, string> {
  const known = new Set(untold.map(({ block }) => block).filter((block) => block !== ''));
  const inputs = [...toldInputs(blocks).filter(({ block }) => !known.has(block)), ...untold];
  const empty = Object.fromEntries(inputs.map(({ id }) => [id, '']));
  return { ...empty, ...readInputs(isObject(values) ? (values as SlackValues) : {}, inputs) };
}

/** Slack itself keeps to `optional`, and to the least and most of a number. */
function withUntoldRules({ rules, ...entry }: InputEntry): InputEntry {
  const { regex, min, max, message } = rules ?? {};
  const bounds = entry.kind === 'date' || entry.kind === 'time' ? { ...(min && { min }), ...(max && { max }) } : {};
  const untold = { ...(regex && { regex }), ...bounds };
  if (Object.keys(untold).length === 0) return entry;
  return { ...entry, rules: { ...untold, ...(message && { message }) } };
}

export function withoutRules(inputs: InputMap): InputMap {
  return inputs.map(({ rules: _, ...entry }) => entry);
}

/** An answer that breaks a rule of its field. Teams checks the same before anything is sent. */
export interface Objection {
  readonly blockId: string;
  readonly label: string;
  readonly message: string;
}

export function objectionsTo(values: unknown, blocks: readonly unknown[], untold: InputMap = []): readonly Objection[] {
  const answers = readAnswers(values, blocks, untold);
  const rules = new Map(untold.map((entry) => [entry.block, entry.rules]));
  const inputs = toldInputs(blocks).map((entry) => untold.find(({ block }) => block === entry.block) ?? entry);
  const map = inputs.map((entry) => {
    const block = blocks.find((one) => isObject(one) && one.block_id === entry.block) as JsonObject;
    return { ...entry, rules: { ...toldRules(block), ...rules.get(entry.block) } };
  });
  return checkInputs(answers, map).map(({ blockId, message }) => ({
    blockId,
    message,
    label: labelOf(blocks, blockId),
  }));
}

function toldRules(block: JsonObject): NonNullable<InputEntry['rules']> {
  const element = isObject(block.element) ? block.element : {};
  const [min, max] = [stringOf(element.min_value), stringOf(element.max_value)];
  return { ...(block.optional === false && { required: true }), ...(min && { min }), ...(max && { max }) };
}

function labelOf(blocks: readonly unknown[], blockId: string): string {
  const block = blocks.find((one) => isObject(one) && one.block_id === blockId);
  const label = isObject(block) && isObject(block.label) ? stringOf(block.label.text) : undefined;
  return label ?? '';
}

export function toldInputs(blocks: readonly unknown[]): InputEntry[] {
  return blocks.flatMap((block) => {
    const element = isObject(block) && block.type === 'input' ? block.element : undefined;
    const id = isObject(block) ? stringOf(block.block_id) : undefined;
    if (!isObject(element) || id === undefined || isNameOfOurs(id)) return [];
    return [{ id, block: id, action: stringOf(element.action_id) ?? '', ...readKind(element) }];
  });
}

function readKind(element: JsonObject): Pick<InputEntry, 'kind' | 'on' | 'off' | 'options'> {
  const options = optionValues(element);
  switch (element.type) {
    case 'number_input':
      return { kind: 'number' };
    case 'datepicker':
      return { kind: 'date' };
    case 'timepicker':
      return { kind: 'time' };
    case 'checkboxes':
      if (options.length === 1 && options[0] === 'on') return { kind: 'toggle', on: 'true', off: 'false' };
      return { kind: 'choices', options: pairs(options) };
    case 'multi_static_select':
      return { kind: 'choices', options: pairs(options) };
    case 'static_select':
    case 'radio_buttons':
      return { kind: 'choice' };
    case 'users_select':
      return { kind: 'choice' };
    case 'multi_users_select':
      return { kind: 'choices' };
    default:
      return { kind: 'text' };
  }
}

function optionValues(element: JsonObject): string[] {
  const groups = listOf(element.option_groups).flatMap((group) => (isObject(group) ? listOf(group.options) : []));
  return [...listOf(element.options), ...groups].flatMap((option) => {
    const value = isObject(option) ? stringOf(option.value) : undefined;
    return value === undefined ? [] : [value];
  });
}

function pairs(values: readonly string[]): (readonly [string, string])[] {
  return values.map((value) => [value, value] as const);
}
