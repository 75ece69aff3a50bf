import { dayAndTime } from '../../cards/dates.ts';
import { previewEndCard, previewedCard } from '../../cards/first-run/preview.ts';
import type { ActionEvent, CommandEvent } from '../../chat/event.ts';
import { note, type Reply } from '../../chat/reply.ts';
import { placeOf } from '../../people/places.ts';
import { may } from '../../people/roles.ts';
import { loadCalendar } from '../../scheduling/store.ts';
import type { Handling, Previewed, PreviewView } from '../feature.ts';
import type { FirstRunDeps } from './deps.ts';
import { nextQuestion, usualRhythm } from './first-run.ts';
import { type FirstRun, lockFirstRun, saveProgress } from './store.ts';

/**
 * The first week as each kind of person would get it, to whoever asks alone. Every feature makes its own messages as it
 * makes the real ones; here they are marked, and their buttons lead nowhere.
 */

/** `/outloud preview`, [Send me the first week] */
export async function preview(
  deps: FirstRunDeps,
  event: CommandEvent | ActionEvent,
  handling: Handling,
): Promise<Reply> {
  const { trx, words, now } = handling;
  const { person, workspace } = event;
  const owns = await deps.hosts(trx, person.id);
  if (!(await may(trx, person, 'preview.see', { owns }))) return note(words('firstRun.previewNotYours'));
  const run = await lockFirstRun(trx, workspace, now);
  const shown = await deps.previews(await viewFor(run, event, handling), handling);
  const { timeZone } = await loadCalendar(trx, person.id, deps.organisation);
  const to = { person: person.id };
  for (const each of inOrder(shown)) {
    const message = previewedCard(words, { ...each, when: each.at ? dayAndTime(each.at, timeZone) : '' });
    await deps.outbox.post(trx, { to, message, priority: 'answer' }, now);
  }
  if (await may(trx, person, 'first-run.answer')) await saveProgress(trx, run, { previewed_at: now });
  const mayBegin = !run.begun_at && !nextQuestion(run.answers) && (await may(trx, person, 'first-run.answer'));
  const end = previewEndCard(words, { canBegin: mayBegin, isBegun: run.begun_at !== null });
  await deps.outbox.post(trx, { to, message: end, priority: 'answer' }, now);
  return note(words('firstRun.previewComing', { count: shown.length }));
}

async function viewFor(
  { answers }: FirstRun,
  { person, workspace, conversation }: CommandEvent | ActionEvent,
  { trx, words }: Handling,
): Promise<PreviewView> {
  const here = conversation?.kind === 'channel' ? conversation.id : answers.channel;
  const place = here && (await placeOf(trx, here));
  const { weekday, time, everyWeeks } = { ...usualRhythm, ...answers };
  return {
    person: person.id,
    workspace,
    place: place?.name ?? words('firstRun.yourChannel'),
    ...(here && { conversation: here }),
    rhythm: { weekday, time, everyWeeks },
  };
}

const order: readonly Previewed['kind'][] = [
  'channel',
  'joined',
  'chosen',
  'introduced',
  'greeter',
  'newcomer',
  'participant',
  'posted',
  'host',
  'elsewhere',
];

function inOrder(shown: readonly Previewed[]): Previewed[] {
  return shown.toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
}

/** A button or a form of a preview. */
export function pressedInPreview({ words }: Handling): Reply {
  return note(words('firstRun.onlyPreview'));
}
