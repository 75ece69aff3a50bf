import type { Form } from '../../chat/form.ts';
import type { Message } from '../../chat/message.ts';
import { card, heading, line, press, small, spoken, unfoldsForm } from '../elements.ts';
import { unfoldedForm } from '../form-card.ts';
import type { Words } from '../words.ts';

interface PromptView {
  readonly round: string;
  readonly question: string;
  /** A warning that belongs to the question. */
  readonly care?: string;
  readonly minutes: number;
  /** The channel that it is asked for. */
  readonly place: string;
  /** Whether another question can still be had. */
  readonly another: boolean;
  /** The fields, unfolded under [Answer] where a card can hold them. */
  readonly form: Form;
}

/** The question, in private. */
export function promptCard(words: Words, view: PromptView): Message {
  const values = { round: view.round };
  return {
    text: words('prompt.summary', { question: view.question }),
    card: card(
      [
        heading(words('prompt.heading')),
        ...spoken(view.question),
        ...(view.care ? [line(view.care)] : []),
        small(words('prompt.minutes', { count: view.minutes })),
        small(words('prompt.whoWillSee', { place: view.place })),
      ],
      [
        unfoldsForm({ title: words('prompt.answer'), action: 'prompts.answer', values }, unfoldedForm(view.form)),
        ...(view.another ? [press({ title: words('prompt.another'), action: 'prompts.swap', values })] : []),
        press({ title: words('prompt.skip'), action: 'prompts.skip', values }),
      ],
    ),
  };
}

/** The question after it was skipped. */
export function skippedCard(words: Words): Message {
  const text = words('prompt.skipped');
  return { text, card: card([line(text)]) };
}
