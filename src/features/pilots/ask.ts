import { newId } from '../../base/ids.ts';
import { pilotAnswerCard, pilotAnswerForm, pilotQuestionCard, pilotQuestionForm } from '../../cards/pilots/question.ts';
import { pilotLimits } from '../../cards/pilots/start-forms.ts';
import { wordsFor } from '../../cards/words.ts';
import type { ActionEvent, FormEvent } from '../../chat/event.ts';
import { isFormer } from '../../chat/former.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import { isSamePerson } from '../../people/accounts.ts';
import { findName } from '../../people/store.ts';
import { nextSuitable } from '../../scheduling/calendar.ts';
import { loadCalendar } from '../../scheduling/store.ts';
import type { Handling } from '../feature.ts';
import { complaintsAbout } from './check.ts';
import type { PilotsDeps } from './deps.ts';
import { titleOf } from './pilot.ts';
import { findPilot, lockPilot } from './store/pilots.ts';
import { findQuestion, insertQuestion, saveAnswer } from './store/remarks.ts';
import { viewerFor } from './visibility.ts';

/** A question to a pilot's owner, whichever platform either is on: carried in private, there and back. */

/** [Ask Rhys], [Say hello] */
export async function openQuestion(event: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  const pilot = await findPilot(trx, event.values.pilot, await viewerFor(trx, event.person, event.conversation?.id));
  if (!pilot) return note(words('pilots.own.gone'));
  if (await isSamePerson(trx, pilot.owner_id, event.person.id)) return note(words('pilots.ask.own'));
  if (isFormer(pilot.owner_id)) return note(words('pilots.ask.left'));
  const owner = await findName(trx, pilot.owner_id);
  return form(pilotQuestionForm(words, { state: pilot.id, title: titleOf(pilot), owner, text: '' }));
}

export async function ask(deps: PilotsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const { person } = event;
  const pilot = await findPilot(trx, event.state, await viewerFor(trx, person, event.conversation?.id));
  if (!pilot) return note(words('pilots.own.gone'));
  if (await isSamePerson(trx, pilot.owner_id, person.id)) return note(words('pilots.ask.own'));
  if (isFormer(pilot.owner_id)) return note(words('pilots.ask.left'));
  const text = (event.inputs.text ?? '').trim();
  const complaints = complaintsAbout(words, { text }, { limit: pilotLimits.long });
  const title = titleOf(pilot);
  if (Object.keys(complaints).length > 0) {
    const owner = await findName(trx, pilot.owner_id);
    return form(pilotQuestionForm(words, { state: pilot.id, title, owner, text }), complaints);
  }
  const id = newId();
  const who = await nameOf(trx, words, person.id);
  const message = pilotQuestionCard(wordsFor('en'), { question: id, who, title, text });
  const calendar = await loadCalendar(trx, pilot.owner_id, deps.organisation);
  // A colleague's words, not ours: they count towards no cap, but wait for the owner's hours.
  const notBefore = nextSuitable({ ...calendar, pausedUntil: undefined }, now);
  const delivery = await deps.outbox.post(
    trx,
    { to: { person: pilot.owner_id }, message, priority: 'post', notBefore },
    now,
  );
  await insertQuestion(trx, {
    id,
    pilot_id: pilot.id,
    asker_id: person.id,
    text,
    delivery_id: delivery,
    created_at: now,
  });
  if (pilot.posted_in) {
    const act = { person: person.id, place: pilot.posted_in, kind: 'replied', at: now } as const;
    await deps.tell({ kind: 'talked', act }, handling);
  }
  return note(words('pilots.ask.sent'));
}

async function nameOf(trx: Handling['trx'], words: Handling['words'], person: ActionEvent['person']['id']) {
  return (await findName(trx, person)) || words('update.someone');
}

/** [Answer] */
export async function openAnswer(event: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  const found = await questionTo(event.values.question, event.person.id, trx);
  if (!found) return note(words('pilots.ask.gone'));
  const { question } = found;
  const who = await nameOf(trx, words, question.asker_id);
  return form(pilotAnswerForm(words, { state: question.id, who, asked: question.text, text: question.answer ?? '' }));
}

export async function answer(deps: PilotsDeps, event: FormEvent, { trx, words, now }: Handling): Promise<Reply> {
  const found = await questionTo(event.state, event.person.id, trx);
  if (!found || found.question.answer) return note(words('pilots.ask.gone'));
  const { question, pilot } = found;
  const text = (event.inputs.text ?? '').trim();
  const complaints = complaintsAbout(words, { text }, { limit: pilotLimits.long });
  const who = await nameOf(trx, words, question.asker_id);
  if (Object.keys(complaints).length > 0) {
    return form(pilotAnswerForm(words, { state: question.id, who, asked: question.text, text }), complaints);
  }
  const title = titleOf(pilot);
  const owner = await nameOf(trx, words, pilot.owner_id);
  const message = pilotAnswerCard(wordsFor('en'), { who: owner, title, asked: question.text, text });
  await deps.outbox.post(trx, { to: { person: question.asker_id }, message, priority: 'answer' }, now);
  await saveAnswer(trx, question.id, { answer: text, answered_at: now });
  const done = pilotQuestionCard(wordsFor('en'), {
    question: question.id,
    who,
    title,
    text: question.text,
    answer: text,
  });
  if (question.delivery_id) await deps.outbox.update(trx, question.delivery_id, done);
  return note(words('pilots.ask.carried'));
}

/** A question that was asked of this person's own pilot; the button may have travelled. */
async function questionTo(id: string | undefined, owner: ActionEvent['person']['id'], trx: Handling['trx']) {
  const question = await findQuestion(trx, id);
  const pilot = question && (await lockPilot(trx, question.pilot_id));
  if (!question || !pilot || pilot.state === 'deleted') return undefined;
  return (await isSamePerson(trx, pilot.owner_id, owner)) ? { question, pilot } : undefined;
}
