import type { CardElement } from '../chat/card.ts';
import type { Form } from '../chat/form.ts';
import { boldLine, type Choice, choiceInput, dateInput, line, small, textInput, toggleInput } from './elements.ts';
import type { Words } from './words.ts';

/** The three steps of setting up a pilot, and the first one of borrowing one. */

interface IdeaView {
  readonly state: string;
  readonly idea: {
    readonly doing: string;
    readonly change: string;
    readonly because: string;
    readonly reaches: string;
  };
  readonly channel: string;
  readonly contentType: string;
  readonly channels: readonly Choice[];
  readonly contentTypes: readonly Choice[];
}

export const pilotLimits = { short: 150, long: 1_200, figures: 3_000, team: 60, title: 120 } as const;

export function pilotIdeaForm(words: Words, view: IdeaView): Form {
  const { idea } = view;
  const says = (id: 'doing' | 'change' | 'because', hint: 'doingHint' | 'changeHint' | 'becauseHint') =>
    textInput({
      id,
      label: words(`pilots.idea.${id}`),
      hint: words(`pilots.idea.${hint}`),
      value: idea[id],
      maxLength: pilotLimits.short,
      required: words('pilots.check.needsWords'),
    });
  return {
    name: 'pilots.idea',
    title: words('pilots.idea.title'),
    state: view.state,
    body: [
      line(words('pilots.idea.intro')),
      says('doing', 'doingHint'),
      says('change', 'changeHint'),
      says('because', 'becauseHint'),
      ...whereInputs(words, { ...view, reaches: idea.reaches }),
      choiceInput({
        id: 'contentType',
        label: words('pilots.idea.contentType'),
        value: view.contentType,
        choices: view.contentTypes,
        required: words('pilots.check.pick'),
      }),
      small(words('pilots.idea.ethics')),
    ],
    submit: words('pilots.idea.next'),
  };
}

interface WhereView {
  readonly channel: string;
  readonly channels: readonly Choice[];
  readonly reaches: string;
}

function whereInputs(words: Words, view: WhereView): CardElement[] {
  return [
    choiceInput({
      id: 'channel',
      label: words('pilots.idea.channel'),
      value: view.channel,
      choices: view.channels,
      required: words('pilots.check.pick'),
    }),
    textInput({
      id: 'reaches',
      label: words('pilots.idea.reaches'),
      hint: words('pilots.idea.reachesHint'),
      value: view.reaches,
      maxLength: pilotLimits.short,
      required: words('pilots.check.needsWords'),
    }),
  ];
}

interface BorrowView extends WhereView {
  readonly state: string;
  /** Empty where the owner's name is not known. */
  readonly owner: string;
  readonly idea: { readonly doing: string; readonly change: string; readonly because: string };
  readonly same: 'exactly' | 'changed';
  readonly how: string;
}

export function pilotBorrowForm(words: Words, view: BorrowView): Form {
  const { idea, owner } = view;
  return {
    name: 'pilots.borrow',
    title: words('pilots.borrow.title'),
    state: view.state,
    body: [
      line(owner ? words('pilots.borrow.intro', { owner, ...idea }) : words('pilots.borrow.introAnyone', { ...idea })),
      small(words('pilots.borrow.worth')),
      choiceInput({
        id: 'same',
        label: words('pilots.borrow.same'),
        value: view.same,
        expanded: true,
        required: words('pilots.check.pick'),
        choices: [
          { title: words('pilots.borrow.exactly'), value: 'exactly' },
          { title: words('pilots.borrow.changed'), value: 'changed' },
        ],
      }),
      textInput({
        id: 'how',
        label: words('pilots.borrow.how'),
        hint: words('pilots.borrow.howHint'),
        value: view.how,
        maxLength: pilotLimits.short,
      }),
      ...whereInputs(words, view),
      small(words('pilots.idea.ethics')),
    ],
    submit: words('pilots.idea.next'),
  };
}

interface MeasureView {
  readonly state: string;
  /** The nearest earlier pilots that the person may see. */
  readonly tried: readonly {
    readonly title: string;
    readonly verdict: string;
    readonly owner: string;
    readonly code: string;
  }[];
  readonly metric: string;
  readonly metrics: readonly Choice[];
  readonly ownMetric: string;
  readonly design: string;
  readonly before: string;
  readonly source: string;
  readonly unusual: boolean;
}

const designs = ['before_after', 'split', 'usual_range', 'look_and_learn'] as const;

export function pilotMeasureForm(words: Words, view: MeasureView): Form {
  const tried = view.tried.map((each) => small(words('pilots.measure.triedLine', { ...each })));
  return {
    name: 'pilots.measure',
    title: words('pilots.measure.title'),
    state: view.state,
    body: [
      ...(tried.length > 0 ? [boldLine(words('pilots.measure.tried')), ...tried] : []),
      choiceInput({
        id: 'metric',
        label: words('pilots.measure.metric'),
        value: view.metric,
        choices: view.metrics,
        required: words('pilots.check.pick'),
      }),
      textInput({
        id: 'ownMetric',
        label: words('pilots.measure.ownMetric'),
        value: view.ownMetric,
        maxLength: pilotLimits.short,
      }),
      choiceInput({
        id: 'design',
        label: words('pilots.measure.design'),
        value: view.design,
        choices: designs.map((design) => ({ title: words(`pilots.design.${design}`), value: design })),
        required: words('pilots.check.pick'),
      }),
      textInput({
        id: 'before',
        label: words('pilots.measure.before'),
        hint: words('pilots.measure.beforeHint'),
        value: view.before,
        multiline: true,
        maxLength: pilotLimits.figures,
      }),
      textInput({
        id: 'source',
        label: words('pilots.measure.source'),
        hint: words('pilots.measure.sourceHint'),
        value: view.source,
        maxLength: pilotLimits.short,
      }),
      toggleInput({
        id: 'unusual',
        label: words('pilots.measure.unusual'),
        title: words('pilots.measure.unusualLabel'),
        on: view.unusual,
      }),
    ],
    submit: words('pilots.idea.next'),
    back: words('answer.back'),
  };
}

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

export function audienceInput(
  words: Words,
  view: { label: string; audience: string; audiences: readonly Choice[] },
): CardElement {
  return choiceInput({
    id: 'audience',
    label: view.label,
    value: view.audience,
    choices: view.audiences,
    expanded: view.audiences.length <= 6,
    required: words('pilots.check.audience'),
  });
}
