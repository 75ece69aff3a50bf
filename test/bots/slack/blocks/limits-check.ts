/** Slack's published limits, read apart from the code under test: every complaint names the place in the blocks. */

type Json = Record<string, unknown>;

const MOST = { message: 50, modal: 100, home: 100 } as const;
const TOP: Record<string, readonly string[]> = {
  section: ['message', 'modal', 'home'],
  header: ['message', 'modal', 'home'],
  rich_text: ['message', 'modal', 'home'],
  context: ['message', 'modal', 'home'],
  actions: ['message', 'modal', 'home'],
  divider: ['message', 'modal', 'home'],
  image: ['message', 'modal', 'home'],
  input: ['message', 'modal', 'home'],
  table: ['message', 'home'],
  data_visualization: ['message', 'home'],
};

export function checkBlocks(blocks: readonly unknown[], surface: keyof typeof MOST): string[] {
  const wrong: string[] = [];
  const say: Say = (at, what) => {
    wrong.push(`${at}: ${what}`);
    return undefined;
  };
  if (blocks.length === 0) say('/', 'no blocks');
  if (blocks.length > MOST[surface]) say('/', `${blocks.length} blocks`);
  const seen = { blockIds: new Set<string>(), actionIds: new Set<string>(), tables: 0, charts: 0 };
  for (const [at, block] of blocks.entries()) checkBlock(block as Json, `/${at}`, surface, seen, say);
  if (seen.tables > 1) say('/', `${seen.tables} tables`);
  if (seen.charts > 2) say('/', `${seen.charts} charts`);
  return wrong;
}

type Seen = { blockIds: Set<string>; actionIds: Set<string>; tables: number; charts: number };
type Say = (at: string, what: string) => undefined;

function checkBlock(block: Json, at: string, surface: string, seen: Seen, say: Say): void {
  const type = String(block.type);
  if (!TOP[type]?.includes(surface)) say(at, `${type} in a ${surface}`);
  if (block.block_id !== undefined) unique(block.block_id, seen.blockIds, `${at}/block_id`, say);
  if (type === 'header') text(block.text, `${at}/text`, 150, say, ['plain_text']);
  if (type === 'section') checkSection(block, at, seen, say);
  if (type === 'context') {
    const elements = list(block.elements, `${at}/elements`, 1, 10, say);
    for (const [i, element] of elements.entries()) {
      if (element.type === 'image') image(element, `${at}/elements/${i}`, say);
      else text(element, `${at}/elements/${i}`, 3000, say);
    }
  }
  if (type === 'image') image(block, at, say);
  if (type === 'actions') {
    for (const [i, element] of list(block.elements, `${at}/elements`, 1, 25, say).entries())
      checkElement(element, `${at}/elements/${i}`, seen, say);
  }
  if (type === 'input') {
    text(block.label, `${at}/label`, 2000, say, ['plain_text']);
    if (typeof block.optional !== 'boolean') say(at, 'optional not set');
    checkElement(block.element as Json, `${at}/element`, seen, say);
    if ((block.element as Json).type === 'button') say(at, 'button in an input');
  }
  if (type === 'rich_text') rich(block, at, say);
  if (type === 'table') checkTable(block, at, seen, say);
  if (type === 'data_visualization') checkChart(block, at, seen, say);
}

function checkSection(block: Json, at: string, seen: Seen, say: Say): void {
  if (block.text === undefined && block.fields === undefined) say(at, 'section without text');
  if (block.text !== undefined) text(block.text, `${at}/text`, 3000, say);
  if (block.fields !== undefined) {
    for (const [i, field] of list(block.fields, `${at}/fields`, 1, 10, say).entries())
      text(field, `${at}/fields/${i}`, 2000, say);
  }
  const accessory = block.accessory as Json | undefined;
  if (accessory?.type === 'image') image(accessory, `${at}/accessory`, say);
  else if (accessory) checkElement(accessory, `${at}/accessory`, seen, say);
}

