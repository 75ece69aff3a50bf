import type { CardElement } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { type Choice, choiceInput, dateInput, line, textInput } from '../elements.ts';
import type { Words } from '../words.ts';
import { audienceInput, pilotLimits } from './start-forms.ts';

/** The last step of setting up a pilot, and what can be changed while it runs. */

interface PlanView {
  readonly state: string;
  /** It runs already: its earlier steps are settled. */
  readonly running: boolean;
  /** How big a change could be noticed, and how it will be read. */
  readonly says: readonly string[];
  /** There are no figures from before, and this kind of test needs some: which of the two ways out is chosen. */
  readonly noBefore?: 'baseline' | 'story' | '';
  /** Absent where nothing is compared with it. */
  readonly worthwhile?: string;
  readonly starts: string;
  readonly ends: string;
  readonly midway: string;
  readonly midways: readonly Choice[];
  readonly guard: string;
  readonly stopRule: string;
  readonly team: string;
  readonly audience: string;
  readonly audiences: readonly Choice[];
}

export function pilotPlanForm(words: Words, view: PlanView): Form {
  const needsWords = words('pilots.check.needsWords');
  return {
    name: 'pilots.plan',
    title: words('pilots.plan.title'),
    state: view.state,
    body: [
      ...view.says.map(line),
      ...(view.noBefore === undefined ? [] : [noBeforeInput(words, view.noBefore)]),
      ...(view.worthwhile === undefined
        ? []
        : [
            textInput({
              id: 'worthwhile',
              label: words('pilots.plan.worthwhile'),
              hint: words('pilots.plan.worthwhileHint'),
              value: view.worthwhile,
              maxLength: 30,
              required: words('pilotFigures.empty'),
            }),
          ]),
      dateInput({
        id: 'starts',
        label: words('pilots.plan.starts'),
        value: view.starts,
        required: words('pilots.check.date'),
      }),
      dateInput({
        id: 'ends',
        label: words('pilots.plan.ends'),
        value: view.ends,
        required: words('pilots.check.date'),
      }),
      choiceInput({ id: 'midway', label: words('pilots.plan.midway'), value: view.midway, choices: view.midways }),
      textInput({
        id: 'guard',
        label: words('pilots.plan.guard'),
        value: view.guard,
        maxLength: pilotLimits.short,
        required: needsWords,
      }),
      textInput({
        id: 'stopRule',
        label: words('pilots.plan.stopRule'),
        hint: words('pilots.plan.stopRuleHint'),
        value: view.stopRule,
        maxLength: pilotLimits.short,
        required: needsWords,
      }),
      textInput({ id: 'team', label: words('pilots.plan.team'), value: view.team, maxLength: pilotLimits.team }),
      audienceInput(words, { label: words('pilots.plan.seenBy'), audience: view.audience, audiences: view.audiences }),
    ],
    submit: words(view.running ? 'pilots.plan.save' : 'pilots.plan.start'),
    ...(!view.running && { back: words('answer.back') }),
  };
}

function noBeforeInput(words: Words, chosen: 'baseline' | 'story' | ''): CardElement {
  return choiceInput({
    id: 'noBefore',
    label: words('pilots.plan.noBefore'),
    value: chosen,
    expanded: true,
    required: words('pilots.plan.noBeforeMissing'),
    choices: [
      { title: words('pilots.plan.baseline'), value: 'baseline' },
      { title: words('pilots.plan.story'), value: 'story' },
    ],
  });
}
