import { isObject, type JsonObject } from '../json.ts';

/*
 * What Slack refuses in blocks, as far as an app can get it wrong unnoticed: sizes, empty texts, missing parts,
 * ids used twice. Limits: docs.slack.dev/reference/block-kit, and @slack/types. A complaint is worded as Slack words it.
 */

export type Surface = 'message' | 'modal' | 'home';

/** What a workspace knows besides Slack's rules. */
export interface BlockFacts {
  /** A picture that was uploaded and may be shown. */
  hasFile(id: string): boolean;
  /** Whether Slack has this kind of block there yet. */
  knows(type: string): boolean;
}

type Complain = (path: string, what: string) => void;
type Check = (value: unknown, path: string, complain: Complain) => void;

export function checkBlocks(blocks: readonly JsonObject[], surface: Surface, facts: BlockFacts): string[] {
  const complaints: string[] = [];
  const complain: Complain = (path, what) => complaints.push(`[ERROR] ${what} [json-pointer:${path}]`);
  const most = surface === 'message' ? 50 : 100;
  if (blocks.length > most) complain('/blocks', `no more than ${most} items allowed`);
  unique(blocks, 'block_id', '/blocks', complain);
  for (const [index, block] of blocks.entries()) {
    const at = { path: `/blocks/${index}`, complain };
    checkBlock(block, surface, at);
    checkFacts(block, facts, at);
  }
  // Not documented; read off Slack's own refusals (github.com/vercel/chat/pull/696).
  const charts = blocks.filter(({ type }) => type === 'data_visualization');
  if (charts.length > mostCharts) complain('/blocks', `no more than ${mostCharts} data_visualization blocks allowed`);
  return complaints;
}

export function checkView(view: JsonObject, facts: BlockFacts): string[] {
  const complaints: string[] = [];
  const complain: Complain = (path, what) => complaints.push(`[ERROR] ${what} [json-pointer:/view${path}]`);
  const { type } = view;
  if (type !== 'modal' && type !== 'home') {
    complain('/type', 'must be one of: modal, home');
    return complaints;
  }
  if (!Array.isArray(view.blocks) || !view.blocks.every(isObject)) {
    complain('/blocks', 'must be an array of blocks');
    return complaints;
  }
  if (type === 'modal') checkModalFrame(view, view.blocks, complain);
  longest(3000)(view.private_metadata, '/private_metadata', complain);
  longest(255)(view.callback_id, '/callback_id', complain);
  const blocks = checkBlocks(view.blocks, type, facts).map((complaint) =>
    complaint.replace('[json-pointer:/blocks', '[json-pointer:/view/blocks'),
  );
  return [...complaints, ...blocks];
}

function checkModalFrame(view: JsonObject, blocks: readonly JsonObject[], complain: Complain): void {
  plainText(24)(view.title, '/title', complain);
  if (view.submit !== undefined && view.submit !== null) plainText(24)(view.submit, '/submit', complain);
  if (view.close !== undefined && view.close !== null) plainText(24)(view.close, '/close', complain);
  if (!isObject(view.submit) && blocks.some((block) => block.type === 'input')) {
    complain('/submit', 'missing required field: submit, as the view has an input block');
  }
}

function checkBlock(block: JsonObject, surface: Surface, at: At): void {
  const { path, complain } = at;
  longest(255)(block.block_id, `${path}/block_id`, complain);
  const check = blockChecks[String(block.type)];
  if (!check) {
    if (!unchecked.has(String(block.type))) complain(`${path}/type`, `unsupported type: ${String(block.type)}`);
    return;
  }
  if (block.type === 'alert' && surface !== 'modal') complain(`${path}/type`, 'unsupported type: alert');
  if (block.type === 'data_visualization' && surface === 'modal')
    complain(`${path}/type`, `unsupported type: ${block.type}`);
  check(block, path, complain);
}

const mostCharts = 2;

interface At {
  readonly path: string;
  readonly complain: Complain;
}

function checkFacts(block: JsonObject, facts: BlockFacts, { path, complain }: At): void {
  const type = String(block.type);
  if (!facts.knows(type)) complain(`${path}/type`, `unsupported type: ${type}`);
  const file = isObject(block.slack_file) ? block.slack_file : undefined;
  if (file && !facts.hasFile(String(file.id))) complain(`${path}/slack_file`, 'invalid slack file');
}

/** Blocks that exist and whose insides are taken as they are. */
const unchecked = new Set([
  'table',
  'data_table',
  'container',
  'card',
  'carousel',
  'alert',
  'context_actions',
  'video',
  'file',
  'task_card',
  'plan',
]);

