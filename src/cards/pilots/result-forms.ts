import type { CardElement } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { choiceInput, line, numberInput, small, textInput, toggleInput } from '../elements.ts';
import type { Words } from '../words.ts';
import { pilotLimits } from './start-forms.ts';

/** What happened: the figures, what was learned, what should follow. */

interface FiguresView {
  /** Of two halves, both are asked for at the end. */
  readonly split: boolean;
  readonly before: string;
  readonly after: string;
  readonly story: boolean;
}

interface ResultFormView {
  readonly state: string;
  readonly title: string;
  readonly measured: string;
  /** Absent: nothing is compared. */
  readonly figures?: FiguresView;
  readonly quotes: string;
  readonly heardBy: string;
  readonly guardOf: string;
  readonly guard: string;
  readonly learned: string;
  readonly next: string;
  readonly nextWhy: string;
  /** Questions about what was typed, each with two ways out; empty where none was taken yet. */
  readonly asks: { readonly before?: string; readonly wording?: string };
}

const nexts = ['scale', 'adapt', 'stop', 'open'] as const;

export function pilotResultForm(words: Words, view: ResultFormView): Form {
  const required = words('pilots.check.needsWords');
  return {
    name: 'pilots.result',
    title: words('pilots.result.formTitle'),
    state: view.state,
    body: [
      line(view.title),
      ...(view.figures ? figuresInputs(words, view.figures, view) : quotesInputs(words, view)),
      textInput({
        id: 'learned',
        label: words('pilots.result.learnedLabel'),
        hint: words('pilots.result.learnedHint'),
        value: view.learned,
        multiline: true,
        maxLength: pilotLimits.long,
        required,
      }),
      ...(view.asks.wording === undefined ? [] : [choiceOfWording(words, view.asks.wording)]),
      choiceInput({
        id: 'next',
        label: words('pilots.result.nextLabel'),
        value: view.next,
        expanded: true,
        required: words('pilots.check.pick'),
        choices: nexts.map((next) => ({ title: words(`pilots.next.${next}`), value: next })),
      }),
      textInput({
        id: 'nextWhy',
        label: words('pilots.result.nextWhy'),
        value: view.nextWhy,
        maxLength: pilotLimits.short,
      }),
      textInput({
        id: 'guard',
        label: view.guardOf ? words('pilots.result.guardOf', { guard: view.guardOf }) : words('pilots.result.guard'),
        value: view.guard,
        maxLength: pilotLimits.short,
      }),
    ],
    submit: words('pilots.idea.next'),
  };
}

function figuresInputs(words: Words, view: FiguresView, { measured, asks }: ResultFormView): CardElement[] {
  const side = (id: 'before' | 'after', value: string) =>
    textInput({
      id,
      label: words(`pilots.result.${view.split ? 'split' : 'figures'}.${id}`),
      hint: words('pilots.measure.beforeHint'),
      value,
      multiline: true,
      maxLength: pilotLimits.figures,
    });
  return [
    small(words('pilots.result.measured', { measured })),
    side('before', view.before),
    ...(asks.before === undefined ? [] : [choiceOfBefore(words, asks.before)]),
    side('after', view.after),
    toggleInput({
      id: 'story',
      label: words('pilots.result.noFigures'),
      title: words('pilots.result.story'),
      on: view.story,
    }),
  ];
}

function choiceOfBefore(words: Words, value: string): CardElement {
  return choiceInput({
    id: 'beforeIs',
    label: words('pilots.result.beforeIs'),
    value,
    expanded: true,
    choices: [
      { title: words('pilots.result.beforeNew'), value: 'new' },
      { title: words('pilots.result.beforeStart'), value: 'start' },
    ],
  });
}

function choiceOfWording(words: Words, value: string): CardElement {
  return choiceInput({
    id: 'wording',
    label: words('pilots.result.wording'),
    value,
    expanded: true,
    choices: [
      { title: words('pilotReading.suggest.change'), value: 'change' },
      { title: words('pilotReading.suggest.keep'), value: 'keep' },
    ],
  });
}

function quotesInputs(words: Words, view: ResultFormView): CardElement[] {
  return [
    textInput({
      id: 'quotes',
      label: words('pilots.result.quotesLabel'),
      hint: words('pilots.result.quotesHint'),
      value: view.quotes,
      multiline: true,
      maxLength: pilotLimits.long,
    }),
    numberInput({ id: 'heardBy', label: words('pilots.result.heardBy'), value: view.heardBy }),
  ];
}

/** The figures from before, where they are collected first. */
export function pilotBeforeForm(
  words: Words,
  view: { state: string; title: string; measured: string; before: string; source: string },
): Form {
  return {
    name: 'pilots.before',
    title: words('pilots.beforeForm.title'),
    state: view.state,
    body: [
      line(view.title),
      small(words('pilots.result.measured', { measured: view.measured })),
      textInput({
        id: 'before',
        label: words('pilots.result.figures.before'),
        hint: words('pilots.measure.beforeHint'),
        value: view.before,
        multiline: true,
        maxLength: pilotLimits.figures,
        required: words('pilots.check.needsFigures'),
      }),
      textInput({
        id: 'source',
        label: words('pilots.measure.source'),
        hint: words('pilots.measure.sourceHint'),
        value: view.source,
        maxLength: pilotLimits.short,
      }),
    ],
    submit: words('pilots.plan.save'),
  };
}
