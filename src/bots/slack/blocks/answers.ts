import { isObject, type JsonObject } from './json.ts';

/** One input of a card, with what is needed to turn Slack's answer into what Teams would have sent. */
export interface InputEntry {
  readonly id: string;
  readonly block: string;
  readonly action: string;
  readonly kind: 'text' | 'number' | 'date' | 'time' | 'toggle' | 'choice' | 'choices' | 'hidden';
  /** Toggle: what it says when ticked and when not. */
  readonly on?: string;
  readonly off?: string;
  /** Choices: our option value -> theirs, in the card's order; only where a choice or its order needs it. */
  readonly options?: readonly (readonly [string, string])[];
  /** An input that is not shown sends this. */
  readonly value?: string;
  readonly rules?: Rules;
}

export interface Rules {
  readonly required?: true;
  readonly regex?: string;
  readonly min?: string;
  readonly max?: string;
  /** The card's own complaint. */
  readonly message?: string;
}

/** Plain JSON; the same card gives the same map again. */
export type InputMap = readonly InputEntry[];

/** `view.state.values`, or `state.values` of a block action. */
export type SlackValues = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What Teams would have sent: strings; inputs that nobody filled in are absent, toggles always there. */
export function readInputs(values: SlackValues, map: InputMap): Record<string, string> {
  const answers: Record<string, string> = {};
  for (const entry of map) {
    const answer = answerOf(entry, values);
    if (answer === undefined || answer === '') continue;
    Object.defineProperty(answers, entry.id, { value: answer, enumerable: true, configurable: true, writable: true });
  }
  return answers;
}

/** Where the complaint about an input has to stand in `errors`. */
export function complaintBlockId(map: InputMap, inputId: string): string | undefined {
  return map.find((entry) => entry.id === inputId && entry.block !== '')?.block;
}

function answerOf(entry: InputEntry, values: SlackValues): string | undefined {
  if (entry.kind === 'hidden') return entry.value;
  const state = ownOf(ownOf(values, entry.block), entry.action);
  if (entry.kind === 'toggle') return isTicked(state) ? entry.on : entry.off;
  if (!isObject(state)) return undefined;
  if (entry.kind === 'number') return numberAnswer(state.value);
  if (entry.kind === 'date') return stringAnswer(state.selected_date);
  if (entry.kind === 'time') return stringAnswer(state.selected_time);
  if (entry.kind === 'text') return stringAnswer(state.value);
  return choiceAnswer(entry, state);
}

function ownOf(object: unknown, key: string): unknown {
  return isObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;
}

function stringAnswer(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Teams sends the number, not the digits: "05" is 5. */
function numberAnswer(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : stringAnswer(value);
  if (text === undefined || text.trim() === '') return undefined;
  const parsed = Number(text);
  return Number.isFinite(parsed) ? String(parsed) : undefined;
}

function isTicked(state: unknown): boolean {
  return isObject(state) && Array.isArray(state.selected_options) && state.selected_options.length > 0;
}

function choiceAnswer(entry: InputEntry, state: JsonObject): string | undefined {
  const chosen = chosenOf(state);
  if (chosen.length === 0) return undefined;
  if (!entry.options) return chosen.join(',');
  const picked = new Set(chosen);
  const values = entry.options.filter(([key]) => picked.has(key)).map(([, value]) => value);
  return values.reduce((all, value) => (all === '' ? value : `${all},${value}`), '');
}

function chosenOf(state: JsonObject): string[] {
  const options = [state.selected_option, ...(Array.isArray(state.selected_options) ? state.selected_options : [])];
  const users = [state.selected_user, ...(Array.isArray(state.selected_users) ? state.selected_users : [])];
  const values = options.map((option) => (isObject(option) ? option.value : undefined));
  return [...values, ...users].filter((value): value is string => typeof value === 'string');
}

export interface Complaint {
  readonly inputId: string;
  readonly blockId: string;
  readonly message: string;
}

/** The card's own rules, which Slack does not know: to be answered as `errors` of the view. */
export function checkInputs(answers: Readonly<Record<string, string>>, map: InputMap): Complaint[] {
  return map.flatMap((entry) => {
    const rules = entry.rules;
    if (!rules || entry.block === '') return [];
    const answer = Object.hasOwn(answers, entry.id) ? answers[entry.id] : undefined;
    const isFine = entry.kind === 'toggle' ? !rules.required || answer === entry.on : isWithin(answer, entry, rules);
    return isFine
      ? []
      : [{ inputId: entry.id, blockId: entry.block, message: rules.message ?? 'Please check this answer.' }];
  });
}

function isWithin(answer: string | undefined, entry: InputEntry, rules: Rules): boolean {
  if (answer === undefined || answer === '') return rules.required !== true;
  if (rules.regex !== undefined && !matches(rules.regex, answer)) return false;
  const compare = (one: string, other: string): number =>
    entry.kind === 'number' ? Number(one) - Number(other) : one < other ? -1 : 1;
  if (rules.min !== undefined && answer !== rules.min && compare(answer, rules.min) < 0) return false;
  return rules.max === undefined || answer === rules.max || compare(answer, rules.max) <= 0;
}

function matches(pattern: string, answer: string): boolean {
  try {
    return new RegExp(pattern, 'g').test(answer);
  } catch {
    return true;
  }
}
