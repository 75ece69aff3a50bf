import type { Kysely, Transaction } from 'kysely';
import { dayAndTime } from '../../cards/dates.ts';
import { pilotClosedCard, pilotRunningCard } from '../../cards/pilots/own-card.ts';
import { ownResultCard } from '../../cards/pilots/result-card.ts';
import type { Words } from '../../cards/words.ts';
import type { ActionEvent, FormEvent } from '../../chat/event.ts';
import type { Message } from '../../chat/message.ts';
import { note, type Reply, replace } from '../../chat/reply.ts';
import { untilTheySay } from '../../scheduling/calendar.ts';
import { loadCalendar } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling } from '../feature.ts';
import { whoSees } from './audience.ts';
import type { PilotsDeps } from './deps.ts';
import { factsOf } from './facts.ts';
import { lacksBefore, type Pilot, titleOf } from './pilot.ts';
import { resultView } from './result-view.ts';
import { type Nudge, nudgesOf } from './store/nudges.ts';
import { changePilot } from './store/pilots.ts';
import { viewerFor } from './visibility.ts';
import { sayNoticeable } from './worthwhile.ts';

/** The owner's own card of a pilot: one message that follows it through its life. */

/**
 * Shows the card as it is now: in the place of the form that was sent in it, else in the message that stands there, else
 * as a new one. `said` is what a dialog that closes can say.
 */
export async function showToOwner(
  deps: PilotsDeps,
  { pilot, event, said }: { pilot: Pilot; event?: ActionEvent | FormEvent; said?: string },
  handling: Handling,
): Promise<Reply> {
  const { trx, now, words } = handling;
  const message = await ownCard(deps, trx, words, pilot);
  if (pilot.own_delivery_id) await deps.outbox.update(trx, pilot.own_delivery_id, message);
  else
    await changePilot(trx, pilot.id, {
      own_delivery_id: await placeOwnCard(deps, { pilot, event, message }, { trx, now }),
    });
  const stoodInCard = event?.answers.replace && event.kind === 'form';
  return stoodInCard || said === undefined ? replace(message) : note(said);
}

async function placeOwnCard(
  deps: PilotsDeps,
  { pilot, event, message }: { pilot: Pilot; event?: ActionEvent | FormEvent; message: Message },
  { trx, now }: Pick<Handling, 'trx' | 'now'>,
) {
  const person = pilot.owner_id;
  const isInOwnChat = event?.kind === 'form' && event.answers.replace && event.conversation?.kind === 'direct';
  return isInOwnChat && event.message
    ? deps.outbox.adopt(trx, message, { person, ref: event.message, now })
    : deps.outbox.post(trx, { to: { person }, message, priority: 'answer' }, now);
}

/** After something changed that the owner did elsewhere, or nobody did. */
export async function refreshOwnCard(
  deps: PilotsDeps,
  trx: Transaction<Database>,
  words: Words,
  pilot: Pilot,
): Promise<void> {
  if (!pilot.own_delivery_id) return;
  await deps.outbox.update(trx, pilot.own_delivery_id, await ownCard(deps, trx, words, pilot));
}

export async function ownCard(deps: PilotsDeps, db: Kysely<Database>, words: Words, pilot: Pilot): Promise<Message> {
  const title = titleOf(pilot);
  if (pilot.state === 'no_result') {
    return pilotClosedCard(words, { pilot: pilot.id, title, because: words('pilots.own.closedBecause') });
  }
  if (pilot.state === 'finished' || pilot.state === 'stopped') {
    const viewer = await viewerFor(db, { id: pilot.owner_id, workspace: pilot.workspace_id });
    const view = await resultView(db, words, pilot, viewer);
    return ownResultCard(words, {
      ...view,
      shared: pilot.seen_by !== 'me',
      complete: pilot.result !== null,
      stands: pilot.posted_in !== null,
    });
  }
  const isCollecting = pilot.state === 'collecting';
  return pilotRunningCard(words, {
    pilot: pilot.id,
    code: pilot.code,
    title,
    hunch: words('pilots.own.hunch', { ...pilot.idea }),
    facts: factsOf(words, pilot),
    says: isCollecting ? [words('pilots.own.collecting')] : await nextSteps(deps, db, words, pilot),
    whoSees: await whoSees(db, words, pilot),
    collecting: isCollecting,
    lacksBefore: lacksBefore(pilot),
  });
}

/** When the owner hears from us, and how big a change could be noticed. */
async function nextSteps(deps: PilotsDeps, db: Kysely<Database>, words: Words, pilot: Pilot): Promise<string[]> {
  const calendar = await loadCalendar(db, pilot.owner_id, deps.organisation);
  const nudges = await nudgesOf(db, pilot.id);
  const due = (kind: Nudge['kind']) => nudges.find((each) => each.kind === kind && each.state === 'waiting')?.due_at;
  const when = (kind: 'midway' | 'baseline' | 'results') => {
    const at = due(kind);
    return at && at < untilTheySay ? [words(`pilots.own.${kind}`, { when: dayAndTime(at, calendar.timeZone) })] : [];
  };
  return [...when('baseline'), ...when('midway'), ...when('results'), ...sayNoticeable(words, pilot.plan)];
}
