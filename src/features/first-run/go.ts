import { begunCard, firstRunSaid, invitedCard } from '../../cards/first-run/cards.ts';
import { wordsFor } from '../../cards/words.ts';
import type { ActionEvent } from '../../chat/event.ts';
import { note, type Reply, replace } from '../../chat/reply.ts';
import { releaseAll } from '../../delivery/holding.ts';
import { noteChange } from '../../people/audit.ts';
import { placeOf } from '../../people/places.ts';
import { giveRole, may } from '../../people/roles.ts';
import { peopleNamed } from '../../people/store.ts';
import type { Handling, Happening } from '../feature.ts';
import type { FirstRunDeps } from './deps.ts';
import { nextQuestion, usualRhythm } from './first-run.ts';
import { type FirstRun, lockFirstRun, runWithDraft, saveProgress } from './store.ts';
import { summaryOf } from './summary.ts';

/** [Let it begin]: the silence is over, and what was answered becomes so. */
export async function letItBegin(deps: FirstRunDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const { person, workspace } = event;
  if (!(await may(trx, person, 'first-run.answer'))) return note(words('firstRun.notYours'));
  const run = await lockFirstRun(trx, workspace, now);
  if (run.begun_at) return note(words('firstRun.begunAlready'));
  if (nextQuestion(run.answers)) return note(words('firstRun.answersFirst'));
  if (!run.previewed_at) return note(words('firstRun.previewFirst'));
  await saveProgress(trx, run, { begun_at: now });
  await releaseAll(trx, workspace);
  await noteChange(trx, { workspace, by: person.id, what: 'first-run-begun' }, now);
  const unknown = await nameGreeters(run, event, handling);
  const { channel, weekday, time, everyWeeks } = { ...usualRhythm, ...run.answers };
  const rhythm = { weekday, time, everyWeeks };
  if (channel) await deps.tell({ kind: 'begun', workspace, by: person.id, conversation: channel, rhythm }, handling);
  const view = { ...(await summaryOf(run, handling)), unknown, ...(channel && { conversation: channel }) };
  const message = begunCard(words, view);
  const draft = await deps.outbox.post(trx, { to: { person: person.id }, message, priority: 'answer' }, now);
  await saveProgress(trx, run, { draft_id: draft });
  return replace(firstRunSaid(words('firstRun.begunSummary')));
}

/** Those whom nobody knows by that name yet; the others are greeters from now on. */
async function nameGreeters(
  { workspace_id: workspace, answers }: FirstRun,
  { person: { id: by } }: ActionEvent,
  { trx, now }: Handling,
): Promise<string[]> {
  const unknown: string[] = [];
  for (const name of answers.greets ? (answers.greeters ?? []) : []) {
    const [person, ...others] = await peopleNamed(trx, workspace, name);
    if (!person || others.length > 0) unknown.push(name);
    else if (await giveRole(trx, { workspace, person: person.id, role: 'greeter' }, { by, now })) {
      await noteChange(trx, { workspace, by, what: 'role-given', person: person.id, detail: 'greeter' }, now);
    }
  }
  return unknown;
}

/** People can join in the channel that she chose: the draft has done its work. */
export async function followInvited(
  deps: FirstRunDeps,
  { conversation }: Extract<Happening, { kind: 'invited' }>,
  { trx }: Pick<Handling, 'trx'>,
): Promise<void> {
  const run = await runWithDraft(trx, conversation);
  if (!run?.draft_id) return;
  const place = (await placeOf(trx, conversation))?.name ?? wordsFor('en')('place.unnamed');
  await deps.outbox.update(trx, run.draft_id, invitedCard(wordsFor('en'), { place }));
  await saveProgress(trx, run, { draft_id: null });
}
