import { parseJson } from '../../base/json.ts';
import type { ActionEvent, Answers, FormEvent } from '../../chat/event.ts';
import type { MessageRef, WorkspaceId } from '../../chat/ids.ts';
import { ignore, type OpenView, type Parsed, type ParseOptions, type Way } from './arrival.ts';
import { isObject, type JsonObject, listOf, stringOf, textOf } from './blocks/json.ts';
import { conversationIdOf, eventIdOf, messageIdOf } from './ids.ts';
import { objectionsTo, readAnswers, splitUntold } from './inputs.ts';
import { readInteraction, readView } from './interaction.ts';
import { type Origin, readMetadata } from './metadata.ts';
import { conversationOf, originOf } from './origin.ts';
import { actionNameOf, type InputMap, WITHOUT_INPUTS } from './render-card.ts';

/** `block_actions`: a button in a message, a form or the home page. */
export function parseActions(body: JsonObject, { at }: ParseOptions): Parsed {
  const from = readInteraction(body);
  const pressed = Array.isArray(body.actions) ? body.actions[0] : undefined;
  if (!from || !isObject(pressed)) return ignore('a press without its sender');
  const place = readPlace(body);
  if (isLink(pressed, place.blocks)) return ignore('a link that was opened');
  const { data, untold } = readData(pressed);
  const { [WITHOUT_INPUTS]: withoutInputs, ...values } = data;
  const fields = withoutInputs === undefined ? place.blocks : [];
  const inputs = withoutInputs === undefined ? [...place.inputs, ...untold] : [];
  const answers = readAnswers(place.values, fields, inputs);
  const base = {
    id: eventIdOf('action', from.triggerId ?? '', stringOf(pressed.action_ts) ?? '', stringOf(pressed.action_id) ?? ''),
    platform: 'slack' as const,
    workspace: from.workspace,
    at,
    person: from.person,
    ...(place.origin.channel !== undefined && { conversation: conversationOf(from.workspace, place.origin) }),
    answers: answersIn(place),
    ...messageIn(from.workspace, place),
    inputs: answers,
  };
  const event: ActionEvent | FormEvent =
    values.form === undefined
      ? {
          ...base,
          kind: 'action',
          action: actionNameOf(stringOf(pressed.action_id) ?? ''),
          values: withoutName(values),
        }
      : {
          ...base,
          kind: 'form',
          form: values.form,
          state: values.state ?? '',
          button: values.button === 'back' ? 'back' : 'submit',
        };
  const { workspace, user, triggerId } = from;
  const objections = isSent(pressed) ? objectionsTo(place.values, fields, inputs) : [];
  return { event, way: { from: place.from, workspace, user, triggerId, ...wayIn(place) }, objections };
}

/** A button sends what is in the fields; any other element only tells what was picked in it. */
function isSent(pressed: JsonObject): boolean {
  return pressed.type === 'button';
}

/** Where a button stood. */
interface Place {
  readonly from: 'message' | 'modal' | 'home';
  readonly origin: Origin;
  readonly message?: string;
  readonly blocks: readonly unknown[];
  readonly values: unknown;
  readonly inputs: ReturnType<typeof readMetadata>['inputs'];
  readonly view?: OpenView;
}

function readPlace(body: JsonObject): Place {
  const state = isObject(body.state) ? body.state : {};
  if (!isObject(body.view)) return { ...readMessagePlace(body), values: state.values, inputs: [] };
  const { origin, inputs } = readMetadata(stringOf(body.view.private_metadata) ?? '');
  const view = readView(body.view);
  const viewState = isObject(body.view.state) ? body.view.state : state;
  const shared = { blocks: view.blocks, values: viewState.values, inputs };
  return body.view.type === 'home'
    ? { ...shared, from: 'home', origin: {} }
    : { ...shared, from: 'modal', origin, view };
}

function readMessagePlace(body: JsonObject): Pick<Place, 'from' | 'origin' | 'message' | 'blocks'> {
  const container = isObject(body.container) ? body.container : {};
  const message = isObject(body.message) ? body.message : {};
  const channel = isObject(body.channel) ? body.channel : {};
  const origin = originOf(
    stringOf(channel.id) ?? stringOf(container.channel_id),
    stringOf(channel.name),
    stringOf(body.response_url),
    stringOf(message.thread_ts) ?? stringOf(container.thread_ts),
  );
  const ts = stringOf(container.message_ts) ?? stringOf(message.ts);
  return {
    from: 'message',
    origin,
    blocks: listOf(message.blocks),
    ...(container.is_ephemeral !== true && ts !== undefined && { message: ts }),
  };
}

function answersIn(place: Place): Answers {
  if (place.from === 'message') return { form: true, note: true, replace: true };
  return { form: true, note: place.origin.channel !== undefined, replace: false };
}

function messageIn(workspace: WorkspaceId, { message, origin }: Place): { message?: MessageRef } {
  if (message === undefined || origin.channel === undefined) return {};
  const { thread } = origin;
  return {
    message: {
      conversation: conversationIdOf(workspace, origin.channel),
      id: messageIdOf(message),
      ...(thread !== undefined && thread !== message && { thread: messageIdOf(thread) }),
    },
  };
}

function wayIn({ origin, message, view }: Place): Pick<Way, 'origin' | 'message' | 'view'> {
  // An answer to a button of a thread's first message belongs beside it, not under it.
  const thread = origin.thread === message ? undefined : origin.thread;
  return { origin: { ...origin, thread }, message, view };
}

/** Slack also tells of presses that only opened an address; not every payload repeats it. */
function isLink(pressed: JsonObject, blocks: readonly unknown[]): boolean {
  if (pressed.url !== undefined) return true;
  return blocks.some((block) => {
    const elements =
      isObject(block) && block.block_id === pressed.block_id ? [...listOf(block.elements), block.accessory] : [];
    return elements.some((one) => isObject(one) && one.action_id === pressed.action_id && one.url !== undefined);
  });
}

/** What the button carries, flat, and what it was told of the inputs. Anything but our own JSON carries nothing. */
function readData(pressed: JsonObject): { data: Record<string, string>; untold: InputMap } {
  const chosen = isObject(pressed.selected_option) ? pressed.selected_option.value : undefined;
  const carried = parseJson(stringOf(pressed.value) ?? stringOf(chosen) ?? '');
  if (!isObject(carried)) return { data: {}, untold: [] };
  const { data, untold } = splitUntold(carried);
  const flat = Object.entries(data).flatMap(([key, value]) => {
    if (value === null || value === undefined || key === '__proto__') return [];
    return [[key, textOf(value) ?? JSON.stringify(value)]];
  });
  return { data: Object.fromEntries(flat), untold };
}

function withoutName(data: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(data).filter(([key]) => key !== 'action'));
}
