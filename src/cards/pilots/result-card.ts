import type { CardElement } from '../../chat/card.ts';
import type { Message } from '../../chat/message.ts';
import { listOf } from '../dates.ts';
import { boldLine, card, heading, labelled, line, opensForm, press, small } from '../elements.ts';
import type { Words } from '../words.ts';

/** The result of a pilot: honest enough for a statistician, clear enough for a chief executive. */

export interface ResultView {
  readonly pilot: string;
  readonly code: string;
  readonly title: string;
  /** Empty where it is not known. */
  readonly owner: string;
  /** Its owner has left: there is nobody to ask. */
  readonly left: boolean;
  /** Who, where, when and how compared. */
  readonly byline: string;
  /** The verdict: the same size whatever it says. */
  readonly headline: string;
  readonly claim?: string;
  /** The figures in plain terms. */
  readonly meaning: readonly string[];
  readonly second?: string;
  /** Shown above the chart: nobody should miss them. */
  readonly caveats: readonly string[];
  readonly caveatReply: string;
  /** Chart, figures and table. */
  readonly figures: readonly CardElement[];
  /** The figures once more in words, for whom a chart says nothing. */
  readonly figuresText: string;
  readonly quotes: readonly string[];
  readonly guard: string;
  readonly learned: string;
  readonly next: string;
  /** Borrowed from whom, tried by how many. */
  readonly lineage: readonly string[];
  readonly useful: number;
  readonly edited: boolean;
  /** Where else it is shown, as people here may read of it. */
  readonly alsoIn: readonly string[];
  readonly whoSees: string;
}

/** What colleagues see in a channel or a private answer. */
export function pilotResultCard(words: Words, view: ResultView): Message {
  return { text: resultText(words, view), card: card(resultBody(words, view), resultActions(words, view)) };
}

interface OwnResultView extends ResultView {
  readonly shared: boolean;
  readonly complete: boolean;
  /** In a channel, from which it can travel. */
  readonly stands: boolean;
}

/** The owner's own. */
export function ownResultCard(words: Words, view: OwnResultView): Message {
  const values = { pilot: view.pilot };
  const actions = [
    opensForm({
      title: words(view.complete ? 'pilots.own.edit' : 'pilots.own.addResults'),
      action: 'pilots.result',
      values,
      ...(!view.complete && { style: 'positive' }),
    }),
    opensForm({
      title: words(view.shared ? 'pilots.result.withdraw' : 'pilots.result.delete'),
      action: 'pilots.withdraw',
      values,
    }),
    opensForm({ title: words('pilots.result.details'), action: 'pilots.details', values }),
    ...(view.stands ? [press({ title: words('mine.suggest'), action: 'highlights.suggest', values })] : []),
  ];
  return { text: resultText(words, view), card: card(resultBody(words, view), actions) };
}

function resultActions(words: Words, view: ResultView): CardElement[] {
  const values = { pilot: view.pilot };
  const ask = view.owner
    ? words('pilots.result.ask', { owner: firstName(view.owner) })
    : words('pilots.result.askOwner');
  return [
    opensForm({ title: words('pilots.result.try'), action: 'pilots.try', values, style: 'positive' }),
    ...(view.left ? [] : [opensForm({ title: ask, action: 'pilots.ask', values })]),
    press({ title: words('pilots.result.useful'), action: 'pilots.useful', values }),
    opensForm({ title: words('pilots.result.details'), action: 'pilots.details', values }),
  ];
}

function firstName(name: string): string {
  return name.split(/\s+/)[0] ?? name;
}

/** The part that the preview shows too. */
export function resultBody(words: Words, view: ResultView): CardElement[] {
  const { caveats, lineage } = view;
  const kicker = words(view.edited ? 'pilots.result.kickerEdited' : 'pilots.result.kicker', { code: view.code });
  return [
    small(kicker),
    heading(view.title),
    small(view.byline),
    verdictBlock(view),
    ...(caveats.length > 0 ? [caveatBlock(words, view)] : []),
    ...view.figures,
    ...view.quotes.map((quote) => line(words('pilots.result.quote', { quote }))),
    ...(view.learned ? [labelled(words('pilots.result.learned'), view.learned)] : []),
    ...(view.next ? [labelled(words('pilots.result.next'), view.next)] : []),
    ...(view.guard ? [labelled(words('pilots.result.guard'), view.guard)] : []),
    ...lineage.map(line),
    ...(view.useful > 0 ? [line(words('update.usefulCount', { count: view.useful }))] : []),
    small(view.whoSees),
    ...(view.alsoIn.length > 0 ? [small(words('update.alsoIn', { places: listOf(view.alsoIn) }))] : []),
  ];
}

/** "Up", "too small to tell" and "down" look the same but for their words. */
function verdictBlock(view: ResultView): CardElement {
  return {
    type: 'Container',
    style: 'emphasis',
    spacing: 'Medium',
    items: [
      { type: 'TextBlock', text: view.headline, weight: 'Bolder', size: 'Large', wrap: true },
      ...(view.claim ? [line(view.claim)] : []),
      ...view.meaning.map(line),
      ...(view.second ? [line(view.second)] : []),
    ],
  };
}

function caveatBlock(words: Words, { caveats, caveatReply }: ResultView): CardElement {
  return {
    type: 'Container',
    spacing: 'Medium',
    items: [
      boldLine(words('pilots.result.caveats')),
      ...caveats.map((caveat) => line(`• ${caveat}`)),
      ...(caveatReply ? [line(words('pilots.result.caveatReply', { reply: caveatReply }))] : []),
    ],
  };
}

/** Everything that the card says, for notifications and screen readers: the verdict first. */
function resultText(words: Words, view: ResultView): string {
  const { title, headline, caveats, learned } = view;
  const parts = [
    words('pilots.result.inWords.title', { title, headline }),
    view.claim,
    ...view.meaning,
    view.second,
    view.figuresText,
    caveats.length > 0 && words('pilots.result.inWords.caveats', { caveats: caveats.map(sentence).join(' ') }),
    learned && words('pilots.result.inWords.learned', { learned: sentence(learned) }),
    view.byline,
  ];
  return parts.filter(Boolean).join(' ');
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