const blockChecks: Record<string, Check> = {
  divider: () => undefined,
  section: object((block, path, complain) => {
    if (block.text === undefined && block.fields === undefined) complain(path, 'missing required field: text');
    if (block.text !== undefined) anyText(3000)(block.text, `${path}/text`, complain);
    if (block.fields !== undefined) list(1, 10, anyText(2000))(block.fields, `${path}/fields`, complain);
    if (block.accessory !== undefined) element(block.accessory, `${path}/accessory`, complain);
  }),
  header: object((block, path, complain) => plainText(150)(block.text, `${path}/text`, complain)),
  context: object((block, path, complain) => list(1, 10, contextElement)(block.elements, `${path}/elements`, complain)),
  actions: object((block, path, complain) => {
    list(1, 25, element)(block.elements, `${path}/elements`, complain);
    if (Array.isArray(block.elements)) unique(block.elements, 'action_id', `${path}/elements`, complain);
  }),
  input: object((block, path, complain) => {
    plainText(2000)(block.label, `${path}/label`, complain);
    if (block.hint !== undefined) plainText(2000)(block.hint, `${path}/hint`, complain);
    element(block.element, `${path}/element`, complain);
    if (isObject(block.element) && block.element.type === 'button') {
      complain(`${path}/element/type`, 'unsupported type: button');
    }
  }),
  image: object((block, path, complain) => {
    if (!block.image_url && !isObject(block.slack_file)) complain(path, 'missing required field: image_url');
    required(2000)(block.alt_text, `${path}/alt_text`, complain);
    if (block.title !== undefined) plainText(2000)(block.title, `${path}/title`, complain);
  }),
  data_visualization: object((block, path, complain) => {
    required(50)(block.title, `${path}/title`, complain);
    chart(block.chart, `${path}/chart`, complain);
  }),
  markdown: object((block, path, complain) => required(12_000)(block.text, `${path}/text`, complain)),
  rich_text: object((block, path, complain) => richText(block.elements, `${path}/elements`, complain)),
};

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block; newer clients take twelve, not six. */
const chart: Check = object((value, path, complain) => {
  if (value.type === 'pie') list(1, 12, chartPoint)(value.segments, `${path}/segments`, complain);
  else if (value.type === 'bar' || value.type === 'line' || value.type === 'area') {
    list(1, 12, chartSeries)(value.series, `${path}/series`, complain);
  } else complain(`${path}/type`, 'must be one of: pie, bar, area, line');
});

const chartSeries: Check = object((value, path, complain) => {
  required(20)(value.name, `${path}/name`, complain);
  list(1, 20, chartPoint)(value.data, `${path}/data`, complain);
});

const chartPoint: Check = object((value, path, complain) => {
  required(20)(value.label, `${path}/label`, complain);
  if (typeof value.value !== 'number') complain(`${path}/value`, 'must be a number');
});

const elementChecks: Record<string, Check> = {
  button: object((button, path, complain) => {
    plainText(75)(button.text, `${path}/text`, complain);
    longest(2000)(button.value, `${path}/value`, complain);
    longest(3000)(button.url, `${path}/url`, complain);
    longest(75)(button.accessibility_label, `${path}/accessibility_label`, complain);
    if (button.style !== undefined && button.style !== 'primary' && button.style !== 'danger') {
      complain(`${path}/style`, 'must be one of: primary, danger');
    }
  }),
  static_select: object((select, path, complain) => {
    if (select.option_groups === undefined) list(1, 100, option)(select.options, `${path}/options`, complain);
    else list(1, 100, optionGroup)(select.option_groups, `${path}/option_groups`, complain);
  }),
  radio_buttons: object((radio, path, complain) => list(1, 10, option)(radio.options, `${path}/options`, complain)),
  checkboxes: object((boxes, path, complain) => list(1, 10, option)(boxes.options, `${path}/options`, complain)),
  overflow: object((menu, path, complain) => list(1, 5, option)(menu.options, `${path}/options`, complain)),
  plain_text_input: object((input, path, complain) => {
    longest(3000)(input.initial_value, `${path}/initial_value`, complain);
    const { max_length: most } = input;
    if (most !== undefined && !(typeof most === 'number' && most >= 1 && most <= 3000)) {
      complain(`${path}/max_length`, 'must be between 1 and 3000');
    }
  }),
  image: object((image, path, complain) => required(2000)(image.alt_text, `${path}/alt_text`, complain)),
};

