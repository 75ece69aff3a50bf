import type { Message } from '../../chat/message.ts';
import { boldLine, card, fact, heading, line, opensForm, press, small } from '../elements.ts';
import type { Words } from '../words.ts';

/** One's own pilot while it runs, in private: what was set, what comes next, and what one can do. */

export interface Fact {
  readonly label: string;
  readonly value: string;
}

interface RunningView {
  readonly pilot: string;
  readonly code: string;
  readonly title: string;
  /** The whole hunch in a sentence. */
  readonly hunch: string;
  readonly facts: readonly Fact[];
  /** What comes next, and how big a change could be noticed. */
  readonly says: readonly string[];
  readonly whoSees: string;
  /** Results can be written. */
  readonly collecting: boolean;
  readonly lacksBefore: boolean;
}

export function pilotRunningCard(words: Words, view: RunningView): Message {
  const values = { pilot: view.pilot };
  return {
    text: words('pilots.own.summary', { title: view.title, says: view.says.join(' ') }),
    card: card(
      [
        small(words('pilots.own.kicker', { code: view.code })),
        heading(view.title),
        line(view.hunch),
        ...view.facts.filter((each) => each.value !== '').map((each) => fact(each.label, each.value)),
        ...view.says.map(line),
        small(view.whoSees),
      ],
      [
        ...(view.collecting
          ? [opensForm({ title: words('pilots.own.addResults'), action: 'pilots.result', values, style: 'positive' })]
          : []),
        ...(view.lacksBefore
          ? [opensForm({ title: words('pilots.own.addBefore'), action: 'pilots.before', values })]
          : []),
        opensForm({ title: words('pilots.own.note'), action: 'pilots.note', values }),
        ...(view.collecting ? [] : [opensForm({ title: words('pilots.own.edit'), action: 'pilots.edit', values })]),
        opensForm({ title: words('pilots.own.stop'), action: 'pilots.stop', values }),
      ],
    ),
  };
}

/** Where a pilot's card stood that its owner deleted. */
export function pilotGoneCard(text: string): Message {
  return { text, card: card([line(text)]) };
}

/** Nothing was written before the last day of grace: no blame, and it can be taken up again. */
export function pilotClosedCard(words: Words, view: { pilot: string; title: string; because: string }): Message {
  return {
    text: words('pilots.own.closedSummary', { title: view.title, because: view.because }),
    card: card(
      [heading(view.title), boldLine(view.because), line(words('pilots.own.closedLine'))],
      [press({ title: words('pilots.own.reopen'), action: 'pilots.reopen', values: { pilot: view.pilot } })],
    ),
  };
}
