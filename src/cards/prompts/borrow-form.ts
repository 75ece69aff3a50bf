import type { Form } from '../../chat/form.ts';
import { choiceInput, small, spoken } from '../elements.ts';
import type { Words } from '../words.ts';

/** A question from elsewhere: to be answered oneself, or asked of everyone here. */
export function borrowForm(words: Words, view: { note: string; question: string; place: string }): Form {
  return {
    name: 'prompts.borrow',
    title: words('borrow.title'),
    state: view.note,
    body: [
      ...spoken(view.question),
      choiceInput({
        id: 'how',
        label: words('borrow.how'),
        choices: [
          { value: 'answer', title: words('borrow.answer') },
          { value: 'ask', title: words('borrow.ask', { place: view.place }) },
        ],
        value: 'answer',
        expanded: true,
      }),
      small(words('borrow.what')),
    ],
    submit: words('borrow.next'),
  };
}
