import type { CardElement } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import type { Message } from '../../chat/message.ts';
import { listOf } from '../dates.ts';
import { boldLine, card, heading, labelled, line, opensForm, press, small, spoken, textInput } from '../elements.ts';
import type { Words } from '../words.ts';

export interface UpdateView {
  readonly id: string;
  readonly author: string;
  readonly question: string;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  /** The channel that it is shown in. */
  readonly place: string;
  readonly edited: boolean;
  /** Where else it is shown, as people here may read of it. */
  readonly alsoIn: readonly string[];
  readonly useful: number;
  readonly same: number;
}

/** What colleagues see: the author's words, counts without names. */
export function updateCard(words: Words, view: UpdateView): Message {
  const values = { update: view.id };
  const counts = [
    ...(view.useful > 0 ? [words('update.usefulCount', { count: view.useful })] : []),
    ...(view.same > 0 ? [words('update.sameCount', { count: view.same })] : []),
  ].join(' · ');
  return {
    text: words('update.summary', { name: view.author, question: view.question, answers: answersAsText(view.fields) }),
    card: card(
      [
        ...updateBody(words, view),
        ...(counts ? [line(counts)] : []),
        small(words('update.whoSees', { place: view.place })),
        ...(view.alsoIn.length > 0 ? [small(words('update.alsoIn', { places: listOf(view.alsoIn) }))] : []),
      ],
      [
        press({ title: words('update.useful'), action: 'updates.useful', values }),
        press({ title: words('update.same'), action: 'updates.same', values }),
        opensForm({ title: words('update.reply'), action: 'updates.reply', values }),
      ],
    ),
  };
}

/** The part that the preview shows too. */
export function updateBody(
  words: Words,
  view: Pick<UpdateView, 'author' | 'question' | 'fields' | 'edited'>,
): CardElement[] {
  const title = words('update.by', { name: view.author || words('update.someone') });
  return [
    boldLine(view.edited ? `${title} (${words('update.edited')})` : title),
    ...spoken(view.question),
    ...view.fields.filter((field) => field.value !== '').map((field) => labelled(field.label, field.value)),
  ];
}

export function answersAsText(fields: UpdateView['fields']): string {
  return fields
    .filter((field) => field.value !== '')
    .map((field) => `${field.label}: ${field.value}`)
    .join(' · ');
}

interface PreviewView {
  readonly state: string;
  readonly author: string;
  readonly question: string;
  readonly fields: UpdateView['fields'];
  /** Absent: only its author. */
  readonly place?: string;
  /** It is shown already: saving changes it. */
  readonly posted: boolean;
}

/** The last look before it is posted. */
export function previewForm(words: Words, view: PreviewView): Form {
  const submit = view.place ? words(view.posted ? 'preview.save' : 'preview.post') : words('preview.keep');
  return {
    name: 'prompts.preview',
    title: words('preview.title'),
    state: view.state,
    body: [
      ...updateBody(words, { ...view, edited: view.posted }),
      small(view.place ? words('preview.whoWillSee', { place: view.place }) : words('preview.onlyMe')),
    ],
    submit,
    back: words('answer.back'),
  };
}

interface OwnUpdateView {
  readonly id: string;
  readonly question: string;
  readonly fields: UpdateView['fields'];
  /** Absent: a draft. */
  readonly place?: string;
}

/** One's own note, in private, with what one can do to it. */
export function ownUpdateCard(words: Words, view: OwnUpdateView): Message {
  const { place } = view;
  return {
    text: words('mine.summary', { answers: answersAsText(view.fields) }),
    card: card(
      [
        heading(place ? words('mine.posted', { place }) : words('mine.draft')),
        ...spoken(view.question),
        ...view.fields.filter((field) => field.value !== '').map((field) => labelled(field.label, field.value)),
        small(place ? words('mine.postedLine', { place }) : words('mine.draftLine')),
      ],
      ownUpdateActions(words, view),
    ),
  };
}

export function ownUpdateActions(words: Words, { id, place }: Pick<OwnUpdateView, 'id' | 'place'>): CardElement[] {
  const values = { update: id };
  return [
    press({ title: words(place ? 'mine.edit' : 'mine.finish'), action: 'updates.edit', values }),
    press({ title: words(place ? 'mine.withdraw' : 'mine.delete'), action: 'updates.withdraw', values }),
    ...(place ? [press({ title: words('mine.suggest'), action: 'highlights.suggest', values: { note: id } })] : []),
  ];
}

export function withdrawnCard(words: Words, posted: boolean): Message {
  const text = words(posted ? 'mine.withdrawn' : 'mine.deleted');
  return { text, card: card([line(text)]) };
}

/** Says what goes and what cannot be recalled, before it is done. */
export function withdrawForm(words: Words, view: { update: string; place?: string }): Form {
  return {
    name: 'updates.withdraw',
    title: words(view.place ? 'mine.withdrawTitle' : 'mine.deleteTitle'),
    state: view.update,
    body: [line(view.place ? words('mine.withdrawWhat', { place: view.place }) : words('mine.deleteWhat'))],
    submit: words(view.place ? 'mine.withdrawDo' : 'mine.deleteDo'),
    back: words('answer.back'),
  };
}

export function replyForm(words: Words, view: { state: string; place: string; limit: number; value?: string }): Form {
  return {
    name: 'updates.reply',
    title: words('update.replyTitle'),
    state: view.state,
    body: [
      textInput({
        id: 'text',
        label: words('update.replyLabel'),
        hint: words('update.replyHint'),
        multiline: true,
        maxLength: view.limit,
        required: words('field.empty'),
        ...(view.value && { value: view.value }),
      }),
      small(words('update.replyWho', { place: view.place })),
    ],
    submit: words('update.replySend'),
  };
}

/** A reply as it stands in the thread. */
export function replyMessage(words: Words, reply: { name: string; text: string }): Message {
  return {
    text: words('update.replyText', reply),
    card: card([boldLine(reply.name), ...spoken(reply.text)]),
  };
}
