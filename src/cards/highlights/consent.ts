import type { Form } from '../../chat/form.ts';
import type { Message } from '../../chat/message.ts';
import {
  boldLine,
  type Choice,
  card,
  choiceInput,
  heading,
  line,
  press,
  small,
  textInput,
  unfoldsForm,
} from '../elements.ts';
import { unfoldedForm } from '../form-card.ts';
import type { Words } from '../words.ts';
import { type HighlightPreview, highlightBody } from './card.ts';

/** What an author is asked: the exact card, each place with who reads there, with or without their name. */

export interface ConsentView {
  readonly highlight: string;
  /** As others would see it, with the author's name. */
  readonly preview: HighlightPreview;
  readonly channels: readonly Choice[];
  readonly chosen: readonly string[];
  /** Some of the channels have readers from outside. */
  readonly someOutside: boolean;
  /** Who stands there in place of the author's name. */
  readonly nameless: string;
  /** So few are in the author's channel that they could be guessed. */
  readonly few: boolean;
  readonly named: boolean;
  readonly team: string;
  readonly teamLimit: number;
}

export function consentForm(words: Words, view: ConsentView): Form {
  return {
    name: 'highlights.consent',
    title: words('highlights.consent.title'),
    state: view.highlight,
    body: [
      small(words('highlights.consent.looks')),
      ...highlightBody(words, view.preview),
      choiceInput({
        id: 'channels',
        label: words('highlights.consent.channels'),
        choices: view.channels,
        value: view.chosen.join(','),
        multiple: true,
        expanded: true,
        required: words('highlights.consent.channelsEmpty'),
      }),
      ...(view.someOutside ? [small(words('highlights.consent.outside'))] : []),
      choiceInput({
        id: 'name',
        label: words('highlights.consent.name'),
        choices: [
          { value: 'named', title: words('highlights.consent.withName') },
          { value: 'nameless', title: words('highlights.consent.withoutName') },
        ],
        value: view.named ? 'named' : 'nameless',
        expanded: true,
        required: words('highlights.consent.name'),
      }),
      textInput({
        id: 'team',
        label: words('highlights.consent.team'),
        hint: words('highlights.consent.teamHint'),
        maxLength: view.teamLimit,
        value: view.team,
      }),
      small(words('highlights.consent.nameless', { author: view.nameless })),
      ...(view.few ? [small(words('highlights.consent.few'))] : []),
      small(words('highlights.consent.replies')),
    ],
    submit: words('highlights.consent.share'),
  };
}

export interface AskView {
  readonly form: ConsentView;
  /** Who would like it to travel. */
  readonly by: string;
  /** Each place with who reads there. */
  readonly places: readonly string[];
  /** What [Yes] means, and what it leaves out. */
  readonly inside: string;
  readonly outside: string;
  readonly day: string;
}

export function highlightAskCard(words: Words, view: AskView): Message {
  const { form, by } = view;
  const values = { highlight: form.highlight };
  const yes =
    view.inside === ''
      ? []
      : [
          press({ title: words('highlights.ask.yes'), action: 'highlights.yes', values, style: 'positive' }),
          press({ title: words('highlights.ask.yesNameless'), action: 'highlights.yes-nameless', values }),
        ];
  return {
    text: words('highlights.ask.summary', { name: by }),
    card: card(
      [
        heading(words('highlights.ask.heading')),
        line(words('highlights.ask.by', { name: by })),
        small(words('highlights.ask.looks')),
        ...highlightBody(words, form.preview),
        boldLine(words('highlights.ask.where')),
        ...view.places.map(line),
        ...(view.inside ? [line(words('highlights.ask.yesMeans', { places: view.inside }))] : []),
        ...(view.outside ? [line(words('highlights.ask.outsideToo', { places: view.outside }))] : []),
        small(words('highlights.ask.noReason', { day: view.day })),
        small(words('highlights.ask.private')),
      ],
      [
        ...yes,
        unfoldsForm(
          { title: words('highlights.ask.choose'), action: 'highlights.choose', values },
          unfoldedForm(consentForm(words, form)),
        ),
        press({ title: words('highlights.ask.no'), action: 'highlights.no', values }),
      ],
    ),
  };
}

/** What is left of a question once it is answered or over. */
export function highlightDoneCard(text: string): Message {
  return { text, card: card([line(text)]) };
}

/** Which of one's notes should travel. */
export function whichNoteForm(words: Words, notes: readonly Choice[]): Form {
  return {
    name: 'highlights.which',
    title: words('highlights.suggest.title'),
    state: 'which',
    body: [
      choiceInput({
        id: 'highlight',
        label: words('highlights.suggest.which'),
        choices: notes,
        expanded: notes.length <= 10,
        required: words('highlights.suggest.which'),
      }),
    ],
    submit: words('highlights.suggest.next'),
  };
}
