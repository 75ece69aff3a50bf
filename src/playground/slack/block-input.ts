import { randomBytes } from 'node:crypto';
import { asObject, asObjects, isObject, type JsonObject } from '../json.ts';
import { characters } from './block-check.ts';

/*
 * What a person puts into blocks, in the shapes that Slack gives to an app: `state.values`, and the one element in
 * `actions` that was used. The element itself is looked up here, so that a page cannot make one up.
 */

interface Field {
  /** Where Slack puts the answer. */
  readonly key: string;
  /** Where the app puts the answer that stands there at first. */
  readonly initial: string;
  readonly of: 'text' | 'option' | 'options' | 'value' | 'values';
}

const fields: Record<string, Field> = {
  plain_text_input: { key: 'value', initial: 'initial_value', of: 'text' },
  email_text_input: { key: 'value', initial: 'initial_value', of: 'text' },
  url_text_input: { key: 'value', initial: 'initial_value', of: 'text' },
  number_input: { key: 'value', initial: 'initial_value', of: 'text' },
  static_select: { key: 'selected_option', initial: 'initial_option', of: 'option' },
  external_select: { key: 'selected_option', initial: 'initial_option', of: 'option' },
  radio_buttons: { key: 'selected_option', initial: 'initial_option', of: 'option' },
  overflow: { key: 'selected_option', initial: '', of: 'option' },
  checkboxes: { key: 'selected_options', initial: 'initial_options', of: 'options' },
  multi_static_select: { key: 'selected_options', initial: 'initial_options', of: 'options' },
  multi_external_select: { key: 'selected_options', initial: 'initial_options', of: 'options' },
  datepicker: { key: 'selected_date', initial: 'initial_date', of: 'value' },
  timepicker: { key: 'selected_time', initial: 'initial_time', of: 'value' },
  datetimepicker: { key: 'selected_date_time', initial: 'initial_date_time', of: 'value' },
  users_select: { key: 'selected_user', initial: 'initial_user', of: 'value' },
  conversations_select: { key: 'selected_conversation', initial: 'initial_conversation', of: 'value' },
  channels_select: { key: 'selected_channel', initial: 'initial_channel', of: 'value' },
  multi_users_select: { key: 'selected_users', initial: 'initial_users', of: 'values' },
  multi_conversations_select: { key: 'selected_conversations', initial: 'initial_conversations', of: 'values' },
  multi_channels_select: { key: 'selected_channels', initial: 'initial_channels', of: 'values' },
};

interface Placed {
  readonly block: JsonObject;
  readonly blockId: string;
  readonly element: JsonObject;
  readonly actionId: string;
}

/** Blocks without an id get one, as Slack gives them. */
export function withBlockIds(blocks: readonly JsonObject[]): JsonObject[] {
  return blocks.map((block) => withActionIds(block.block_id ? block : { ...block, block_id: randomId() }));
}

function withActionIds(block: JsonObject): JsonObject {
  if (block.type === 'actions') {
    return { ...block, elements: asObjects(block.elements).map(withActionId) };
  }
  if (isObject(block.element)) return { ...block, element: withActionId(block.element) };
  if (isObject(block.accessory)) return { ...block, accessory: withActionId(block.accessory) };
  return block;
}

function withActionId(element: JsonObject): JsonObject {
  return element.action_id || element.type === 'image' ? element : { ...element, action_id: randomId() };
}

function randomId(): string {
  return randomBytes(4).toString('base64url');
}

function placed(blocks: readonly JsonObject[]): Placed[] {
  return blocks.flatMap((block) =>
    elementsOf(block).map((element) => ({
      block,
      blockId: String(block.block_id),
      element,
      actionId: String(element.action_id),
    })),
  );
}

function elementsOf(block: JsonObject): JsonObject[] {
  if (block.type === 'actions') return asObjects(block.elements);
  if (isObject(block.element)) return [block.element];
  if (isObject(block.accessory)) return [block.accessory];
  return [];
}

