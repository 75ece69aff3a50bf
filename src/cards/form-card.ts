import type { AdaptiveCard, CardElement } from '../chat/card.ts';
import type { Form } from '../chat/form.ts';
import { card, heading } from './elements.ts';

/** A form as a card with inputs, for where fields can stand in a message. */
export function formCard(form: Form): AdaptiveCard {
  return card([heading(form.title), ...form.body], formActions(form));
}

/** The same without its title: unfolded under a button of another card. */
export function unfoldedForm(form: Form): AdaptiveCard {
  return card(form.body, formActions(form));
}

function formActions(form: Form): CardElement[] {
  const sends = (title: string, button: 'submit' | 'back', style?: 'positive'): CardElement => {
    const data = { form: form.name, state: form.state, button };
    return {
      type: 'Action.Execute',
      title,
      verb: form.name,
      data,
      ...(style && { style }),
      fallback: { type: 'Action.Submit', title, data },
    };
  };
  return [
    ...(form.submit ? [sends(form.submit, 'submit', 'positive')] : []),
    ...(form.back ? [sends(form.back, 'back')] : []),
  ];
}
