import type { Form } from '../../chat/form.ts';
import { type Choice, choiceInput } from '../elements.ts';
import type { Words } from '../words.ts';

/** `/pilot` alone: what one can do. */
export function pilotChoiceForm(words: Words, choices: readonly Choice[]): Form {
  return choiceForm(words, {
    name: 'pilots.choose',
    title: words('pilots.choose.title'),
    state: '',
    label: words('pilots.choose.what'),
    choices,
  });
}

/** Which of several; `state` says what for. */
export function pilotWhichForm(words: Words, view: { state: string; choices: readonly Choice[] }): Form {
  return choiceForm(words, {
    name: 'pilots.which',
    title: words('pilots.choose.whichTitle'),
    state: view.state,
    label: words('pilots.choose.which'),
    choices: view.choices,
  });
}

interface ChoiceView {
  readonly name: string;
  readonly title: string;
  readonly state: string;
  readonly label: string;
  readonly choices: readonly Choice[];
}

function choiceForm(words: Words, view: ChoiceView): Form {
  return {
    name: view.name,
    title: view.title,
    state: view.state,
    body: [
      choiceInput({
        id: 'choice',
        label: view.label,
        value: view.choices[0]?.value ?? '',
        choices: view.choices,
        expanded: view.choices.length <= 10,
        required: words('pilots.check.pick'),
      }),
    ],
    submit: words('pilots.choose.next'),
  };
}