/** `state.values`: every field's answer, or what stood there at first. */
export function stateValues(blocks: readonly JsonObject[], given: unknown): Record<string, JsonObject> {
  const answers = asObject(given);
  const values: Record<string, JsonObject> = {};
  for (const { blockId, actionId, element } of placed(blocks)) {
    const field = fields[String(element.type)];
    if (!field || element.type === 'overflow') continue;
    const answer = asObject(answers[blockId])[actionId];
    const block = values[blockId] ?? {};
    block[actionId] = { type: element.type, [field.key]: answerOf(element, field, answer) };
    values[blockId] = block;
  }
  return values;
}

function answerOf(element: JsonObject, field: Field, answer: unknown): unknown {
  if (answer === undefined) return element[field.initial] ?? nothingIn(field);
  const bare = isObject(answer) && field.key in answer ? answer[field.key] : answer;
  switch (field.of) {
    case 'text':
      return typeof bare === 'string' && bare !== '' ? bare : null;
    case 'value':
      return bare === '' || isObject(bare) ? null : bare;
    case 'values':
      return Array.isArray(bare) ? bare.filter((value) => typeof value === 'string') : [];
    case 'option':
      return optionOf(element, bare) ?? null;
    case 'options':
      return Array.isArray(bare) ? bare.flatMap((value) => optionOf(element, value) ?? []) : [];
  }
}

function nothingIn(field: Field): null | [] {
  return field.of === 'options' || field.of === 'values' ? [] : null;
}

function optionOf(element: JsonObject, wanted: unknown): JsonObject | undefined {
  const value = isObject(wanted) ? wanted.value : wanted;
  const groups = asObjects(element.option_groups).flatMap((group) => asObjects(group.options));
  return [...asObjects(element.options), ...groups].find((option) => option.value === value);
}

export interface Use {
  readonly action_id: string;
  readonly block_id: string;
  readonly selected?: unknown;
}

/** What stands in `actions` when an element is used; nothing where there is no such element. */
export function usedElement(blocks: readonly JsonObject[], use: Use, actionTs: string): JsonObject | undefined {
  const found = placed(blocks).find((one) => one.blockId === use.block_id && one.actionId === use.action_id);
  if (!found) return undefined;
  const { element } = found;
  const base = { type: element.type, action_id: use.action_id, block_id: use.block_id, action_ts: actionTs };
  const field = fields[String(element.type)];
  if (field) return { ...base, [field.key]: answerOf(element, field, use.selected) };
  const { text, value, style, url } = element;
  return {
    ...base,
    text,
    ...(value === undefined ? {} : { value }),
    ...(style ? { style } : {}),
    ...(url ? { url } : {}),
  };
}

/** What Slack's own client asks for before it sends a modal; by block id, as an app's own complaints are. */
export function clientComplaints(
  blocks: readonly JsonObject[],
  values: Record<string, JsonObject>,
): Record<string, string> {
  const complaints: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type !== 'input' || !isObject(block.element)) continue;
    const { element } = block;
    const field = fields[String(element.type)];
    if (!field) continue;
    const answer = asObject(values[String(block.block_id)]?.[String(element.action_id)])[field.key];
    const complaint = complaintAbout(element, answer, block.optional === true);
    if (complaint) complaints[String(block.block_id)] = complaint;
  }
  return complaints;
}

function complaintAbout(element: JsonObject, answer: unknown, optional: boolean): string | undefined {
  const empty = answer === null || (Array.isArray(answer) && answer.length === 0);
  if (empty) return optional ? undefined : 'Please complete this required field.';
  if (typeof answer !== 'string') return undefined;
  const { min_length: fewest, max_length: most } = element;
  if (typeof fewest === 'number' && characters(answer) < fewest) return `Please enter at least ${fewest} characters.`;
  const limit = typeof most === 'number' ? most : 3000;
  if (characters(answer) > limit) return `Please enter no more than ${limit} characters.`;
  return wrongKind(String(element.type), answer, element);
}

function wrongKind(type: string, answer: string, element: JsonObject): string | undefined {
  if (type === 'email_text_input' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(answer)) {
    return 'Please enter a valid email address.';
  }
  if (type === 'url_text_input' && !URL.canParse(answer)) return 'Please enter a valid URL.';
  if (type === 'number_input') {
    const number = Number(answer);
    if (Number.isNaN(number)) return 'Please enter a number.';
    if (element.is_decimal_allowed !== true && !Number.isInteger(number)) return 'Please enter a whole number.';
  }
  return undefined;
}
