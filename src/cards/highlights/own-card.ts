import type { Form } from '../../chat/form.ts';
import type { Message } from '../../chat/message.ts';
import { boldLine, card, heading, line, press, small, spoken } from '../elements.ts';
import type { Words } from '../words.ts';
import { wordsOf } from './card.ts';

/** What an author has of their highlight: where it stands, what came of it, and how to take it back. */

export interface OwnHighlightView {
  readonly highlight: string;
  readonly question: string;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  /** "Shown with your name." */
  readonly how: string;
  /** One line a place. */
  readonly places: readonly string[];
  readonly useful: number;
  readonly replies: number;
  /** It is shown somewhere, or will be. */
  readonly isOn: boolean;
}

export function ownHighlightCard(words: Words, view: OwnHighlightView): Message {
  const values = { highlight: view.highlight };
  return {
    text: words('highlights.own.summary', { places: view.places.join(' ') }),
    card: card(
      [
        heading(words(view.isOn ? 'highlights.own.headingOn' : 'highlights.own.headingOff')),
        ...spoken(wordsOf(view)),
        ...(view.isOn ? [line(view.how)] : []),
        ...view.places.map(line),
        ...(view.useful > 0 ? [line(words('highlights.own.useful', { count: view.useful }))] : []),
        ...(view.replies > 0 ? [line(words('highlights.own.replies', { count: view.replies }))] : []),
        small(words('highlights.own.private')),
      ],
      [
        press({ title: words('highlights.own.change'), action: 'highlights.choose', values }),
        ...(view.isOn
          ? [press({ title: words('highlights.own.takeBack'), action: 'highlights.take-back', values })]
          : []),
      ],
    ),
  };
}

/** Says what goes and what cannot be recalled, before it is done. */
export function takeBackForm(words: Words, view: { highlight: string; places: string }): Form {
  return {
    name: 'highlights.take-back',
    title: words('highlights.own.takeBackTitle'),
    state: view.highlight,
    body: [line(words('highlights.own.takeBackWhat', { places: view.places }))],
    submit: words('highlights.own.takeBackDo'),
    back: words('answer.back'),
  };
}

/** Something stopped a highlight that its author did not do: it is said kindly, once. */
export function highlightStoppedCard(words: Words, view: { place: string; why: string }): Message {
  return {
    text: words('highlights.stopped.summary', view),
    card: card([
      boldLine(words('highlights.stopped.heading')),
      line(words('highlights.stopped.what', view)),
      small(words('highlights.stopped.next')),
    ]),
  };
}

interface ListedHighlight {
  readonly highlight: string;
  readonly text: string;
  readonly where: string;
}

export function highlightListCard(words: Words, list: readonly ListedHighlight[]): Message {
  return {
    text:
      list.length === 0
        ? words('highlights.list.none')
        : words('highlights.list.summary', { list: list.map(({ text, where }) => `${text} ${where}`).join('; ') }),
    card: card([
      heading(words('highlights.list.heading')),
      ...(list.length === 0 ? [line(words('highlights.list.none'))] : []),
      ...list.flatMap(({ highlight, text, where }) => [
        boldLine(text),
        line(where),
        {
          type: 'ActionSet',
          actions: [
            press({ title: words('highlights.list.manage'), action: 'highlights.show', values: { highlight } }),
          ],
        },
      ]),
      small(words('highlights.list.private')),
    ]),
  };
}
