import type { CardElement } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { boldLine, type Choice, choiceInput, line, small, textInput, toggleInput } from '../elements.ts';
import type { Words } from '../words.ts';

/** The first steps of setting up a pilot or of borrowing one; the last is in `pilot-plan-form.ts`. */

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
