import type { CardElement } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { weekdayName } from '../dates.ts';
import { type Choice, choiceInput, line, small, textInput, timeInput, toggleInput } from '../elements.ts';
import type { Words } from '../words.ts';

/** The facilitator's five questions, one form each. */

type Question = 'who' | 'promises' | 'greeters' | 'rhythm' | 'starters';

export interface QuestionForm {
  readonly question: Question;
  readonly step: number;
  readonly steps: number;
  readonly answers: {
    readonly who?: string;
    readonly channel?: string;
    readonly greets?: boolean;
    readonly greeters?: readonly string[];
    readonly weekday?: number;
    readonly time?: string;
    readonly everyWeeks?: number;
    readonly starters?: readonly string[];
  };
  /** What stood in the fields when something was wrong with it. */
  readonly typed: Readonly<Record<string, string>>;
  readonly channels: readonly Choice[];
}

export function questionForm(words: Words, view: QuestionForm): Form {
  const { question, step, steps } = view;
  return {
    name: 'first-run.answer',
    title: words(`firstRun.title.${question}`),
    state: question,
    body: [...fieldsOf(words, view), small(words('firstRun.step', { step, steps }))],
    submit: words(step === steps ? 'firstRun.finish' : 'firstRun.next'),
    ...(step > 1 && { back: words('answer.back') }),
  };
}

function fieldsOf(words: Words, view: QuestionForm): CardElement[] {
  switch (view.question) {
    case 'who':
      return whoFields(words, view);
    case 'promises':
      return promiseFields(words, view);
    case 'greeters':
      return greeterFields(words, view);
    case 'rhythm':
      return rhythmFields(words, view);
    case 'starters':
      return starterFields(words, view);
  }
}

function whoFields(words: Words, { answers, typed, channels }: QuestionForm): CardElement[] {
  return [
    textInput({
      id: 'who',
      label: words('firstRun.who'),
      hint: words('firstRun.whoHint'),
      value: typed.who ?? answers.who ?? '',
      required: words('firstRun.whoWrong'),
      maxLength: 120,
    }),
    ...(channels.length > 0
      ? [
          choiceInput({
            id: 'channel',
            label: words('firstRun.where'),
            value: typed.channel ?? answers.channel ?? '',
            choices: channels,
          }),
          small(words('firstRun.whereHow')),
        ]
      : [line(words('firstRun.whereNone'))]),
  ];
}

function promiseFields(words: Words, { answers }: QuestionForm): CardElement[] {
  return [
    line(words('firstRun.promisesKept')),
    line(words('firstRun.promiseCap')),
    line(words('firstRun.promiseAudience')),
    line(words('firstRun.promisePause')),
    toggleInput({
      id: 'greets',
      label: words('firstRun.promiseYours'),
      title: words('firstRun.promiseGreet'),
      on: answers.greets ?? true,
    }),
    small(words('firstRun.promiseGreetWhy')),
  ];
}

function greeterFields(words: Words, { answers, typed }: QuestionForm): CardElement[] {
  return [
    line(words('firstRun.greetersWhat')),
    textInput({
      id: 'greeters',
      label: words('firstRun.greeters'),
      hint: words('firstRun.greetersHint'),
      value: typed.greeters ?? (answers.greeters ?? []).join(', '),
      multiline: true,
      maxLength: 500,
    }),
    small(words('firstRun.greetersNote')),
  ];
}

function rhythmFields(words: Words, { answers, typed }: QuestionForm): CardElement[] {
  return [
    choiceInput({
      id: 'weekday',
      label: words('firstRun.weekday'),
      value: typed.weekday ?? String(answers.weekday ?? 2),
      required: words('field.no-option'),
      choices: [1, 2, 3, 4, 5].map((day) => ({ title: weekdayName(day), value: String(day) })),
    }),
    timeInput({
      id: 'time',
      label: words('setup.time'),
      value: typed.time ?? answers.time ?? '10:00',
      required: words('field.no-option'),
    }),
    choiceInput({
      id: 'every',
      label: words('setup.every'),
      value: typed.every ?? String(answers.everyWeeks ?? 1),
      required: words('field.no-option'),
      choices: ([1, 2, 4] as const).map((every) => ({ title: words(`setup.every${every}`), value: String(every) })),
    }),
    small(words('firstRun.rhythmNote')),
  ];
}

function starterFields(words: Words, { answers, typed }: QuestionForm): CardElement[] {
  return [
    line(words('firstRun.startersWhat')),
    textInput({
      id: 'starters',
      label: words('firstRun.starters'),
      hint: words('firstRun.startersHint'),
      value: typed.starters ?? (answers.starters ?? []).join(', '),
      maxLength: 200,
    }),
    small(words('firstRun.startersNote')),
  ];
}