function checkElement(element: Json, at: string, seen: Seen, say: Say): void {
  unique(element.action_id, seen.actionIds, `${at}/action_id`, say);
  const type = String(element.type);
  if (element.placeholder !== undefined) {
    if (['button', 'checkboxes', 'radio_buttons'].includes(type)) say(at, `placeholder on ${type}`);
    text(element.placeholder, `${at}/placeholder`, 150, say, ['plain_text']);
  }
  if (type === 'button') checkButton(element, at, say);
  else if (type === 'checkboxes' || type === 'radio_buttons') checkOptions(element, at, 10, say);
  else if (type === 'static_select' || type === 'multi_static_select') checkOptions(element, at, 100, say);
  else if (type === 'plain_text_input') checkTextInput(element, at, say);
  else if (type === 'number_input') checkNumber(element, at, say);
  else if (type === 'datepicker') {
    if (element.initial_date !== undefined && !matches(element.initial_date, /^\d{4}-\d{2}-\d{2}$/))
      say(at, 'initial_date');
  } else if (type === 'timepicker') {
    if (element.initial_time !== undefined && !matches(element.initial_time, /^\d{2}:\d{2}$/)) say(at, 'initial_time');
  } else if (!['email_text_input', 'url_text_input', 'users_select', 'multi_users_select'].includes(type))
    say(at, `element ${type}`);
}

function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function checkButton(button: Json, at: string, say: Say): void {
  text(button.text, `${at}/text`, 75, say, ['plain_text']);
  if (
    button.value !== undefined &&
    (typeof button.value !== 'string' || button.value.length > 2000 || button.value === '')
  )
    say(at, 'value');
  if (button.url !== undefined) address(button.url, `${at}/url`, say);
  if (button.style !== undefined && button.style !== 'primary' && button.style !== 'danger') say(at, 'style');
  const confirm = button.confirm as Json | undefined;
  if (!confirm) return;
  text(confirm.title, `${at}/confirm/title`, 100, say, ['plain_text']);
  text(confirm.text, `${at}/confirm/text`, 300, say);
  text(confirm.confirm, `${at}/confirm/confirm`, 30, say, ['plain_text']);
  text(confirm.deny, `${at}/confirm/deny`, 30, say, ['plain_text']);
}

function checkOptions(element: Json, at: string, most: number, say: Say): void {
  if (element.options !== undefined && element.option_groups !== undefined) say(at, 'options and groups');
  const groups =
    element.option_groups === undefined ? [{ options: element.options }] : list(element.option_groups, at, 1, 100, say);
  const all: string[] = [];
  const values = new Set<string>();
  for (const [i, group] of groups.entries()) {
    if (element.option_groups !== undefined)
      text((group as Json).label, `${at}/option_groups/${i}/label`, 75, say, ['plain_text']);
    for (const [j, option] of list((group as Json).options, `${at}/options`, 1, most, say).entries()) {
      text(option.text, `${at}/options/${j}/text`, 75, say);
      const value = option.value;
      if (typeof value !== 'string' || value.length < 1 || value.length > 75) say(`${at}/options/${j}`, 'value');
      if (values.has(String(value))) say(`${at}/options/${j}`, `value ${String(value)} twice`);
      values.add(String(value));
      all.push(JSON.stringify(option));
    }
  }
  const initial = [element.initial_option, ...((element.initial_options as unknown[] | undefined) ?? [])].filter(
    (one) => one !== undefined,
  );
  if (element.initial_options !== undefined && initial.length === 0) say(at, 'empty initial_options');
  for (const one of initial) if (!all.includes(JSON.stringify(one))) say(at, 'initial option is none of the options');
}

function checkTextInput(element: Json, at: string, say: Say): void {
  const most = element.max_length ?? 3000;
  if (typeof most !== 'number' || !Number.isInteger(most) || most < 1 || most > 3000) say(at, 'max_length');
  if (
    element.initial_value !== undefined &&
    (typeof element.initial_value !== 'string' ||
      element.initial_value.length > Number(most) ||
      element.initial_value === '')
  ) {
    say(at, 'initial_value');
  }
}

