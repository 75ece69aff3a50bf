import { createHash } from 'node:crypto';
import {
  findNodeAtLocation,
  type Node,
  type ParseError,
  parse as parseJson,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { tellButtons, untoldInputs } from './bots/slack/inputs.ts';
import { writeMetadata } from './bots/slack/metadata.ts';
import { parse as parseSlack } from './bots/slack/parse.ts';
import {
  type RenderedCard,
  type RenderOptions,
  renderCard,
  type Surface,
  UnreadableCard,
} from './bots/slack/render-card.ts';
import { parseActivity } from './bots/teams/parse.ts';
import { samples } from './cards/samples.ts';
import { drawChart } from './charts/draw.ts';
import type { ChatEvent } from './chat/event.ts';
import type {
  CardAnswer,
  CardDesk,
  CardHeard,
  CardPress,
  CardQuestion,
  CardRefusal,
  CardSample,
  Span,
} from './playground/cards.ts';

/** What the playground's page of cards asks, answered by the product's own translation and parsers. */
export function createCardDesk(): CardDesk {
  const drawings = new Map<string, Promise<string>>();

  /** The picture as a `data:` address; the same one is drawn once. */
  async function pictureOf(svg: string): Promise<string> {
    const known = drawings.get(svg);
    if (known) return known;
    const drawn = import('./charts/png.ts').then(async ({ toPng }) => {
      const png = await toPng(svg);
      return `data:image/png;base64,${png.toString('base64')}`;
    });
    drawings.set(svg, drawn);
    const [oldest] = drawings.keys();
    if (drawings.size > mostDrawings && oldest !== undefined) drawings.delete(oldest);
    return drawn;
  }

  async function translate({ source, surface, charts }: CardQuestion): Promise<CardAnswer | CardRefusal> {
    const read = readSource(source);
    if ('tell' in read) return read;
    const begun = performance.now();
    try {
      const style = { surface, charts: charts ? 'native' : 'text' } as const;
      const plain = render(read.card, style);
      const ms = performance.now() - begun;
      const { files, pictures } = await drawPictures(plain.pictures);
      const { text, blocks, lost } = files.size > 0 ? render(read.card, { ...style, files }) : plain;
      const tree = parseTree(source);
      return {
        ok: true,
        text,
        blocks,
        lost: lost.map((loss) => ({ ...loss, at: spanOf(tree, loss.path) })),
        pictures,
        ms,
      };
    } catch (error) {
      if (!(error instanceof UnreadableCard)) throw error;
      return refusal(source, error);
    }
  }

  async function drawPictures(needed: RenderedCard['pictures']) {
    const files = new Map<string, string>();
    const pictures: Record<string, string> = {};
    for (const { path, chart } of needed) {
      const svg = drawChart(chart);
      if (svg === undefined) continue;
      const id = `F${createHash('sha256').update(svg).digest('hex').slice(0, 10).toUpperCase()}`;
      pictures[id] = await pictureOf(svg);
      files.set(path, id);
    }
    return { files, pictures };
  }

  return { samples: listSamples, translate, hear };
}

const mostDrawings = 40;

/* ---- reading ---- */

/** The parser and the translation go into depth by calling themselves. */
const deepest = 500;

function readSource(source: string): { card: unknown } | CardRefusal {
  if (source.trim() === '') return { ok: false, tell: 'Paste an Adaptive Card, or pick a sample.' };
  if (isDeep(source)) return { ok: false, tell: 'This is nested too deep for a card.' };
  const errors: ParseError[] = [];
  const card: unknown = parseJson(source, errors, { disallowComments: true });
  const [first] = errors;
  return first ? notJson(source, first) : { card };
}

/** Brackets within texts count as well: no card has that many. */
function isDeep(source: string): boolean {
  let depth = 0;
  for (const sign of source.match(/[[\]{}]/g) ?? []) {
    depth += sign === '[' || sign === '{' ? 1 : -1;
    if (depth > deepest) return true;
  }
  return false;
}

/** What a person has to look for; any other complaint is of a sign that does not belong where it stands. */
const complaints: Readonly<Record<string, string>> = {
  CommaExpected: 'a comma is missing before this',
  ColonExpected: 'a colon is missing before this',
  PropertyNameExpected: 'a name in double quotes is missing here',
  ValueExpected: 'a value is missing here',
  CloseBraceExpected: 'a closing brace } is missing here',
  CloseBracketExpected: 'a closing bracket ] is missing here',
  UnexpectedEndOfString: 'the quotes are not closed',
  InvalidEscapeCharacter: 'this is no escape that JSON knows',
  EndOfFileExpected: 'something follows after the end of the card',
};

function notJson(source: string, { error, offset, length }: ParseError): CardRefusal {
  const before = source.slice(0, offset).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  const why = complaints[printParseErrorCode(error)] ?? 'this does not belong here';
  return { ok: false, tell: `This is not JSON yet. In ${place}, ${why}.`, at: [offset, offset + Math.max(1, length)] };
}

function refusal(source: string, { path, reason }: UnreadableCard): CardRefusal {
  const where = path === '' ? '' : ` at ${path}`;
  const at = spanOf(parseTree(source), path);
  return { ok: false, tell: `This cannot be read as an Adaptive Card${where}: ${reason}.`, path, ...(at && { at }) };
}

/** Of a value, its name with it. */
function spanOf(tree: Node | undefined, pointer: string): Span | undefined {
  if (!tree) return undefined;
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const node = findNodeAtLocation(tree, steps);
  const shown = node?.parent?.type === 'property' ? node.parent : node;
  return shown && [shown.offset, shown.offset + shown.length];
}

/** As it is sent: in a message the buttons carry what its blocks do not tell. */
function render(card: unknown, options: RenderOptions): RenderedCard {
  const rendered = renderCard(card, options);
  if (options.surface !== 'message') return rendered;
  return { ...rendered, blocks: tellButtons(rendered.blocks, rendered.inputs) };
}

/* ---- what a press would send ---- */

const workspace = { id: 'T0PLAYGROUND' };
const person = { id: 'U0PLAYGROUND', name: 'somebody', team_id: workspace.id };

/** Of what is no card nothing would be sent. */
function hear(press: CardPress): CardHeard | undefined {
  try {
    return press.platform === 'slack' ? hearSlack(press) : hearTeams(press);
  } catch (error) {
    if (error instanceof UnreadableCard) return undefined;
    throw error;
  }
}

function hearSlack({
  source,
  surface,
  action,
  state,
}: Extract<CardPress, { platform: 'slack' }>): CardHeard | undefined {
  const read = readSource(source);
  if ('tell' in read) return undefined;
  const { blocks, inputs } = render(read.card, { surface });
  const common = { team: workspace, user: person, trigger_id: 'playground' };
  const place = placeOf(surface, { blocks, inputs, state });
  const pressed = action && elementOf(blocks, action);
  if (action && !pressed) return undefined;
  const body = pressed
    ? { ...common, ...place, type: 'block_actions', actions: [{ ...pressed, ...action, action_ts: '1.0' }] }
    : { ...common, ...place, type: 'view_submission' };
  const parsed = parseSlack(body, { at: new Date() });
  if ('ignored' in parsed) return undefined;
  return heardOf(
    parsed.event,
    parsed.objections?.map(({ label }) => label),
  );
}

/** What a press in a message tells of it, or in a view. */
function placeOf(
  surface: Surface,
  { blocks, inputs, state }: Pick<RenderedCard, 'blocks' | 'inputs'> & { state: object },
): object {
  if (surface === 'message') {
    const container = { type: 'message', message_ts: '1.0', channel_id: 'C0PLAYGROUND' };
    return { container, channel: { id: 'C0PLAYGROUND' }, message: { ts: '1.0', blocks }, state: { values: state } };
  }
  const metadata = writeMetadata({ origin: {}, state: '', inputs: untoldInputs(inputs, blocks) });
  return {
    view: {
      id: 'V0',
      type: surface,
      callback_id: 'card',
      private_metadata: metadata,
      blocks,
      state: { values: state },
    },
  };
}

function elementOf(blocks: RenderedCard['blocks'], { action_id: wanted }: { action_id: string }): object | undefined {
  return blocks
    .flatMap((block): object[] => {
      if (block.type === 'actions') return block.elements;
      return block.type === 'section' && block.accessory ? [block.accessory] : [];
    })
    .find((element) => 'action_id' in element && element.action_id === wanted);
}

function hearTeams({ action, inputs }: Extract<CardPress, { platform: 'teams' }>): CardHeard | undefined {
  const data = { ...(action.data as object | undefined), ...inputs };
  const isExecute = action.type === 'Action.Execute';
  const [event] = parseActivity(
    {
      type: isExecute ? 'invoke' : 'message',
      ...(isExecute && { name: 'adaptiveCard/action' }),
      value: isExecute ? { action: { ...action, data } } : data,
      channelId: 'msteams',
      serviceUrl: 'https://playground.invalid',
      from: { id: '29:playground' },
      recipient: { id: '28:playground' },
      conversation: { id: 'playground', conversationType: 'personal' },
    } as Parameters<typeof parseActivity>[0],
    new Date(),
  );
  return event && heardOf(event);
}

function heardOf(event: ChatEvent, objections: readonly string[] = []): CardHeard | undefined {
  if (event.kind === 'action') {
    const { action: name, values, inputs } = event;
    return { kind: 'action', name, values, inputs, objections };
  }
  if (event.kind !== 'form') return undefined;
  return { kind: 'form', name: event.form, values: {}, inputs: event.inputs, objections };
}

/* ---- samples ---- */

function listSamples(): readonly CardSample[] {
  return Object.entries(samples).flatMap(([maker, list]) =>
    list.map((sample, at): CardSample => {
      const name = list.length > 1 ? `${maker} ${at + 1}` : maker;
      const shared = { name, group: 'Outloud’s own' };
      if ('type' in sample)
        return { ...shared, surface: maker === 'homeCard' ? 'home' : 'message', card: sample as object };
      if ('name' in sample) {
        const { title, submit, body } = sample;
        return {
          ...shared,
          surface: 'modal',
          card: { type: 'AdaptiveCard', version: '1.5', body },
          frame: { title, submit },
        };
      }
      return { ...shared, surface: 'message', card: sample.card ?? { type: 'AdaptiveCard', version: '1.5', body: [] } };
    }),
  );
}
