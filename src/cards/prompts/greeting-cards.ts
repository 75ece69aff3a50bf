import type { Message } from '../../chat/message.ts';
import { card, heading, line, opensForm, press, small } from '../elements.ts';
import type { Words } from '../words.ts';

/** To a greeter: somebody wrote a first note. What it says stands in its channel alone. */
export function firstNoteCard(
  words: Words,
  { update, name, place }: { update: string; name: string; place: string },
): Message {
  const values = { update };
  const text = words('firstNote.first', { name: name || words('update.someone'), place });
  return {
    text,
    card: card(
      [
        heading(words('firstNote.heading')),
        line(text),
        line(words('firstNote.welcome')),
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
