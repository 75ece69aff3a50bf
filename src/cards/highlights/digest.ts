import type { CardElement } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import type { Message } from '../../chat/message.ts';
import { boldLine, card, heading, line, opensForm, press, small, toggleInput } from '../elements.ts';
import type { Words } from '../words.ts';

/** Several highlights in one message, for channels and people that prefer one a week. */

export interface DigestItem {
  readonly highlight: string;
  readonly author: string;
  readonly from: string;
  /** The beginning of it. */
  readonly text: string;
}

export function channelDigestCard(words: Words, view: { items: readonly DigestItem[]; place: string }): Message {
  return {
    text: words('highlights.digest.summary', { list: asText(view.items) }),
    card: card([
      heading(words('highlights.digest.heading')),
      ...view.items.flatMap((item) => [...itemBody(item), itemActions(words, item, true)]),
      small(words('highlights.digest.whoSees', { place: view.place })),
    ]),
  };
}

export function readerDigestCard(words: Words, items: readonly DigestItem[]): Message {
  if (items.length === 0) return { text: words('highlights.digest.gone') };
  return {
    text: words('highlights.digest.summary', { list: asText(items) }),
    card: card([
      heading(words('highlights.digest.heading')),
      ...items.flatMap((item) => [...itemBody(item), itemActions(words, item, false)]),
      small(words('highlights.digest.reader')),
    ]),
  };
}

function asText(items: readonly DigestItem[]): string {
  return items.map(({ author, text }) => `${author}: ${text}`).join(' · ');
}

function itemBody({ author, from, text }: DigestItem): CardElement[] {
  return [boldLine(author), small(from), line(text)];
}

function itemActions(words: Words, { highlight }: DigestItem, inChannel: boolean): CardElement {
  const values = { highlight };
  const read = opensForm({
    title: words('highlights.digest.read'),
    action: 'highlights.reply',
    values: { ...values, whole: 'yes' },
  });
  const useful = press({ title: words('highlights.card.useful'), action: 'highlights.useful', values });
  const notForUs = press({ title: words('highlights.card.notForUs'), action: 'highlights.not-for-us', values });
  return { type: 'ActionSet', actions: inChannel ? [read, useful, notForUs] : [read, useful] };
}

/** What a person decides for themself about highlights. */
export function highlightReaderForm(words: Words, view: { mayAsk: boolean; weekly: boolean }): Form {
  return {
    name: 'highlights.reader',
    title: words('highlights.reader.title'),
    state: 'reader',
    body: [
      small(words('highlights.reader.private')),
      toggleInput({
        id: 'mayAsk',
        label: words('highlights.reader.ask'),
        title: words('highlights.reader.askLabel'),
        on: view.mayAsk,
      }),
      toggleInput({
        id: 'weekly',
        label: words('highlights.reader.weekly'),
        title: words('highlights.reader.weeklyLabel'),
        on: view.weekly,
      }),
      small(words('highlights.reader.weeklyWhat')),
    ],
    submit: words('highlights.channel.save'),
  };
}
