import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject, listOf, stringOf } from './blocks/json.ts';
import { type InputMap, isNameOfOurs, readInputs, type SlackValues } from './render-card.ts';

type InputEntry = InputMap[number];

/*
 * Slack gives a view's or message's blocks back with what was filled in. Nearly all that is needed to read the answers
 * stands in them; the rest (shortened choices, words of a toggle, hidden inputs) travels in the view's metadata.
 */

/** What the blocks alone do not tell about a rendered card's inputs. */
export function untoldInputs(inputs: InputMap, blocks: readonly unknown[]): InputMap {
  const told = toldInputs(blocks);
  return inputs.map(withoutRules).filter((entry) => !told.some((other) => isDeepStrictEqual(other, entry)));
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

function withoutRules(entry: InputEntry): InputEntry {
  const copy: { -readonly [Key in keyof InputEntry]: InputEntry[Key] } = { ...entry };
  delete copy.rules;
  return copy;
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
