import { summaryCard } from '../../cards/first-run/cards.ts';
import { type QuestionForm, questionForm } from '../../cards/first-run/forms.ts';
import type { ActionEvent, CommandEvent, FormEvent } from '../../chat/event.ts';
import type { ConversationId } from '../../chat/ids.ts';
import { form, note, nothing, type Reply } from '../../chat/reply.ts';
import { may } from '../../people/roles.ts';
import type { FirstRunAnswers } from '../../storage/tables/administration.ts';
import type { Handling } from '../feature.ts';
import type { FirstRunDeps } from './deps.ts';
import { nextQuestion, type Question, questionBefore, questions } from './first-run.ts';
import { readAnswer } from './read.ts';
import { channelsIn, type FirstRun, lockFirstRun, saveAnswers } from './store.ts';
import { summaryOf } from './summary.ts';

/** Five short questions, one form each. What was answered is kept at once; `begin` goes on where she stopped. */

/** `/outloud begin`, [Start] */
export async function begin(event: CommandEvent | ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  if (!(await may(trx, event.person, 'first-run.answer'))) return note(words('firstRun.notYours'));
  const run = await lockFirstRun(trx, event.workspace, now);
  const question = nextQuestion(run.answers);
  if (question) return ask(run, question, handling);
  return note(summaryCard(words, await summaryOf(run, handling)));
}

/** [Change an answer] */
export async function beginAgain(event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  if (!(await may(trx, event.person, 'first-run.answer'))) return note(words('firstRun.notYours'));
  return ask(await lockFirstRun(trx, event.workspace, now), questions[0], handling);
}

async function ask(run: FirstRun, question: Question, handling: Handling, wrong: Wrong = {}): Promise<Reply> {
  const { answers = run.answers, complaints } = wrong;
  return form(
    questionForm(handling.words, await formFor(run, question, { answers, ...handling, ...wrong })),
    complaints,
  );
}

interface Wrong {
  readonly answers?: FirstRunAnswers;
  /** As it was typed. */
  readonly typed?: Readonly<Record<string, string>>;
  readonly complaints?: Readonly<Record<string, string>>;
}

async function formFor(
  run: FirstRun,
  question: Question,
  { answers, trx, typed = {} }: Pick<Handling, 'trx'> & Wrong & { answers: FirstRunAnswers },
): Promise<QuestionForm> {
  const channels = await channelsIn(trx, run.workspace_id);
  return {
    question,
    step: questions.indexOf(question) + 1,
    steps: questions.length,
    answers,
    typed,
    channels: channels.map(({ id, name }) => ({ title: name ?? '', value: id })),
  };
}

/** An answer was sent: kept, and the next question asked; after the last one, all of them at a glance. */
export async function answer({ outbox }: FirstRunDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  if (!(await may(trx, event.person, 'first-run.answer'))) return note(words('firstRun.notYours'));
  const question = questions.find((each) => each === event.state);
  if (!question) return note(words('core.goneForm'));
  const run = await lockFirstRun(trx, event.workspace, now);
  const before = questionBefore(question);
  if (event.button === 'back') return ask(run, before ?? question, handling);
  const channels = (await channelsIn(trx, run.workspace_id)).map(({ id }): ConversationId => id);
  const read = readAnswer(words, question, { inputs: event.inputs, channels });
  if ('complaints' in read) return ask(run, question, handling, { typed: event.inputs, complaints: read.complaints });
  const answers = { ...run.answers, ...read.answers };
  await saveAnswers(trx, run, answers);
  const next = questions[questions.indexOf(question) + 1];
  if (next) return ask({ ...run, answers }, next, handling);
  // A message that stays: what is only shown is gone when the page is loaded again.
  const message = summaryCard(words, await summaryOf({ ...run, answers }, handling));
  await outbox.post(trx, { to: { person: event.person.id }, message, priority: 'answer' }, now);
  return nothing;
}
