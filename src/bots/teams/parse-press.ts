import type { ActionEvent, Answers, ChatEvent, FormEvent } from '../../chat/event.ts';
import type { MessageRef } from '../../chat/ids.ts';
import { type Activity, asRecord, asText } from './activity.ts';
import { base, eventIdFor, inDialog, none, refOf } from './origin.ts';
import { parseShortcut } from './parse-shortcut.ts';

/** `adaptiveCard/action`: the answer is another card or a line beside the card. */
const inCard: Answers = { form: true, note: 'words', replace: true };

/** Keys in a button's data that say what it does; the rest is what it carries, and what stood in the inputs. */
const ours = new Set(['action', 'form', 'state', 'button', 'msteams']);

/** A button of `Action.Submit`, which comes as a message. */
export function parseSubmit(activity: Activity, receivedAt: Date): ActionEvent | FormEvent {
  const message = activity.replyToId === undefined ? undefined : refOf(activity, activity.replyToId);
  return pressOrForm(activity, receivedAt, { data: asRecord(activity.value), answers: none, message });
}

export function parseInvoke(activity: Activity, receivedAt: Date): readonly ChatEvent[] {
  const value = asRecord(activity.value);
  const message = activity.replyToId === undefined ? undefined : refOf(activity, activity.replyToId);
  switch (activity.name) {
    case 'adaptiveCard/action': {
      const { verb, data } = asRecord(value.action);
      const name = asText(verb) ?? '';
      return [pressOrForm(activity, receivedAt, { data: asRecord(data), name, answers: inCard, message })];
    }
    case 'task/fetch':
    case 'task/submit':
    case 'composeExtension/submitAction':
      return [pressOrForm(activity, receivedAt, { data: asRecord(value.data), answers: inDialog, message })];
    case 'composeExtension/fetchTask':
      return [parseShortcut(activity, receivedAt)];
    default:
      return [];
  }
}

interface Press {
  readonly data: Readonly<Record<string, unknown>>;
  /** The verb of an `Action.Execute`; else `data.action` names the handler. */
  readonly name?: string;
  readonly answers: Answers;
  readonly message: MessageRef | undefined;
}

function pressOrForm(activity: Activity, receivedAt: Date, press: Press): ActionEvent | FormEvent {
  const { data, answers, message } = press;
  const kind = activity.type === 'invoke' ? (activity.name ?? 'invoke') : 'submit';
  const shared = {
    ...base(activity, receivedAt),
    id: eventIdFor(activity, receivedAt, { kind, content: activity.value }),
    answers,
    ...(message && { message }),
  };
  const carried = carriedIn(data);
  const form = asText(data.form);
  if (form) {
    const button = data.button === 'back' ? 'back' : 'submit';
    return { ...shared, kind: 'form', form, state: asText(data.state) ?? '', inputs: carried, button };
  }
  // Teams mixes what a button carries with what stood in the inputs, so both are the whole of it.
  const action = press.name || asText(data.action) || '';
  return { ...shared, kind: 'action', action, values: carried, inputs: carried };
}

/** Strings by name, as Teams sends them; anything with a structure is not ours. */
function carriedIn(data: Readonly<Record<string, unknown>>): Record<string, string> {
  const carried: Record<string, string> = {};
  for (const [name, value] of Object.entries(data)) {
    const text = ours.has(name) ? undefined : stringOf(value);
    if (text !== undefined) carried[name] = text;
  }
  return carried;
}

function stringOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((each) => stringOf(each) ?? '').join(',');
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return asText(value);
}
