import type { CardElement } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import type { Message } from '../../chat/message.ts';
import { boldLine, card, labelled, line, opensForm, press, small, spoken, textInput } from '../elements.ts';
import type { Words } from '../words.ts';

/** A highlight as it stands in another channel, and the replies that travel with it. */

export interface HighlightView {
  readonly id: string;
  /** As it should read: "Amina Rahman (Comms)", "Someone in Comms". */
  readonly author: string;
  readonly kind: 'note' | 'message' | 'pilot';
  /** Empty where it answers none. */
  readonly question: string;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  /** A chart and a table of figures. */
  readonly figures?: readonly CardElement[];
  /** "From #digital-network (on Slack), shared with its author's OK." */
  readonly from: string;
  /** The channel that it is shown in, as people there call it. */
  readonly place: string;
  /** What is typed in the thread there reaches us; else only what [Reply] sends. */
  readonly hearsThread: boolean;
  readonly edited: boolean;
  readonly useful: number;
  /** The note whose question can be borrowed. */
  readonly note?: string;
}

export function highlightCard(words: Words, view: HighlightView): Message {
  const values = { highlight: view.id };
  return {
    text: words('highlights.card.summary', { from: view.from, author: view.author, text: wordsOf(view) }),
    card: card(
      [
        ...highlightBody(words, view),
        ...(view.useful > 0 ? [line(words('update.usefulCount', { count: view.useful }))] : []),
        small(
          words(view.hearsThread ? 'highlights.card.whoSees' : 'highlights.card.whoSeesButton', { place: view.place }),
        ),
      ],
      [
        opensForm({ title: words('highlights.card.reply'), action: 'highlights.reply', values }),
        press({ title: words('highlights.card.useful'), action: 'highlights.useful', values }),
        ...(view.note
          ? [
              opensForm({
                title: words('highlights.card.borrow'),
                action: 'prompts.borrow',
                values: { note: view.note },
              }),
            ]
          : []),
        press({ title: words('highlights.card.notForUs'), action: 'highlights.not-for-us', values }),
      ],
    ),
  };
}

export type HighlightPreview = Pick<
  HighlightView,
  'kind' | 'author' | 'question' | 'fields' | 'figures' | 'from' | 'edited'
>;

/** The part that its author is shown before they agree. */
export function highlightBody(words: Words, view: HighlightPreview): CardElement[] {
  const { kind, author, question, edited } = view;
  const title = words(`highlights.card.by.${kind === 'note' && !question ? 'message' : kind}`, { author });
  return [
    boldLine(edited ? `${title} (${words('highlights.card.edited')})` : title),
    small(view.from),
    ...spoken(question),
    ...view.fields
      .filter(({ value }) => value !== '')
      .flatMap(({ label, value }) => (label ? [labelled(label, value)] : spoken(value))),
    ...(view.figures ?? []),
  ];
}

export function wordsOf({ question, fields }: Pick<HighlightView, 'question' | 'fields'>): string {
  const answers = fields.filter(({ value }) => value !== '');
  return [question, ...answers.map(({ label, value }) => (label ? `${label}: ${value}` : value))]
    .filter((each) => each !== '')
    .join(' · ');
}

interface ReplyFormView {
  readonly state: string;
  /** Every place that it will be shown in. */
  readonly places: string;
  readonly limit: number;
  readonly value?: string;
  /** What is replied to, where it does not stand above the button in full. */
  readonly body?: HighlightPreview;
}

export function highlightReplyForm(words: Words, view: ReplyFormView): Form {
  return {
    name: 'highlights.reply',
    title: words('highlights.reply.title'),
    state: view.state,
    body: [
      ...(view.body ? highlightBody(words, view.body) : []),
      textInput({
        id: 'text',
        label: words('highlights.reply.label'),
        hint: words('highlights.reply.hint'),
        multiline: true,
        maxLength: view.limit,
        required: words('field.empty'),
        ...(view.value && { value: view.value }),
      }),
      small(words('highlights.reply.who', { places: view.places })),
    ],
    submit: words('highlights.reply.send'),
  };
}

/** A reply from elsewhere as it stands in the thread. */
interface CarriedReply {
  readonly highlight: string;
  readonly byline: string;
  readonly text: string;
  /** What it is about, where the message above it holds several. */
  readonly about?: string;
}

export function carriedReplyCard(words: Words, reply: CarriedReply): Message {
  return {
    text: words('highlights.reply.text', { name: reply.byline, text: reply.text }),
    card: card(
      [
        boldLine(reply.byline),
        ...(reply.about ? [small(words('highlights.digest.about', { text: reply.about }))] : []),
        ...spoken(reply.text),
      ],
      [
        opensForm({
          title: words('highlights.card.reply'),
          action: 'highlights.reply',
          values: { highlight: reply.highlight },
        }),
      ],
    ),
  };
}
