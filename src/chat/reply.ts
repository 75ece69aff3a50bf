import type { AdaptiveCard } from './card.ts';
import type { Form } from './form.ts';
import type { Message } from './message.ts';

/**
 * What should happen in answer to an event. A handler returns one; how it is done (a modal with the trigger that the
 * adapter kept, an invoke response, a `response_url`) is the adapter's own business.
 */
export type Reply = NothingReply | NoteReply | ReplaceReply | FormReply | HomeReply;

/** Done, nothing to show. Closes a form that was sent. */
export interface NothingReply {
  readonly kind: 'nothing';
}

/** Words or a card, for the person alone (`to: 'person'`) or for everyone where the event came from (`to: 'here'`). */
export interface NoteReply {
  readonly kind: 'note';
  readonly message: Message;
  readonly to: 'person' | 'here';
}

/** The card that was acted on becomes this one. Closes a form that was sent; the card that it was in is replaced. */
export interface ReplaceReply {
  readonly kind: 'replace';
  readonly message: Message;
}

/** Opens a form, shows the next step, or the same one again with `complaints` by input id (`''` for the form as a whole). */
export interface FormReply {
  readonly kind: 'form';
  readonly form: Form;
  readonly complaints?: Readonly<Record<string, string>>;
}

/** The person's own page. */
export interface HomeReply {
  readonly kind: 'home';
  readonly card: AdaptiveCard;
}

export const nothing: NothingReply = { kind: 'nothing' };

export function note(message: Message | string, to: NoteReply['to'] = 'person'): NoteReply {
  return { kind: 'note', message: typeof message === 'string' ? { text: message } : message, to };
}

export function replace(message: Message): ReplaceReply {
  return { kind: 'replace', message };
}

export function form(shown: Form, complaints?: FormReply['complaints']): FormReply {
  return complaints ? { kind: 'form', form: shown, complaints } : { kind: 'form', form: shown };
}
