import type { ActionData, AdaptiveCard, CardElement, Json } from '../chat/card.ts';

/*
 * Small builders of Adaptive Card 1.5 elements. All text but a heading stands in text runs, which know no markdown:
 * nothing that a person wrote can forge a link or a mention.
 */

export function card(body: readonly CardElement[], actions: readonly CardElement[] = []): AdaptiveCard {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    body,
    ...(actions.length > 0 && { actions }),
  };
}

/** The one heading of a card: our own words, in which a channel's name may stand. */
export function heading(text: string): CardElement {
  return {
    type: 'TextBlock',
    text: withoutMarkdown(text),
    style: 'heading',
    size: 'Large',
    weight: 'Bolder',
    wrap: true,
  };
}

/** A line of our own words. */
export function line(text: string): CardElement {
  return textRuns({ text });
}

export function boldLine(text: string): CardElement {
  return textRuns({ text, weight: 'Bolder' });
}

/** A short label of ours and what belongs to it, in one line: "Dates: 6–24 May". */
export function fact(label: string, value: string): CardElement {
  return {
    type: 'RichTextBlock',
    inlines: [
      { type: 'TextRun', text: `${label}: `, weight: 'Bolder' },
      { type: 'TextRun', text: value },
    ],
  };
}

/** A quiet line: who will see this, how long it takes. */
export function small(text: string): CardElement {
  return textRuns({ text, isSubtle: true, size: 'Small' });
}

/** A person's words as they wrote them, one block a paragraph. */
export function spoken(text: string): CardElement[] {
  return text
    .split(/\n+/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map(line);
}

/** A heading is read as markdown; what is in it means itself. */
function withoutMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<]/g, '\\$&');
}

function textRuns(run: { text: string; weight?: 'Bolder'; isSubtle?: boolean; size?: 'Small' }): CardElement {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', ...run }] };
}

/** A label of ours and what a person wrote under it. */
export function labelled(label: string, value: string): CardElement {
  return {
    type: 'Container',
    spacing: 'Medium',
    items: [boldLine(label), ...spoken(value)],
  };
}

/** Characters: with less, a short heading breaks within a word on a phone, as the space around it takes its part. */
const narrowest = 12;

/** A small table of texts, the first row its headings; columns after the first hold figures. */
export function table(rows: readonly (readonly string[])[]): CardElement {
  const [head = []] = rows;
  return {
    type: 'Table',
    firstRowAsHeader: true,
    columns: head.map((_, at) => ({
      width: Math.max(narrowest, 2 + Math.max(...rows.map((cells) => cells[at]?.length ?? 0))),
      ...(at > 0 && { horizontalCellContentAlignment: 'Right' }),
    })),
    rows: rows.map((cells, at) => ({
      type: 'TableRow',
      cells: cells.map((cell) => ({ type: 'TableCell', items: [at === 0 ? boldLine(cell) : line(cell)] })),
    })),
  };
}

interface InputOptions {
  readonly id: string;
  readonly label: string;
  readonly value?: string;
  /** What is said where the field is left empty; a field with it is required. */
  readonly required?: string;
}

export function textInput(
  options: InputOptions & { hint?: string; multiline?: boolean; maxLength?: number; kind?: 'Url' },
): CardElement {
  return {
    type: 'Input.Text',
    ...common(options),
    ...(options.hint && { placeholder: options.hint }),
    ...(options.multiline && { isMultiline: true }),
    ...(options.maxLength && { maxLength: options.maxLength }),
    ...(options.kind && { style: options.kind }),
  };
}

export interface Choice {
  readonly title: string;
  readonly value: string;
}

export function choiceInput(
  options: InputOptions & { choices: readonly Choice[]; multiple?: boolean; expanded?: boolean },
): CardElement {
  return {
    type: 'Input.ChoiceSet',
    ...common(options),
    choices: options.choices.map(({ title, value }) => ({ title, value })),
    style: options.expanded ? 'expanded' : 'compact',
    wrap: true,
    ...(options.multiple && { isMultiSelect: true }),
  };
}

export function timeInput(options: InputOptions): CardElement {
  return { type: 'Input.Time', ...common(options) };
}

export function dateInput(options: InputOptions): CardElement {
  return { type: 'Input.Date', ...common(options) };
}

export function numberInput(options: InputOptions): CardElement {
  const { value, ...rest } = common(options);
  return { type: 'Input.Number', ...rest, ...(value !== undefined && { value: Number(value) }) };
}

export function toggleInput(options: { id: string; title: string; label: string; on?: boolean }): CardElement {
  return {
    type: 'Input.Toggle',
    id: options.id,
    title: options.title,
    label: options.label,
    value: options.on ? 'true' : 'false',
  };
}

function common(options: InputOptions) {
  return {
    id: options.id,
    label: options.label,
    ...(options.value !== undefined && options.value !== '' && { value: options.value }),
    ...(options.required && { isRequired: true, errorMessage: options.required }),
  };
}

type Values = Readonly<Record<string, string>>;

interface PressOptions {
  readonly title: string;
  /** Names the handler. */
  readonly action: string;
  /** Ids of ours that come back with the press. */
  readonly values?: Values;
  readonly style?: 'positive' | 'destructive';
}

/** A button that does something at once. */
export function press({ title, action, values = {}, style }: PressOptions): CardElement {
  const data: ActionData = { action, ...values };
  return {
    type: 'Action.Execute',
    title,
    verb: action,
    data: { ...values },
    associatedInputs: 'none',
    ...(style && { style }),
    fallback: { type: 'Action.Submit', title, data, associatedInputs: 'none' },
  };
}

/** A button that opens a form, on a card that many people see. */
export function opensForm({ title, action, values = {}, style }: PressOptions): CardElement {
  return {
    type: 'Action.Submit',
    title,
    data: { action, ...values, msteams: { type: 'task/fetch' } },
    associatedInputs: 'none',
    ...(style && { style }),
  };
}

/** A button that opens an address in a browser. */
export function opensAddress(title: string, url: string): CardElement {
  return { type: 'Action.OpenUrl', title, url };
}

/** A button that unfolds a form inside a card that one person sees; where that cannot be, it opens the form. */
export function unfoldsForm({ title, action, values = {} }: PressOptions, inner: AdaptiveCard): CardElement {
  return { type: 'Action.ShowCard', id: action, title, card: inner, data: { ...values } as Json };
}