function checkNumber(element: Json, at: string, say: Say): void {
  for (const key of ['initial_value', 'min_value', 'max_value']) {
    const value = element[key];
    if (value !== undefined && (typeof value !== 'string' || !/^-?\d+(\.\d+)?$/.test(value))) say(at, key);
  }
  if (typeof element.is_decimal_allowed !== 'boolean') say(at, 'is_decimal_allowed');
  const [value, min, max] = [element.initial_value, element.min_value, element.max_value].map((one) =>
    one === undefined ? undefined : Number(one),
  );
  if (min !== undefined && max !== undefined && min > max) say(at, 'min above max');
  if (value !== undefined && ((min !== undefined && value < min) || (max !== undefined && value > max)))
    say(at, 'initial_value outside');
}

function rich(block: Json, at: string, say: Say): void {
  for (const [i, part] of list(block.elements, `${at}/elements`, 1, 1000, say).entries()) {
    const here = `${at}/elements/${i}`;
    if (part.type === 'rich_text_list') {
      if (part.style !== 'bullet' && part.style !== 'ordered') say(here, 'list style');
      if (part.indent !== undefined && (Number(part.indent) < 0 || Number(part.indent) > 8)) say(here, 'indent');
      for (const [j, item] of list(part.elements, here, 1, 3000, say).entries())
        inlines(item, `${here}/elements/${j}`, say);
    } else if (['rich_text_section', 'rich_text_preformatted', 'rich_text_quote'].includes(String(part.type)))
      inlines(part, here, say);
    else say(here, String(part.type));
  }
}

function inlines(part: Json, at: string, say: Say): void {
  for (const [i, inline] of list(part.elements, at, 1, 3000, say).entries()) {
    const here = `${at}/elements/${i}`;
    if (inline.type === 'text') {
      if (typeof inline.text !== 'string' || inline.text === '' || inline.text.length > 3000) say(here, 'text');
      else wellFormed(inline.text, here, say);
    } else if (inline.type === 'link') {
      address(inline.url, here, say, true);
      if (inline.text !== undefined && (inline.text === '' || typeof inline.text !== 'string')) say(here, 'link text');
    } else if (inline.type === 'date') {
      if (!Number.isInteger(inline.timestamp) || Number(inline.timestamp) < 0 || typeof inline.format !== 'string')
        say(here, 'date');
    } else if (inline.type !== 'user') say(here, String(inline.type));
  }
}

function checkTable(block: Json, at: string, seen: Seen, say: Say): void {
  seen.tables += 1;
  const rows = block.rows as Json[][];
  if (!Array.isArray(rows) || rows.length < 1 || rows.length > 100) {
    say(at, 'rows');
    return;
  }
  if (((block.column_settings as unknown[]) ?? []).length > 20) say(at, 'column_settings');
  for (const [i, row] of rows.entries()) {
    if (row.length < 1 || row.length > 20 || row.length !== rows[0]?.length)
      say(`${at}/rows/${i}`, `${row.length} cells`);
    for (const cell of row) {
      if (cell.type === 'rich_text') rich(cell, `${at}/rows/${i}`, say);
      else if (cell.type !== 'raw_text' || typeof cell.text !== 'string' || cell.text === '')
        say(`${at}/rows/${i}`, 'cell');
    }
  }
  if (JSON.stringify(rows.flat().map((cell) => cell.text ?? '')).length > 20_000) say(at, 'letters');
}

