import type { Form } from '../../chat/form.ts';
import type { Message } from '../../chat/message.ts';
import { boldLine, card, line, opensForm, small, spoken, textInput } from '../elements.ts';
import type { Words } from '../words.ts';
import { pilotLimits } from './start-forms.ts';

/** A question to a pilot's owner and the answer, carried by the bot between people who may be on two platforms. */

interface QuestionView {
  readonly state: string;
  readonly title: string;
  readonly owner: string;
  readonly text: string;
}

export function pilotQuestionForm(words: Words, view: QuestionView): Form {
  return {
    name: 'pilots.ask',
    title: words('pilots.ask.title'),
    state: view.state,
    body: [
      line(view.title),
      textInput({
        id: 'text',
        label: view.owner ? words('pilots.ask.label', { owner: view.owner }) : words('pilots.ask.labelOwner'),
        hint: words('pilots.ask.hint'),
        value: view.text,
        multiline: true,
        maxLength: pilotLimits.long,
        required: words('pilots.check.needsWords'),
      }),
      small(words('pilots.ask.who')),
    ],
    submit: words('pilots.ask.send'),
  };
}

/** A colleague's words, carried to a pilot's owner. */
export function pilotQuestionCard(
  words: Words,
  view: { question: string; who: string; title: string; text: string; answer?: string },
): Message {
  const intro = words('pilots.ask.asks', { who: view.who, title: view.title });
  return {
    text: `${intro} ${view.text}`,
    card: card(
      [
        boldLine(intro),
        ...spoken(view.text),
        ...(view.answer ? [small(words('pilots.ask.answered')), ...spoken(view.answer)] : []),
      ],
      view.answer
        ? []
        : [
            opensForm({
              title: words('pilots.ask.answer'),
              action: 'pilots.answer',
              values: { question: view.question },
            }),
          ],
    ),
  };
}

export function pilotAnswerForm(words: Words, view: { state: string; who: string; asked: string; text: string }): Form {
  return {
    name: 'pilots.answer',
    title: words('pilots.ask.answerTitle'),
    state: view.state,
    body: [
      ...spoken(view.asked),
      textInput({
        id: 'text',
        label: words('pilots.ask.answerLabel', { who: view.who }),
        value: view.text,
        multiline: true,
        maxLength: pilotLimits.long,
        required: words('pilots.check.needsWords'),
      }),
      small(words('pilots.ask.answerWho', { who: view.who })),
    ],
    submit: words('pilots.ask.send'),
  };
}

/** The owner's answer, carried back to the person who asked. */
export function pilotAnswerCard(
  words: Words,
  view: { who: string; title: string; asked: string; text: string },
): Message {
  const intro = words('pilots.ask.answers', { who: view.who, title: view.title });
  return {
    text: `${intro} ${view.text}`,
    card: card([boldLine(intro), ...spoken(view.text), small(words('pilots.ask.youAsked', { asked: view.asked }))]),
  };
}
