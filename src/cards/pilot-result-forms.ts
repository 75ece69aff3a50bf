import type { CardElement } from '../chat/card.ts';
import type { Form } from '../chat/form.ts';
import { boldLine, type Choice, choiceInput, line, numberInput, small, textInput, toggleInput } from './elements.ts';
import { audienceInput, pilotLimits } from './pilot-start-forms.ts';
import type { Words } from './words.ts';

/** The steps of writing a result: what happened, what else belongs on the card, and a look at it as others will see it. */

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

interface ShareView {
  readonly state: string;
  readonly title: string;
  /** Caveats that stand on the card in any case. */
  readonly caveats: readonly string[];
  readonly caveatReply: string;
  readonly caveat: string;
  readonly effort: string;
  readonly materials: string;
  readonly team: string;
  readonly audience: string;
  readonly audiences: readonly Choice[];
  readonly postIn: string;
  readonly channels: readonly Choice[];
}

const efforts = ['hour', 'half_day', 'day', 'more'] as const;

export function pilotShareForm(words: Words, view: ShareView): Form {
  return {
    name: 'pilots.share',
    title: words('pilots.share.title'),
    state: view.state,
    body: [
      textInput({
        id: 'title',
        label: words('pilots.share.titleLabel'),
        value: view.title,
        maxLength: pilotLimits.title,
        required: words('pilots.check.needsWords'),
      }),
      ...(view.caveats.length > 0 ? [boldLine(words('pilots.share.caveats')), ...view.caveats.map(small)] : []),
      textInput({
        id: 'caveat',
        label: words('pilots.share.caveat'),
        value: view.caveat,
        maxLength: pilotLimits.short,
      }),
      textInput({
        id: 'caveatReply',
        label: words('pilots.share.caveatReply'),
        value: view.caveatReply,
        maxLength: pilotLimits.short,
      }),
      choiceInput({
        id: 'effort',
        label: words('pilots.share.effort'),
        value: view.effort,
        choices: efforts.map((effort) => ({ title: words(`pilots.effort.${effort}`), value: effort })),
      }),
      textInput({
        id: 'materials',
        label: words('pilots.share.materials'),
        hint: words('pilots.share.materialsHint'),
        value: view.materials,
        multiline: true,
        maxLength: pilotLimits.long,
      }),
      textInput({ id: 'team', label: words('pilots.plan.team'), value: view.team, maxLength: pilotLimits.team }),
      audienceInput(words, { label: words('pilots.share.audience'), ...view }),
      ...(view.channels.length > 0 ? [postInInput(words, view)] : []),
    ],
    submit: words('pilots.share.preview'),
    back: words('answer.back'),
  };
}

function postInInput(words: Words, { postIn, channels }: ShareView): CardElement {
  return choiceInput({
    id: 'postIn',
    label: words('pilots.share.postIn'),
    value: postIn,
    choices: [{ title: words('pilots.share.noPost'), value: 'none' }, ...channels],
  });
}

interface PreviewView {
  readonly state: string;
  readonly body: readonly CardElement[];
  readonly shared: boolean;
  readonly alreadyShared: boolean;
}

export function pilotPreviewForm(words: Words, view: PreviewView): Form {
  const submit = view.shared ? (view.alreadyShared ? 'preview.save' : 'pilots.preview.share') : 'preview.keep';
  return {
    name: 'pilots.preview',
    title: words('preview.title'),
    state: view.state,
    body: view.body,
    submit: words(submit),
    back: words('answer.back'),
  };
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
