import type { CardElement } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { type Choice, choiceInput, dateInput, numberInput, small, spoken, textInput } from '../elements.ts';
import type { Words } from '../words.ts';

export interface AnswerField {
  readonly id: string;
  readonly label: string;
  readonly type: 'short' | 'long' | 'choice' | 'link' | 'image' | 'number' | 'date';
  readonly hint?: string;
  readonly options?: readonly string[];
  readonly optional: boolean;
  readonly limit: number;
  readonly value?: string;
}

interface AnswerView {
  readonly title: string;
  readonly state: string;
  readonly question: string;
  readonly care?: string;
  readonly fields: readonly AnswerField[];
  readonly audiences: readonly Choice[];
  readonly audience: string;
  /** Unfolded under its own question, the question is not said twice. */
  readonly withQuestion: boolean;
}

export function answerForm(words: Words, view: AnswerView): Form {
  return {
    name: 'prompts.answer',
    title: view.title,
    state: view.state,
    body: [
      ...(view.withQuestion ? spoken(view.question) : []),
      ...(view.withQuestion && view.care ? [small(view.care)] : []),
      ...view.fields.map((field) => answerInput(words, field)),
      choiceInput({
        id: 'audience',
        label: words('answer.audience'),
        value: view.audience,
        choices: view.audiences,
        expanded: view.audiences.length <= 10,
        required: words('field.audience'),
      }),
    ],
    submit: words('answer.preview'),
  };
}

function answerInput(words: Words, field: AnswerField): CardElement {
  const common = {
    id: field.id,
    label: field.label,
    value: field.value ?? '',
    ...(!field.optional && { required: words('field.empty') }),
  };
  switch (field.type) {
    case 'choice':
      return choiceInput({
        ...common,
        choices: (field.options ?? []).map((option) => ({ title: option, value: option })),
        expanded: (field.options ?? []).length <= 6,
      });
    case 'number':
      return numberInput(common);
    case 'date':
      return dateInput(common);
    case 'link':
    case 'image':
      return textInput({ ...common, hint: field.hint ?? words('answer.link'), maxLength: field.limit });
    default:
      return textInput({
        ...common,
        ...(field.hint && { hint: field.hint }),
        multiline: field.type === 'long',
        maxLength: field.limit,
      });
  }
}