function checkChart(block: Json, at: string, seen: Seen, say: Say): void {
  seen.charts += 1;
  const chart = block.chart as Json;
  if (typeof block.title !== 'string' || block.title === '' || block.title.length > 50) say(at, 'title');
  if (chart.type === 'pie') {
    const segments = list(chart.segments, at, 1, 6, say);
    points(segments, at, say);
    if (segments.some((segment) => Number(segment.value) <= 0)) say(at, 'pie value');
    return;
  }
  if (!['bar', 'line', 'area'].includes(String(chart.type))) say(at, 'chart type');
  const axis = chart.axis_config as { categories: string[]; x_label?: string; y_label?: string };
  if (
    axis.categories.length < 1 ||
    axis.categories.length > 20 ||
    new Set(axis.categories).size !== axis.categories.length
  )
    say(at, 'categories');
  for (const label of [axis.x_label, axis.y_label])
    if (label !== undefined && (label === '' || label.length > 50)) say(at, 'axis label');
  const names = new Set<string>();
  for (const series of list(chart.series, at, 1, 6, say)) {
    if (typeof series.name !== 'string' || series.name === '' || series.name.length > 20 || names.has(series.name))
      say(at, 'series name');
    names.add(String(series.name));
    const data = series.data as Json[];
    points(data, at, say);
    if (JSON.stringify(data.map((point) => point.label)) !== JSON.stringify(axis.categories))
      say(at, 'one point per category');
  }
}

function points(data: readonly Json[], at: string, say: Say): void {
  for (const point of data) {
    if (typeof point.label !== 'string' || point.label === '' || point.label.length > 20) say(at, 'label');
    if (typeof point.value !== 'number' || !Number.isFinite(point.value)) say(at, 'value');
  }
}

function image(element: Json, at: string, say: Say): void {
  address(element.image_url, `${at}/image_url`, say);
  if (typeof element.alt_text !== 'string' || element.alt_text.trim() === '' || element.alt_text.length > 2000)
    say(at, 'alt_text');
}

function text(object: unknown, at: string, most: number, say: Say, types = ['plain_text', 'mrkdwn']): void {
  const it = object as Json;
  if (typeof it !== 'object' || it === null || !types.includes(String(it.type))) {
    say(at, 'text object');
    return;
  }
  if (typeof it.text !== 'string' || it.text.length > most) {
    say(at, `text of ${String(it.text).length}`);
    return;
  }
  if (!/[^\s\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(it.text)) say(at, 'empty text');
  wellFormed(it.text, at, say);
  if (it.type !== 'mrkdwn') return;
  if (it.verbatim !== true) say(at, 'not verbatim');
  const bare = it.text.replace(/<(?:https?:|mailto:)[^<>]*>|<!date\^[^<>]*>|<@U\w+>/g, '');
  if (/[<>]/.test(bare) || /&(?!amp;|lt;|gt;)/.test(bare)) say(at, 'not escaped');
}

function wellFormed(value: string, at: string, say: Say): void {
  if (!value.isWellFormed()) say(at, 'half a surrogate pair');
  if (/<\/?at\b[^>]*>/i.test(value) || /\{\{(DATE|TIME)\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/.test(value))
    say(at, 'raw <at> or {{DATE}}');
  if (/[\uFDD0-\uFDEF]/.test(value)) say(at, 'a mark of ours');
}

function address(value: unknown, at: string, say: Say, isMail = false): void {
  const isFit =
    typeof value === 'string' &&
    value.length <= 3000 &&
    URL.canParse(value) &&
    (isMail ? /^(https?:\/\/|mailto:)/ : /^https?:\/\//).test(value);
  if (!isFit || String(value).includes('${')) say(at, `address ${String(value).slice(0, 60)}`);
}

function list(value: unknown, at: string, least: number, most: number, say: Say): Json[] {
  if (!Array.isArray(value)) {
    say(at, 'no list');
    return [];
  }
  if (value.length < least || value.length > most) say(at, `${value.length} items`);
  return value as Json[];
}

function unique(id: unknown, seen: Set<string>, at: string, say: Say): void {
  if (typeof id !== 'string' || id === '' || id.length > 255) {
    say(at, `id ${String(id).slice(0, 40)}`);
    return;
  }
  if (seen.has(id)) say(at, `id ${id} twice`);
  seen.add(id);
}
