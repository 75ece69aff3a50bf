import type { AdaptiveCard, CardElement, Json } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { teamsLimits } from './limits.ts';
import { renderCard } from './render-card.ts';
import { cut } from './render-text.ts';

export interface FormView {
  readonly form: Form;
  /** By input id; `''` for the form as a whole. */
  readonly complaints?: Readonly<Record<string, string>> | undefined;
  /** What stood in its fields when it was sent, so that nobody types twice. */
  readonly typed?: Readonly<Record<string, string>> | undefined;
}

/** The form as a card with inputs, for a message; its button answers in place. */
export function renderFormCard(view: FormView): AdaptiveCard {
  const title = {
    type: 'TextBlock',
    text: view.form.title,
    style: 'heading',
    size: 'Large',
    weight: 'Bolder',
    wrap: true,
  };
  return formCard([title, ...body(view)], actions(view.form, execute));
}

/** The form as the card in a dialog, which shows the title itself. */
export function renderDialogCard(view: FormView): AdaptiveCard {
  return formCard(body(view), actions(view.form, submit));
}

export function renderTitle(form: Form): string {
  return cut(form.title, teamsLimits.formTitle);
}

function formCard(body: readonly CardElement[], actions: readonly CardElement[]): AdaptiveCard {
  return renderCard({ type: 'AdaptiveCard', version: '1.5', body, ...(actions.length > 0 && { actions }) });
}

type Send = (title: string, form: Form, data: Readonly<Record<string, string>>) => CardElement;

const submit: Send = (title, _form, data) => ({ type: 'Action.Submit', title, data });

const execute: Send = (title, form, data) => ({
  type: 'Action.Execute',
  title,
  verb: form.name,
  data,
  // An older client knows no `Action.Execute`; it sends the same as a message.
  fallback: submit(title, form, data),
});

function actions(form: Form, send: Send): CardElement[] {
  const data = { form: form.name, state: form.state };
  return [
    ...(form.submit ? [{ ...send(form.submit, form, { ...data, button: 'submit' }), style: 'positive' }] : []),
    ...(form.back ? [send(form.back, form, { ...data, button: 'back' })] : []),
  ];
}

function body({ form, complaints = {}, typed = {} }: FormView): CardElement[] {
  const ids = inputIds(form.body);
  const general = Object.entries(complaints).filter(([id, text]) => text !== '' && !ids.has(id));
  return [
    ...general.map(([, text]) => complaint(text)),
    ...form.body.flatMap((element) => shown(element, { complaints, typed, canGoBack: form.back !== undefined })),
  ];
}

interface Showing {
  readonly complaints: Readonly<Record<string, string>>;
  readonly typed: Readonly<Record<string, string>>;
  readonly canGoBack: boolean;
}

/** An element as it stands in the form: inputs with what was typed in them, and what is wrong with it above. */
function shown(element: CardElement, showing: Showing): CardElement[] {
  if (!element.type.startsWith('Input.')) return [mapLists(element, showing)];
  const id = typeof element.id === 'string' ? element.id : '';
  const wrong = showing.complaints[id];
  const input = withValue(element, showing.typed[id]);
  return [...(wrong ? [complaint(wrong)] : []), showing.canGoBack ? optional(input) : input];
}

/** Inputs stand in containers and columns too. */
function mapLists(element: CardElement, showing: Showing): CardElement {
  const lists = ['items', 'columns', 'rows', 'cells'].flatMap((key) => {
    const list = element[key];
    return isElements(list) ? [[key, list.flatMap((each) => shown(each, showing)) as Json] as const] : [];
  });
  return lists.length === 0 ? element : { ...element, ...Object.fromEntries(lists) };
}

function withValue(input: CardElement, typed: string | undefined): CardElement {
  if (typed === undefined) return input;
  if (input.type !== 'Input.Number') return { ...input, value: typed };
  const number = typed.trim() === '' ? Number.NaN : Number(typed);
  const { value: _, ...rest } = input;
  return Number.isFinite(number) ? { ...rest, type: input.type, value: number } : { ...rest, type: input.type };
}

/** A client keeps every button, `back` too, from sending while a required field is empty; then we complain ourselves. */
function optional(input: CardElement): CardElement {
  const { isRequired: _, errorMessage: __, ...rest } = input;
  return { ...rest, type: input.type };
}

/** Colour alone would say it to some only. */
function complaint(text: string): CardElement {
  const run = { type: 'TextRun', text: `⚠ ${text}`, color: 'Attention', weight: 'Bolder' };
  return { type: 'RichTextBlock', spacing: 'Medium', inlines: [run] };
}

function inputIds(elements: readonly CardElement[]): Set<string> {
  const ids = new Set<string>();
  const visit = (each: CardElement): void => {
    if (each.type.startsWith('Input.') && typeof each.id === 'string') ids.add(each.id);
    for (const list of [each.items, each.columns, each.rows, each.cells]) if (isElements(list)) list.forEach(visit);
  };
  elements.forEach(visit);
  return ids;
}

function isElements(value: Json | undefined): value is readonly CardElement[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'object' && each !== null && 'type' in each);
}
