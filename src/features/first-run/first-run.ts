import type { FirstRunAnswers } from '../../storage/tables/administration.ts';

/** The questions in their order; each has its answer under the names beside it. */
export const questions = ['who', 'promises', 'greeters', 'rhythm', 'starters'] as const;
export type Question = (typeof questions)[number];

const answerTo = {
  who: 'who',
  promises: 'greets',
  greeters: 'greeters',
  rhythm: 'weekday',
  starters: 'starters',
} as const satisfies Readonly<Record<Question, keyof FirstRunAnswers>>;

/** The first that is open; none where all have their answers. */
export function nextQuestion(answers: FirstRunAnswers): Question | undefined {
  return questions.find((question) => answers[answerTo[question]] === undefined);
}

export function questionBefore(question: Question): Question | undefined {
  return questions[questions.indexOf(question) - 1];
}

/** What is usual, where nothing was answered yet. */
export const usualRhythm = { weekday: 2, time: '10:00', everyWeeks: 1 } as const;

export const mostGreeters = 5;
export const mostStarters = 2;
export const longestWho = 120;
