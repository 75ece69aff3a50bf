import { parseJson } from '../../base/json.ts';
import type { ConversationKind } from '../../chat/conversation.ts';
import { PlatformError } from '../../chat/platform.ts';
import { isObject, stringOf } from './blocks/json.ts';
import { viewLimits } from './limits.ts';
import type { InputMap } from './render-card.ts';

/** Where a form was opened, so that what is sent with it belongs there and can be answered there. */
export interface Origin {
  readonly channel?: string;
  readonly kind?: ConversationKind;
  readonly name?: string;
  readonly thread?: string;
  readonly responseUrl?: string;
}

export interface Metadata {
  readonly origin: Origin;
  readonly state: string;
  /** See `inputs.ts`. */
  readonly inputs: InputMap;
}

interface NewMetadata extends Metadata {
  /** What has to do where there is no room for all of `inputs`. */
  readonly fewer?: InputMap;
}

/**
 * A view's `private_metadata`: one line of JSON, then the form's state as it is (in JSON its quotes would count double).
 * Only Slack and we can read or change it.
 */
export function writeMetadata({ origin, state, inputs, fewer = inputs }: NewMetadata): string {
  const { responseUrl, ...short } = origin;
  const head = (where: Origin, what: InputMap): string =>
    JSON.stringify({ origin: where, ...(what.length > 0 && { inputs: what }) });
  const whole = `${head(origin, inputs)}\n${state}`;
  if (whole.length <= viewLimits.metadata) return whole;
  // Without the address an answer still gets there, as a message that only the person sees.
  const shorter = `${head(short, inputs)}\n${state}`;
  if (responseUrl !== undefined && shorter.length <= viewLimits.metadata) return shorter;
  const shortest = `${head(short, fewer)}\n${state}`;
  if (shortest.length <= viewLimits.metadata) return shortest;
  throw new PlatformError('rejected', `a form's state and choices come to ${shortest.length} characters of metadata`);
}

/** Never throws: a view that is not ours has no origin, and its metadata is its state. */
export function readMetadata(text: string): Metadata {
  const end = text.indexOf('\n');
  const head = end < 0 ? undefined : parseJson(text.slice(0, end));
  if (!isObject(head)) return { origin: {}, state: text, inputs: [] };
  return {
    origin: readOrigin(head.origin),
    state: text.slice(end + 1),
    inputs: Array.isArray(head.inputs) ? (head.inputs as InputMap) : [],
  };
}

function readOrigin(value: unknown): Origin {
  if (!isObject(value)) return {};
  const kind = stringOf(value.kind);
  return {
    channel: stringOf(value.channel),
    kind: kind === 'channel' || kind === 'group' || kind === 'direct' ? kind : undefined,
    name: stringOf(value.name),
    thread: stringOf(value.thread),
    responseUrl: stringOf(value.responseUrl),
  };
}
