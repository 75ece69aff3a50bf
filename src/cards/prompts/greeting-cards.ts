import type { Form } from '../../chat/form.ts';
import type { Message } from '../../chat/message.ts';
import { listOf } from '../dates.ts';
import { card, fact, heading, line, opensAddress, opensForm, press, small, spoken, textInput } from '../elements.ts';
import type { Words } from '../words.ts';

interface FirstNoteView {
  readonly update: string;
  readonly name: string;
  readonly place: string;
  /** All greeters have passed: it comes to whoever looks after the channel. */
  readonly isLast?: boolean;
}

/** To a greeter: somebody wrote a first note. What it says stands in its channel alone. */
export function firstNoteCard(words: Words, { update, name, place, isLast = false }: FirstNoteView): Message {
  const values = { update };
  const text = words('firstNote.first', { name: name || words('update.someone'), place });
  return {
    text,
    card: card(
      [
        heading(words('firstNote.heading')),
        line(text),
        line(words('firstNote.welcome')),
        ...(isLast ? [line(words('joining.greetLast'))] : []),
        small(words('firstNote.private')),
      ],
      [
        opensForm({ title: words('firstNote.reply'), action: 'updates.reply', values, style: 'positive' }),
        press({ title: words('firstNote.pass'), action: 'prompts.pass-on', values }),
      ],
    ),
  };
}

/** What became of it, in its place. */
export function passedOnCard(text: string): Message {
  return { text, card: card([line(text)]) };
}

interface NewcomerView {
  readonly newcomer: string;
  readonly name: string;
  readonly place: string;
  /** What they can be asked about. */
  readonly offer: string;
  /** Where the thread opens, if there is such an address. */
  readonly address?: string;
  readonly isLast?: boolean;
}

/** To a greeter: somebody has joined, and said what they can be asked about. */
export function newcomerCard(words: Words, view: NewcomerView): Message {
  const { newcomer, name, place, offer, address, isLast = false } = view;
  const values = { newcomer };
  const text = words('joining.greet', { name: name || words('update.someone'), place });
  return {
    text,
    card: card(
      [
        heading(words('joining.greetHeading')),
        line(text),
        fact(words('joining.greetAbout'), offer),
        ...(isLast ? [line(words('joining.greetLast'))] : []),
        small(words('joining.greetPrivate', { place })),
      ],
      [
        opensForm({ title: words('joining.greetWrite'), action: 'joining.welcome', values, style: 'positive' }),
        ...(address ? [opensAddress(words('joining.greetOpen'), address)] : []),
        press({ title: words('joining.greetPass'), action: 'prompts.pass-on', values }),
      ],
    ),
  };
}

interface WelcomeFormView {
  readonly newcomer: string;
  readonly name: string;
  readonly place: string;
  readonly limit: number;
  readonly value?: string;
}

export function welcomeForm(words: Words, { newcomer, name, place, limit, value = '' }: WelcomeFormView): Form {
  return {
    name: 'joining.welcome',
    title: words('joining.greetTitle'),
    state: newcomer,
    body: [
      textInput({
        id: 'text',
        label: words('joining.greetLabel'),
        hint: words('joining.greetHint'),
        value,
        multiline: true,
        maxLength: limit,
        required: words('field.empty'),
      }),
      small(words('joining.greetWho', { place, name })),
    ],
    submit: words('update.replySend'),
  };
}

/** In the thread: a greeter's words to somebody who has joined. */
export function welcomeMessage(words: Words, said: { name: string; newcomer: string; text: string }): Message {
  const { name, newcomer, text } = said;
  return {
    text: words('joining.welcomeText', { name, newcomer, text }),
    card: card([small(words('joining.welcomeBy', { name, newcomer })), ...spoken(text)]),
  };
}

/** To somebody who has joined: who answered them; the words stand in the thread, where they can still be taken back. */
export function answeredCard(
  words: Words,
  { names, place, address }: { names: readonly string[]; place: string; address?: string },
): Message {
  const text = words('joining.answered', { names: listOf(names), place });
  return {
    text,
    card: card(
      [
        heading(words('joining.answeredHeading')),
        line(text),
        line(words('joining.answeredWhere', { place })),
        small(words('joining.answeredPrivate')),
      ],
      address ? [opensAddress(words('joining.greetOpen'), address)] : [],
    ),
  };
}