const otherElements = new Set([
  'external_select',
  'users_select',
  'conversations_select',
  'channels_select',
  'multi_external_select',
  'multi_users_select',
  'multi_conversations_select',
  'multi_channels_select',
  'datepicker',
  'timepicker',
  'datetimepicker',
  'email_text_input',
  'url_text_input',
  'number_input',
  'rich_text_input',
  'file_input',
  'workflow_button',
]);

function element(value: unknown, path: string, complain: Complain): void {
  if (!isObject(value)) {
    complain(path, 'missing required field');
    return;
  }
  const type = String(value.type);
  longest(255)(value.action_id, `${path}/action_id`, complain);
  if (value.placeholder !== undefined) plainText(150)(value.placeholder, `${path}/placeholder`, complain);
  if (value.confirm !== undefined) confirm(value.confirm, `${path}/confirm`, complain);
  const check = elementChecks[type === 'multi_static_select' ? 'static_select' : type];
  if (check) check(value, path, complain);
  else if (!otherElements.has(type)) complain(`${path}/type`, `unsupported type: ${type}`);
}

function contextElement(value: unknown, path: string, complain: Complain): void {
  if (isObject(value) && value.type === 'image') element(value, path, complain);
  else anyText(3000)(value, path, complain);
}

const option: Check = object((value, path, complain) => {
  anyText(75)(value.text, `${path}/text`, complain);
  required(75)(value.value, `${path}/value`, complain);
  if (value.description !== undefined) anyText(75)(value.description, `${path}/description`, complain);
});

const optionGroup: Check = object((value, path, complain) => {
  plainText(75)(value.label, `${path}/label`, complain);
  list(1, 100, option)(value.options, `${path}/options`, complain);
});

const confirm: Check = object((value, path, complain) => {
  plainText(100)(value.title, `${path}/title`, complain);
  anyText(300)(value.text, `${path}/text`, complain);
  plainText(30)(value.confirm, `${path}/confirm`, complain);
  plainText(30)(value.deny, `${path}/deny`, complain);
});

/** Every text inside must have at least one character, however deep it stands. */
function richText(value: unknown, path: string, complain: Complain): void {
  if (!Array.isArray(value)) {
    complain(path, 'must be an array');
    return;
  }
  for (const [index, part] of value.entries()) {
    const here = `${path}/${index}`;
    if (!isObject(part)) complain(here, 'must be an object');
    else if (part.type === 'text') required(12_000)(part.text, `${here}/text`, complain);
    else if (part.elements !== undefined) richText(part.elements, `${here}/elements`, complain);
  }
}

function object(check: (value: JsonObject, path: string, complain: Complain) => void): Check {
  return (value, path, complain) => {
    if (isObject(value)) check(value, path, complain);
    else complain(path, 'must be an object');
  };
}

function list(fewest: number, most: number, check: Check): Check {
  return (value, path, complain) => {
    if (!Array.isArray(value) || value.length < fewest) {
      complain(path, `no less than ${fewest} items allowed`);
      return;
    }
    if (value.length > most) complain(path, `no more than ${most} items allowed`);
    for (const [index, part] of value.entries()) check(part, `${path}/${index}`, complain);
  };
}

function plainText(most: number): Check {
  return (value, path, complain) => {
    anyText(most)(value, path, complain);
    if (isObject(value) && value.type === 'mrkdwn') complain(`${path}/type`, 'must be one of: plain_text');
  };
}

function anyText(most: number): Check {
  return object((text, path, complain) => {
    if (text.type !== 'plain_text' && text.type !== 'mrkdwn') {
      complain(`${path}/type`, 'must be one of: plain_text, mrkdwn');
    }
    required(most)(text.text, `${path}/text`, complain);
  });
}

function required(most: number): Check {
  return (value, path, complain) => {
    if (typeof value !== 'string' || value === '') complain(path, 'must be more than 0 characters');
    longest(most)(value, path, complain);
  };
}

function longest(most: number): Check {
  return (value, path, complain) => {
    if (value === undefined || value === null) return;
    if (typeof value !== 'string') complain(path, 'must be a string');
    else if (characters(value) > most) complain(path, `must be less than ${most + 1} characters`);
  };
}

function unique(values: readonly unknown[], key: string, path: string, complain: Complain): void {
  const seen = new Set<unknown>();
  for (const value of values) {
    const id = isObject(value) ? value[key] : undefined;
    if (typeof id !== 'string' || id === '') continue;
    if (seen.has(id)) complain(path, `\`${key}\` ${id} already exists`);
    seen.add(id);
  }
}

export function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
