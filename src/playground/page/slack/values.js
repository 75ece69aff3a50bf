// @ts-check
/** @import { Json } from '../types.d.ts' */

/*
 * What stands in the inputs of a view or a message, in the shape in which Slack sends it:
 * `state.values[block_id][action_id]`.
 */

/** @type {Record<string, (element: Json) => Json>} */
const EMPTY = {
  plain_text_input: (element) => ({ value: element.initial_value || null }),
  email_text_input: (element) => ({ value: element.initial_value || null }),
  url_text_input: (element) => ({ value: element.initial_value || null }),
  number_input: (element) => ({ value: element.initial_value ?? null }),
  rich_text_input: (element) => ({ rich_text_value: element.initial_value ?? null }),
  datepicker: (element) => ({ selected_date: element.initial_date ?? null }),
  timepicker: (element) => ({ selected_time: element.initial_time ?? null }),
  datetimepicker: (element) => ({ selected_date_time: element.initial_date_time ?? null }),
  checkboxes: (element) => ({ selected_options: element.initial_options ?? [] }),
  radio_buttons: (element) => ({ selected_option: element.initial_option ?? null }),
  static_select: (element) => ({ selected_option: element.initial_option ?? null }),
  external_select: (element) => ({ selected_option: element.initial_option ?? null }),
  users_select: (element) => ({ selected_user: element.initial_user ?? null }),
  conversations_select: (element) => ({ selected_conversation: element.initial_conversation ?? null }),
  channels_select: (element) => ({ selected_channel: element.initial_channel ?? null }),
  multi_static_select: (element) => ({ selected_options: element.initial_options ?? [] }),
  multi_external_select: (element) => ({ selected_options: element.initial_options ?? [] }),
  multi_users_select: (element) => ({ selected_users: element.initial_users ?? [] }),
  multi_conversations_select: (element) => ({ selected_conversations: element.initial_conversations ?? [] }),
  multi_channels_select: (element) => ({ selected_channels: element.initial_channels ?? [] }),
  file_input: () => ({ files: [] }),
};

/**
 * What an element holds before anyone touches it; nothing for a button.
 * @param {Json} element
 * @returns {Json | undefined}
 */
export function initialValue(element) {
  const empty = EMPTY[element.type];
  return empty && { type: element.type, ...empty(element) };
}

/**
 * Blocks without an id of their own get one by their place, as the elements do.
 * @param {Json[]} blocks
 * @param {string} [prefix]
 * @returns {Json[]}
 */
export function withIds(blocks, prefix = 'block') {
  return blocks.map((block, at) => {
    const block_id = block.block_id ?? `${prefix}-${at}`;
    return {
      ...block,
      block_id,
      ...(block.child_blocks && { child_blocks: withIds(block.child_blocks, block_id) }),
      ...(block.type === 'carousel' && { elements: withIds(block.elements ?? [], block_id) }),
    };
  });
}

/**
 * Every element that holds a value, with the block that it is in.
 * @param {Json[]} blocks
 * @returns {{ block: Json, element: Json }[]}
 */
export function inputsIn(blocks) {
  return blocks.flatMap((block) => {
    const inner = block.child_blocks ? inputsIn(block.child_blocks) : [];
    const own = [block.element, block.accessory, ...(block.type === 'actions' ? (block.elements ?? []) : [])];
    return [
      ...own.filter((element) => element && EMPTY[element.type]).map((element) => ({ block, element })),
      ...inner,
    ];
  });
}

/** @typedef {Record<string, Record<string, Json>>} Values */

/**
 * The whole state: what was typed, and for the rest what the blocks came with.
 * @param {Json[]} blocks
 * @param {Values} typed
 * @returns {Values}
 */
export function stateValues(blocks, typed) {
  /** @type {Values} */
  const values = {};
  for (const { block, element } of inputsIn(blocks)) {
    const held = typed[block.block_id]?.[element.action_id];
    const value = held?.type === element.type ? held : initialValue(element);
    if (value) values[block.block_id] = { ...values[block.block_id], [element.action_id]: value };
  }
  return values;
}

/** @param {Json | undefined} value */
export function isEmptyValue(value) {
  if (!value) return true;
  return Object.entries(value).every(
    ([key, held]) => key === 'type' || held === null || held === '' || (Array.isArray(held) && held.length === 0),
  );
}

/**
 * The complaints that Slack's own client has before it sends a form.
 * @param {Json[]} blocks
 * @param {Values} values
 * @returns {Record<string, string>} by block id
 */
export function complaintsBefore(blocks, values) {
  /** @type {Record<string, string>} */
  const complaints = {};
  for (const { block, element } of inputsIn(blocks)) {
    if (block.type !== 'input') continue;
    const complaint = complaintOf(block, element, values[block.block_id]?.[element.action_id]);
    if (complaint) complaints[block.block_id] = complaint;
  }
  return complaints;
}

/**
 * @param {Json} block
 * @param {Json} element
 * @param {Json | undefined} value
 */
function complaintOf(block, element, value) {
  if (isEmptyValue(value)) return block.optional ? '' : 'Please complete this required field.';
  const text = typeof value?.value === 'string' ? value.value : undefined;
  if (text === undefined) return '';
  if (element.min_length && text.length < element.min_length)
    return `At least ${element.min_length} characters, please.`;
  if (element.max_length && text.length > element.max_length)
    return `At most ${element.max_length} characters, please.`;
  if (element.type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(text)) return 'Please enter an e-mail address.';
  if (element.type === 'url_text_input' && !/^https?:\/\/\S+$/.test(text))
    return 'Please enter a web address, such as https://example.org';
  return element.type === 'number_input' ? numberComplaint(element, text) : '';
}

/**
 * @param {Json} element
 * @param {string} text
 */
function numberComplaint(element, text) {
  const number = Number(text);
  if (!/^-?\d+(\.\d+)?$/.test(text)) return 'Please enter a number.';
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return 'Please enter a whole number.';
  if (element.min_value !== undefined && number < Number(element.min_value))
    return `At least ${element.min_value}, please.`;
  if (element.max_value !== undefined && number > Number(element.max_value))
    return `At most ${element.max_value}, please.`;
  return '';
}
