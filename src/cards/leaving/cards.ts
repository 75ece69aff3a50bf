import type { CardElement } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import type { PlatformName } from '../../chat/ids.ts';
import type { Message } from '../../chat/message.ts';
import { opensTrustPage } from '../core-cards.ts';
import { listOf } from '../dates.ts';
import {
  boldLine,
  card,
  choiceInput,
  fact,
  heading,
  line,
  opensAddress,
  opensForm,
  press,
  small,
} from '../elements.ts';
import type { en } from '../words/en.ts';
import type { Words } from '../words.ts';

/** What is held of a person, shown to them alone; a copy of it, and having it erased. */

type HeldKind = keyof typeof en.held;

export interface HeldCount {
  readonly kind: HeldKind;
  readonly count: number;
}

interface HeldView {
  readonly held: readonly HeldCount[];
  /** Of the person's accounts. */
  readonly platforms: readonly PlatformName[];
  readonly trustPage?: string | undefined;
}

export function myDataCard(words: Words, { held, platforms, trustPage }: HeldView): Message {
  const list = held.map(({ kind, count }) => `${words(`held.${kind}.title`)} ${count}`).join(', ');
  return {
    text: held.length > 0 ? words('leaving.summary', { list }) : words('leaving.summaryNone'),
    card: card(
      [
        heading(words('leaving.heading')),
        line(introOf(words, platforms)),
        ...held.map((each) => heldRow(words, each)),
        small(words('leaving.private')),
      ],
      [
        press({ title: words('leaving.copy'), action: 'leaving.copy', style: 'positive' }),
        opensForm({ title: words('leaving.erase'), action: 'leaving.erase', style: 'destructive' }),
        ...opensTrustPage(words, trustPage),
      ],
    ),
  };
}

function introOf(words: Words, platforms: readonly PlatformName[]): string {
  const names = platforms.map((platform) => words(`leaving.${platform}`));
  return words('leaving.intro', { platforms: listOf(names), count: platforms.length });
}

function heldRow(words: Words, { kind, count }: HeldCount): CardElement {
  const says = {
    what: words(`held.${kind}.what`),
    who: words(`held.${kind}.who`),
    kept: words(`held.${kind}.kept`),
  };
  return {
    type: 'Container',
    separator: true,
    items: [fact(words(`held.${kind}.title`), String(count)), small(words('leaving.kind', says))],
  };
}

/** An address for one person, for a short while. */
export function copyReadyCard(words: Words, address: string): Message {
  return {
    text: words('leaving.copyText', { address }),
    card: card(
      [line(words('leaving.copyIntro')), small(words('leaving.copyPrivate'))],
      [opensAddress(words('leaving.open'), address)],
    ),
  };
}

/** A role that nobody has once a person is gone, on one of the platforms that they have accounts on. */
export interface Vacancy {
  readonly platform: PlatformName;
  readonly role: 'administrator' | 'facilitator';
}

/** Who does it then, and how the next one is named. `when`: before it comes about, or since. */
export function whoIsNext(words: Words, vacancies: readonly Vacancy[], when: 'nobodyElse' | 'nobody'): string[] {
  return vacancies.map(({ platform, role }) => {
    const next = role === 'facilitator' ? role : (`administrator${capitals[platform]}` as const);
    const said = words(`leaving.${when}.${role}`, { platform: words(`leaving.${platform}`) });
    return `${said} ${words(`leaving.next.${next}`)}`;
  });
}

const capitals = { slack: 'Slack', teams: 'Teams' } as const;

interface EraseView {
  readonly vacancies: readonly Vacancy[];
  readonly held: readonly HeldCount[];
  /** They have shared results that may stay without their name. */
  readonly hasResults: boolean;
}

export function eraseForm(words: Words, { held, hasResults, vacancies }: EraseView): Form {
  const goes = held.map(({ kind, count }) =>
    line(
      words('leaving.goesLine', {
        title: words(`held.${kind}.title`),
        count,
        erased: words(`held.${kind}.erased`),
      }),
    ),
  );
  return {
    name: 'leaving.erase',
    title: words('leaving.eraseTitle'),
    state: '',
    body: [
      line(words('leaving.eraseIntro')),
      small(words('leaving.copyFirst')),
      ...succession(words, vacancies),
      boldLine(words('leaving.goes')),
      ...(goes.length > 0 ? goes : [line(words('leaving.goesNothing'))]),
      boldLine(words('leaving.stays')),
      ...whatStays(words).map(line),
      ...(hasResults ? [resultsChoice(words)] : []),
    ],
    submit: words('leaving.eraseSubmit'),
  };
}

function succession(words: Words, vacancies: readonly Vacancy[]): CardElement[] {
  if (vacancies.length === 0) return [];
  const canName = vacancies.some(({ role }) => role === 'administrator');
  return [
    boldLine(words('leaving.after')),
    ...whoIsNext(words, vacancies, 'nobodyElse').map(line),
    ...(canName ? [line(words('leaving.nameFirst'))] : []),
  ];
}

export function whatStays(words: Words): string[] {
  return [
    words('leaving.staysReplies'),
    words('leaving.staysName'),
    words('leaving.staysTyped'),
    words('leaving.staysLog'),
    words('leaving.staysBackups'),
    words('leaving.staysOutside'),
  ];
}

function resultsChoice(words: Words): CardElement {
  return choiceInput({
    id: 'results',
    label: words('leaving.results'),
    required: words('leaving.pick'),
    value: 'remove',
    expanded: true,
    choices: [
      { title: words('leaving.resultsRemove'), value: 'remove' },
      { title: words('leaving.resultsKeep'), value: 'keep' },
    ],
  });
}

interface ReceiptView {
  readonly removed: readonly HeldCount[];
  /** Messages that are still being taken away. */
  readonly waiting: number;
  /** Each a sentence on why, and how many messages it holds for. */
  readonly leftOver: readonly { readonly why: string; readonly count: number }[];
  readonly vacancies: readonly Vacancy[];
}

export function receiptCard(words: Words, { removed, waiting, leftOver, vacancies }: ReceiptView): Message {
  const lines = removed.map(({ kind, count }) =>
    words('leaving.receiptLine', { title: words(`held.${kind}.title`), count }),
  );
  const away = waiting > 0 ? words('leaving.receiptUnderWay', { count: waiting }) : words('leaving.receiptAllAway');
  const not = leftOver.map(({ why, count }) => words('leaving.receiptNotLine', { why, count }));
  const stays = whatStays(words);
  const next = whoIsNext(words, vacancies, 'nobody');
  const list = [...lines.map((each) => `${each}.`), away, ...not, ...stays, ...next, words('leaving.receiptBye')].join(
    ' ',
  );
  return {
    text: words('leaving.receiptSummary', { list }),
    card: card([
      heading(words('leaving.receiptHeading')),
      boldLine(words('leaving.receiptRemoved')),
      ...(lines.length > 0 ? lines.map(line) : [line(words('leaving.receiptNothing'))]),
      line(away),
      ...(not.length > 0 ? [boldLine(words('leaving.receiptNot')), ...not.map(line)] : []),
      boldLine(words('leaving.receiptStays')),
      ...stays.map(line),
      ...next.map(line),
      line(words('leaving.receiptBye')),
    ]),
  };
}
