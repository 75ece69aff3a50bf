import type { CardElement } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import type { Message } from '../../chat/message.ts';
import { opensTrustPage } from '../core-cards.ts';
import { listOf } from '../dates.ts';
import {
  boldLine,
  type Choice,
  card,
  choiceInput,
  fact,
  heading,
  line,
  opensForm,
  press,
  small,
  spoken,
  textInput,
} from '../elements.ts';
import type { Words } from '../words.ts';

/** From an installation to the first question: what the administrator and the facilitator read. */

interface InstalledView {
  readonly name: string;
  readonly first?: boolean;
  readonly trustPage?: string | undefined;
}

/** To the administrator: installed, silent, and what to choose; `first`: they are one as they added the app first. */
export function installedCard(words: Words, { name, first, trustPage }: InstalledView): Message {
  return {
    text: words('firstRun.installedSummary'),
    card: card(
      [
        heading(words('firstRun.installedHeading')),
        line(words('firstRun.installed', { name: name || words('administration.somebody') })),
        ...(first ? [line(words('firstRun.installedFirst'))] : []),
        line(words('firstRun.installedWho')),
        line(words('firstRun.installedWhere')),
        small(words('firstRun.private')),
      ],
      [
        opensForm({ title: words('firstRun.choose'), action: 'first-run.choose' }),
        press({ title: words('firstRun.doMyself'), action: 'first-run.myself' }),
        press({ title: words('firstRun.leaveIt'), action: 'first-run.later' }),
        ...opensTrustPage(words, trustPage),
      ],
    ),
  };
}

interface ChooseView {
  readonly name?: string;
  /** Those of that name, where there are several. */
  readonly people?: readonly Choice[];
}

export function chooseForm(words: Words, { name, people }: ChooseView): Form {
  const which = { id: 'person', label: words('administration.which'), required: words('administration.pick') };
  return {
    name: 'first-run.choose',
    title: words('firstRun.chooseTitle'),
    state: '',
    body: [
      line(words('firstRun.chooseWhat')),
      textInput({
        id: 'name',
        label: words('firstRun.chooseName'),
        required: words('firstRun.chooseMissing'),
        maxLength: 80,
        ...(name && { value: name }),
      }),
      ...(people ? [choiceInput({ ...which, expanded: true, choices: people })] : []),
    ],
    submit: words('firstRun.chooseThem'),
  };
}

/** What became of a choice, in its place. */
export function firstRunSaid(text: string): Message {
  return { text, card: card([line(text)]) };
}

/** To the facilitator; `by`: who named her, where that was somebody else. */
export function facilitatorCard(words: Words, { name, by }: { name: string; by?: string }): Message {
  const hello = by ? words('firstRun.hello', { name, by }) : words('firstRun.helloSelf', { name });
  return {
    text: words('firstRun.helloSummary', { hello }),
    card: card(
      [
        heading(words('firstRun.helloHeading')),
        line(hello),
        line(words('firstRun.helloHow')),
        small(words('firstRun.private')),
      ],
      [opensForm({ title: words('firstRun.start'), action: 'first-run.start', style: 'positive' })],
    ),
  };
}

export interface SummaryView {
  readonly who: string;
  /** The channel; empty where none is chosen. */
  readonly place: string;
  readonly greets: boolean;
  readonly greeters: readonly string[];
  readonly rhythm: string;
  readonly starters: readonly string[];
  readonly isPreviewed: boolean;
  readonly isBegun: boolean;
}

/** All answers at a glance, and what comes next. */
export function summaryCard(words: Words, view: SummaryView): Message {
  const next = view.isBegun ? 'begunSince' : view.isPreviewed ? 'readyToBegin' : 'seeItFirst';
  return {
    text: words('firstRun.summaryText', { next: words(`firstRun.${next}`) }),
    card: card(
      [
        heading(words('firstRun.summaryHeading')),
        ...answersOf(words, view),
        line(words(`firstRun.${next}`)),
        small(words('firstRun.private')),
      ],
      [
        press({
          title: words(view.isPreviewed ? 'firstRun.sendAgain' : 'firstRun.sendWeek'),
          action: 'first-run.preview',
          ...(view.isPreviewed || view.isBegun ? {} : { style: 'positive' }),
        }),
        ...(view.isPreviewed && !view.isBegun ? [beginButton(words)] : []),
        ...(view.isBegun ? [] : [changeButton(words)]),
      ],
    ),
  };
}

export function beginButton(words: Words): CardElement {
  return press({ title: words('firstRun.letBegin'), action: 'first-run.begin', style: 'positive' });
}

export function changeButton(words: Words): CardElement {
  return opensForm({ title: words('firstRun.change'), action: 'first-run.change' });
}

function answersOf(words: Words, view: SummaryView): CardElement[] {
  const greeters = view.greeters.length > 0 ? listOf(view.greeters) : words('firstRun.noGreeters');
  return [
    fact(words('firstRun.factWho'), view.who),
    fact(words('firstRun.factWhere'), view.place || words('firstRun.noPlace')),
    fact(words('firstRun.factRhythm'), view.rhythm),
    fact(words('firstRun.factGreeters'), view.greets ? greeters : words('firstRun.noGreeting')),
    fact(
      words('firstRun.factStarters'),
      view.starters.length > 0 ? listOf(view.starters) : words('firstRun.nobodyYet'),
    ),
  ];
}

export interface BegunView extends SummaryView {
  /** The channel's id, where one is chosen. */
  readonly conversation?: string;
  /** Greeters whom nobody knows by that name. */
  readonly unknown: readonly string[];
}

/** It has begun: a text that she posts herself, in her own words; people join under her post. */
export function begunCard(words: Words, { conversation, ...view }: BegunView): Message {
  const { place } = view;
  return {
    text: words('firstRun.begunSummary'),
    card: card(
      [
        heading(words('firstRun.begunHeading')),
        ...(view.unknown.length > 0 ? [line(words('firstRun.begunUnknown', { names: listOf(view.unknown) }))] : []),
        line(place ? words('firstRun.draftWhere', { place }) : words('firstRun.begunNowhere')),
        {
          type: 'Container',
          separator: true,
          items: [boldLine(words('firstRun.draftHeading')), ...spoken(draftOf(words, view))],
        },
        {
          type: 'Container',
          separator: true,
          items: [...(place ? [line(words('firstRun.draftOr'))] : []), small(words('firstRun.private'))],
        },
      ],
      conversation
        ? [press({ title: words('firstRun.postCard'), action: 'joining.post-card', values: { conversation } })]
        : [],
    ),
  };
}

/** Her post has been found, or the card stands there. */
export function invitedCard(words: Words, { place }: { readonly place: string }): Message {
  const text = words('firstRun.invited', { place });
  return {
    text,
    card: card([
      heading(words('firstRun.invitedHeading')),
      line(text),
      line(words('firstRun.invitedNext')),
      small(words('firstRun.private')),
    ]),
  };
}

function draftOf(words: Words, { who, place, rhythm, starters }: SummaryView): string {
  return [
    words('firstRun.draft', { who, rhythm }),
    ...(starters.length > 0
      ? [words('firstRun.draftStarters', { count: starters.length, names: listOf(starters) })]
      : []),
    ...(place ? [words('firstRun.draftHow')] : []),
  ].join('\n');
}
